package org.scruffy.security;

/**
 * What somebody may do; each role may also do what those before it may. A sender brings events and sees nothing: the role for the
 * key of a program, or of a browser, where everybody can read it.
 */
public enum Role {
    SENDER,
    VIEWER,
    TRAFFIC,
    ENGINEER,
    ADMIN;

    boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
