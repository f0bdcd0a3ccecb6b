package org.scruffy.security;

import java.util.Set;
import java.util.TreeSet;

/** Somebody who is known at the door, and what they were granted. */
public record Account(String name, Set<Grant> grants) {

    public Account {
        grants = Set.copyOf(grants);
    }

    /** Whether a grant gives this role at this station. */
    public boolean may(Role role, String callSign) {
        return grants.stream().anyMatch(grant -> grant.gives(role, callSign));
    }

    /** The call signs where a grant gives this role, {@link Grant#EVERYWHERE} among them where one does at every station. */
    public Set<String> where(Role role) {
        Set<String> where = new TreeSet<>();
        grants.stream().filter(grant -> grant.role().covers(role)).forEach(grant -> where.add(grant.callSign()));
        return where;
    }

    /** Whether a grant gives this role at some station. */
    public boolean maySomewhere(Role role) {
        return grants.stream().anyMatch(grant -> grant.role().covers(role));
    }
}
