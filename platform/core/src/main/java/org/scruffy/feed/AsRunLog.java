package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;

/** What we aired, one durable row for each spot; what a station's automation says it aired is not told here. */
@ApplicationScoped
public class AsRunLog {

    private final Database database;

    protected AsRunLog() {
        this(null);
    }

    @Inject
    public AsRunLog(Database database) {
        this.database = database;
    }

    /** The last spots that aired on a feed, latest first. One statement. */
    public List<Airing> last(String callSign, String feed, int most) {
        return database
                .read(em -> AirLog.rows(
                        em,
                        "SELECT r.station, r.feed, r.avail_id, r.avail_key, r.position, r.break_id, r.placement, r.ad_id, r.title,"
                                + " r.planned_start, r.actual_start, r.length_ms, r.first_sequence, r.last_sequence, r.reason, r.planned_ms,"
                                + " r.ticks, r.discontinuity, r.renditions, r.fill, r.splice_error_ms, r.cue, r.media, r.content_hash,"
                                + " r.loudness_lufs, r.etag, r.trace_id"
                                + " FROM as_run r JOIN feed f ON f.id = r.feed_id JOIN station s ON s.id = f.station_id"
                                + " WHERE s.call_sign = ?1 AND f.name = ?2 AND r.source = 'SCRUFFY' ORDER BY r.actual_start DESC, r.id DESC LIMIT ?3",
                        callSign,
                        feed,
                        most))
                .stream()
                .map(AsRunLog::airing)
                .toList();
    }

    private static Airing airing(Object[] row) {
        return new Airing(
                (String) row[0],
                (String) row[1],
                AirLog.number(row[2]),
                (String) row[3],
                (int) AirLog.number(row[4]),
                (String) row[5],
                (String) row[6],
                (String) row[7],
                (String) row[8],
                AirLog.instant(row[9]),
                AirLog.instant(row[10]),
                Duration.ofMillis(AirLog.number(row[11])),
                AirLog.number(row[12]),
                AirLog.number(row[13]),
                (String) row[14],
                row[16] == null ? Optional.empty() : Optional.of(proof(row)));
    }

    private static Proof proof(Object[] row) {
        return new Proof(
                Duration.ofMillis(AirLog.number(row[15])),
                AirLog.number(row[16]),
                AirLog.number(row[17]),
                List.of(((String) row[18]).split(" ")),
                Fill.valueOf((String) row[19]),
                Duration.ofMillis(AirLog.number(row[20])),
                (String) row[21],
                (String) row[22],
                (String) row[23],
                Optional.ofNullable((Double) row[24]),
                (String) row[25],
                (String) row[26]);
    }
}
