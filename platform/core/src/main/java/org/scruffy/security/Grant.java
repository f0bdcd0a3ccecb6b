package org.scruffy.security;

/**
 * A role somebody has at a station.
 *
 * @param callSign the station, or {@link #EVERYWHERE}
 */
public record Grant(Role role, String callSign) {

    /** In place of a call sign: at every station. */
    public static final String EVERYWHERE = "*";

    boolean gives(Role wanted, String station) {
        return role.covers(wanted) && (callSign.equals(EVERYWHERE) || callSign.equals(station));
    }
}
