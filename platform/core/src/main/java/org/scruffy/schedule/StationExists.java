package org.scruffy.schedule;

/** A station is added under a call sign that is taken already. */
public class StationExists extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StationExists(String callSign) {
        super("There is a station " + callSign + " already");
    }
}
