package org.scruffy.alert;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.scruffy.dataset.Names;

/**
 * A group that is beyond what was agreed.
 *
 * @param group its values with commas between, empty where there are no groups; what is too long for an index ends in a digest of all of it
 * @param value what it came to
 * @param words what is wrong, for people
 */
record Beyond(String group, double value, String words) {

    private static final int LONGEST = 500;

    /** What is infinite is the largest number there is: JSON knows no other. */
    Beyond {
        group = Names.kept(shortened(group));
        value = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
        words = Names.kept(words);
    }

    private static String shortened(String group) {
        return group.length() <= LONGEST
                ? group
                : group.substring(0, LONGEST) + "… " + UUID.nameUUIDFromBytes(group.getBytes(StandardCharsets.UTF_8));
    }
}
