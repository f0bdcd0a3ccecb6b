package org.scruffy.alert;

/**
 * A group that is beyond what was agreed.
 *
 * @param group its values with commas between, empty where there are no groups
 * @param value what it came to
 * @param words what is wrong, for people
 */
record Beyond(String group, double value, String words) {

    /** What is infinite is the largest number there is: JSON knows no other. */
    Beyond {
        value = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }
}
