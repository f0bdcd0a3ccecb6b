package org.scruffy.security;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody who is known at the door, and what they were granted.
 *
 * @param datasets which of them they bring events for; empty for all
 */
public record Account(String name, Set<Grant> grants, Set<String> datasets) {

    public Account {
        grants = Set.copyOf(grants);
        datasets = Set.copyOf(datasets);
    }

    public Account(String name, Set<Grant> grants) {
        this(name, grants, Set.of());
    }

    /** The same where its key is bound to datasets: it brings events of them, where its owner may, and does nothing else. */
    Account boundTo(Set<String> only) {
        if (only.isEmpty()) {
            return this;
        }
        Set<Grant> bound = grants.stream()
                .map(grant -> new Grant(Role.SENDER, grant.callSign()))
                .collect(Collectors.toSet());
        return new Account(name, bound, only);
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
