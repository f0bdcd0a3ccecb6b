package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A break that a spot can be made good in.
 *
 * @param left what is free in it now
 * @param reasons what speaks for it
 */
public record MakeGoodOffer(String adBreak, Instant at, String program, Duration left, List<String> reasons) {}
