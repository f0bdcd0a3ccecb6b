package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A spot that was planned, and what became of it.
 *
 * @param position in its break, from 1
 * @param line the flight it belongs to, empty for a spot of the station's own
 * @param outcome empty where nothing is known yet
 * @param corrected whether a person decided the outcome
 * @param makeGood the spot that makes it good, empty where none
 */
public record ReconciledSpot(
        String placement,
        String adBreak,
        int position,
        Instant plannedAt,
        Duration planned,
        String adId,
        String title,
        String underwriter,
        String order,
        String orderName,
        String line,
        String status,
        Optional<Outcome> outcome,
        Optional<Instant> airedAt,
        Duration aired,
        String source,
        String note,
        boolean corrected,
        String makeGood) {}
