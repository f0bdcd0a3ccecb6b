package org.scruffy.feed;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a Period begins in the presentation and in its media, written once: what is listed of it later is reckoned from here.
 *
 * @param number of the Period, the Discontinuity Sequence Number of all its segments
 * @param start of the Period
 * @param mediaTime that is presented at the start, in ticks
 * @param timescale of these ticks
 */
record DashPeriod(long number, Instant start, long mediaTime, long timescale) {

    DashPeriod {
        start = start.truncatedTo(ChronoUnit.MICROS);
    }

    /** The media's time at the start in the ticks of another track. */
    long offset(long ticks) {
        BigInteger twice = BigInteger.valueOf(mediaTime)
                .multiply(BigInteger.valueOf(2 * ticks))
                .add(BigInteger.valueOf(timescale));
        return twice.divide(BigInteger.valueOf(2 * timescale)).longValueExact();
    }

    /** When a time of the media is presented. */
    Instant at(long time, long ticks) {
        long micros = Math.round((time - offset(ticks)) * 1e6 / ticks);
        return start.plus(micros, ChronoUnit.MICROS);
    }
}
