package org.scruffy.security;

/** What somebody may do; each role may also do what those before it may. */
public enum Role {
    VIEWER,
    TRAFFIC,
    ENGINEER,
    ADMIN;

    boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
