package org.scruffy.order;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A creative as the desk keeps it.
 *
 * @param underwriterId empty for the station's own
 * @param kind CREDIT, PREMIER, PROMO, ID or PSA
 * @param approval DRAFT, SUBMITTED, APPROVED or REJECTED
 * @param ticks what was looked at, by whom and when
 * @param validFrom the first local day on which it may air; empty for since ever
 * @param validUntil the last one; empty for for ever
 * @param airReady whether it is conditioned for the air
 * @param file the newest that was sent for it
 * @param decidedBy who approved or rejected it last; empty where nobody did
 * @param decision why it was rejected; empty else
 * @param station the call sign of the station that keeps it, empty for the network's and its sources'
 */
public record CreativeCard(
        long id,
        String adId,
        String title,
        String underwriterId,
        String underwriter,
        Kind kind,
        int lengthMs,
        Approval approval,
        List<Tick> ticks,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validUntil,
        boolean airReady,
        Optional<SentFile> file,
        String decidedBy,
        Optional<Instant> decidedAt,
        String decision,
        String station,
        boolean deleted,
        int version) {

    /** What it is. */
    public enum Kind {
        CREDIT,
        PREMIER,
        PROMO,
        ID,
        PSA
    }

    /** How far it is on its way to the air. */
    public enum Approval {
        DRAFT,
        SUBMITTED,
        APPROVED,
        REJECTED
    }

    /** A point of the checklist that somebody looked at. */
    public record Tick(ChecklistPoint point, String by, Instant at) {}

    /**
     * A file that was sent.
     *
     * @param state WAITING for conditioning, CONDITIONING, CONDITIONED, FAILED, CANCELLED
     * @param problem why it failed; empty else
     */
    public record SentFile(String sha256, long bytes, String state, String problem, String by, Instant at) {}

    /** What its name is; empty where a source calls it something that is none of them. */
    public Optional<AdId.Kind> adIdKind() {
        try {
            return Optional.of(AdId.of(adId).kind());
        } catch (Refused notOne) {
            return Optional.empty();
        }
    }

    public boolean ticked(ChecklistPoint point) {
        return ticks.stream().anyMatch(tick -> tick.point() == point);
    }
}
