package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.scruffy.database.Sql.Row;

/** How spots with what became of them are read: one statement, whatever the size. */
final class SpotsPlanned {

    /** The spots of a WHERE clause over b (break), p (placement), o (order); when each was to start is counted in its break. */
    static final String SELECT = """
            SELECT p.id, p.break_id, p.seq,
                   b.starts_at + (SELECT COALESCE(sum(e.duration_ms), 0) FROM placement e
                                  WHERE e.break_id = p.break_id AND e.airs_on = p.airs_on AND e.seq < p.seq) * interval '1 ms',
                   p.duration_ms, c.ad_id, c.title, COALESCE(u.name, ''), COALESCE(CAST(o.id AS text), ''), COALESCE(o.name, ''),
                   COALESCE(l.name, ''), p.status, COALESCE(r.outcome, ''), a.actual_start, COALESCE(a.length_ms, 0),
                   COALESCE(a.source, ''), COALESCE(r.note, ''), COALESCE(r.corrected, false),
                   COALESCE(CAST(m.made_id AS text), ''), f.zone, f.name, COALESCE(CAST(g.missed_id AS text), '')
            FROM ad_break b JOIN feed f ON f.id = b.feed_id
            JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
            JOIN creative c ON c.id = p.creative_id
            LEFT JOIN underwriter u ON u.id = c.underwriter_id
            LEFT JOIN order_line l ON l.id = p.order_line_id
            LEFT JOIN traffic_order o ON o.id = l.order_id
            LEFT JOIN reconciliation r ON r.placement_id = p.id
            LEFT JOIN as_run a ON a.id = r.as_run_id AND a.actual_start = r.as_run_at
            LEFT JOIN make_good m ON m.missed_id = p.id
            LEFT JOIN make_good g ON g.made_id = p.id
            """;

    static final String ORDER = " ORDER BY b.starts_at, b.id, p.seq";

    private SpotsPlanned() {}

    static ReconciledSpot spot(Row row) {
        return new ReconciledSpot(
                row.id(0),
                row.id(1),
                (int) row.number(2),
                row.at(3),
                row.length(4),
                row.text(5),
                row.text(6),
                row.text(7),
                row.text(8),
                row.text(9),
                row.text(10),
                row.text(11),
                row.text(12).isEmpty() ? Optional.empty() : Optional.of(Outcome.valueOf(row.text(12))),
                row.empty(13) ? Optional.<Instant>empty() : Optional.of(row.at(13)),
                Duration.ofMillis(row.number(14)),
                row.text(15),
                row.text(16),
                Boolean.parseBoolean(row.text(17)),
                row.text(18));
    }
}
