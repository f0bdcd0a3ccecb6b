package org.scruffy.security;

import java.util.Set;

/** Somebody who is known at the door, and what they were granted. */
public record Account(String name, Set<Grant> grants) {

    public Account {
        grants = Set.copyOf(grants);
    }

    /** Whether a grant gives this role at this station. */
    public boolean may(Role role, String callSign) {
        return grants.stream().anyMatch(grant -> grant.gives(role, callSign));
    }

    /** Whether a grant gives this role at some station. */
    public boolean maySomewhere(Role role) {
        return grants.stream().anyMatch(grant -> grant.role().covers(role));
    }
}
