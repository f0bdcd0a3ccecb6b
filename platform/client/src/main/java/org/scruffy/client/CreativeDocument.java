package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * A creative as the desk keeps it. A request needs adId, title, kind, lengthMs, for credits the underwriter, and may say its days.
 *
 * @param adId Ad-ID, ISCI code or house id; it stays
 * @param adIdKind AD_ID, ISCI or HOUSE
 * @param underwriter the id; left out for the station's own
 * @param kind CREDIT, PREMIER, PROMO, ID or PSA
 * @param approval DRAFT, SUBMITTED, APPROVED or REJECTED
 * @param checklist every point, ticked or not
 * @param validFrom the first local day on which it may air; left out for since ever
 * @param validUntil the last one; left out for for ever
 * @param airReady whether it is conditioned for the air
 * @param file the newest that was sent; left out where none was
 * @param decidedBy who approved or rejected it
 * @param decision why it was rejected
 * @param station the call sign of the station that keeps it; left out for the network's and its sources'
 * @param version for {@code If-Match}
 */
public record CreativeDocument(
        String adId,
        String adIdKind,
        String title,
        String underwriter,
        String underwriterName,
        String kind,
        Integer lengthMs,
        String approval,
        List<Point> checklist,
        String validFrom,
        String validUntil,
        Boolean airReady,
        File file,
        String decidedBy,
        String decidedAt,
        String decision,
        String station,
        Boolean deleted,
        Integer version) {

    /**
     * A point of the checklist.
     *
     * @param words what whoever ticks it says
     * @param by who ticked it; left out where nobody did
     */
    public record Point(String point, String words, String by, String at) {

        @JsonbCreator
        public Point {}
    }

    /**
     * A file that was sent.
     *
     * @param state WAITING, CONDITIONING, CONDITIONED, FAILED or CANCELLED
     * @param problem why it failed
     */
    public record File(String sha256, Long bytes, String state, String problem, String by, String at) {

        @JsonbCreator
        public File {}
    }

    /** The points that are ticked from now on. */
    public record Ticks(List<String> points) {

        @JsonbCreator
        public Ticks {}
    }

    /** Why a creative is rejected. */
    public record Rejection(String reason) {

        @JsonbCreator
        public Rejection {}
    }

    @JsonbCreator
    public CreativeDocument {}
}
