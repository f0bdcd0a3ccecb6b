package org.scruffy.feed;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.scruffy.database.Database;

/** The records of one feed in PostgreSQL, in plain SQL through the entity manager so that each statement is seen as a span. */
final class AirLog implements AirRecords {

    private static final int KEPT = 30;
    private static final int EPOCHS_KEPT = 100;
    /** Far more than the longest window has. */
    private static final long PERIODS_KEPT = 1_000;

    private final Database database;
    private final long feedId;

    AirLog(Database database, long feedId) {
        this.database = database;
        this.feedId = feedId;
    }

    /** The records of a feed, where it is known. */
    static Optional<AirLog> of(Database database, String station, String feed) {
        List<?> ids = database.read(em -> query(
                        em,
                        "SELECT f.id FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 AND f.name = ?2",
                        station,
                        feed)
                .getResultList());
        return ids.stream().findFirst().map(id -> new AirLog(database, ((Number) id).longValue()));
    }

    long feedId() {
        return feedId;
    }

    @Override
    public List<Avail> avails() {
        return database.read(em -> avails(em, "a.feed_id = ?1 ORDER BY a.id DESC LIMIT " + KEPT, feedId));
    }

    /** A decision and when it was written. */
    record Kept(Avail avail, Instant decidedAt, String traceId, String endReason) {}

    /** The decisions about the avails of an interval, in air order. Four statements. */
    static List<Kept> between(EntityManager em, long feed, Instant from, Instant to) {
        String interval = "a.feed_id = ?1 AND a.at >= CAST(?2 AS timestamptz) AND a.at < CAST(?3 AS timestamptz)";
        Map<Long, Object[]> ends = new HashMap<>();
        rows(
                        em,
                        "SELECT a.id, a.decided_at, coalesce(a.trace_id, ''), coalesce(a.end_reason, '') FROM avail a WHERE "
                                + interval,
                        feed,
                        from,
                        to)
                .forEach(row -> ends.put(number(row[0]), row));
        return avails(em, interval + " ORDER BY a.at DESC", feed, from, to).stream()
                .filter(avail -> ends.containsKey(avail.id()))
                .map(avail -> {
                    Object[] row = ends.get(avail.id());
                    return new Kept(avail, instant(row[1]), (String) row[2], (String) row[3]);
                })
                .toList();
    }

    private static List<Avail> avails(EntityManager em, String where, Object... parameters) {
        List<Object[]> rows = rows(
                em,
                "SELECT a.id, a.key, a.epoch, a.at, a.planned_ms, a.break_id, a.reason FROM avail a WHERE " + where,
                parameters);
        if (rows.isEmpty()) {
            return List.of();
        }
        String ids = rows.stream().map(row -> row[0].toString()).collect(Collectors.joining(",", "{", "}"));
        Map<Long, List<PodSpot>> spots = new HashMap<>();
        rows(
                        em,
                        "SELECT avail_id, position, placement, ad_id, title, length_ms, left_out, fill FROM avail_spot"
                                + " WHERE avail_id = ANY (CAST(?1 AS bigint[])) ORDER BY avail_id, position",
                        ids)
                .forEach(row -> spots.computeIfAbsent(number(row[0]), id -> new ArrayList<>())
                        .add(spot(row)));
        Map<Long, Map<String, Splice>> splices = new HashMap<>();
        rows(
                        em,
                        "SELECT avail_id, rendition, first_origin, starts_at, before_sequence, before_discontinuity, discontinuity,"
                                + " pod, end_origin, aired, after_sequence, after_discontinuity FROM splice"
                                + " WHERE avail_id = ANY (CAST(?1 AS bigint[]))",
                        ids)
                .forEach(row -> splices.computeIfAbsent(number(row[0]), id -> new TreeMap<>())
                        .put((String) row[1], splice(row)));
        List<Avail> avails = new ArrayList<>();
        for (Object[] row : rows) {
            long id = number(row[0]);
            avails.add(new Avail(
                    id,
                    (String) row[1],
                    (int) number(row[2]),
                    instant(row[3]),
                    Duration.ofMillis(number(row[4])),
                    (String) row[5],
                    (String) row[6],
                    spots.getOrDefault(id, List.of()),
                    splices.getOrDefault(id, Map.of())));
        }
        Collections.reverse(avails);
        return avails;
    }

    private static PodSpot spot(Object[] row) {
        return new PodSpot(
                (int) number(row[1]),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                Duration.ofMillis(number(row[5])),
                Fill.valueOf((String) row[7]),
                (String) row[6]);
    }

    private static Splice splice(Object[] row) {
        Optional<Splice.End> end = row[8] == null
                ? Optional.empty()
                : Optional.of(new Splice.End(
                        number(row[8]), (int) number(row[9]), new Shift(number(row[10]), number(row[11]))));
        return new Splice(
                number(row[2]),
                instant(row[3]),
                new Shift(number(row[4]), number(row[5])),
                number(row[6]),
                pod((String) row[7]),
                end);
    }

    private static List<AdSegment> pod(String text) {
        return text.lines()
                .map(line -> line.split(" ", 4))
                .map(part -> new AdSegment(
                        Integer.parseInt(part[0]),
                        Duration.ofNanos(Long.parseLong(part[1]) * 1000),
                        part[2],
                        part.length > 3 ? part[3] : ""))
                .toList();
    }

    private static String text(List<AdSegment> pod) {
        return pod.stream()
                .map(segment -> segment.position() + " " + segment.length().toNanos() / 1000 + " " + segment.uri()
                        + (segment.map().isEmpty() ? "" : " " + segment.map()) + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public Map<String, Numbering> numberings() {
        Map<String, Numbering> numberings = new TreeMap<>();
        database.read(em -> rows(
                        em,
                        "SELECT rendition, target_s, epoch, epoch_first, epoch_sequence, epoch_discontinuity, last_origin,"
                                + " origin_discontinuity, origin_path, last_sequence, last_discontinuity FROM numbering WHERE feed_id = ?1",
                        feedId))
                .forEach(row -> numberings.put(
                        (String) row[0],
                        new Numbering(
                                (int) number(row[1]),
                                new Epoch(
                                        (int) number(row[2]),
                                        number(row[3]),
                                        new Shift(number(row[4]), number(row[5]))),
                                new OriginMark(number(row[6]), number(row[7]), (String) row[8]),
                                number(row[9]),
                                number(row[10]))));
        return numberings;
    }

    @Override
    public Set<Integer> logged(long avail) {
        List<?> positions = database.read(em -> query(em, "SELECT position FROM as_run WHERE avail_id = ?1", avail)
                .getResultList());
        return positions.stream().map(position -> (int) number(position)).collect(Collectors.toSet());
    }

    /** Where another node or a spent break came first, nothing is written and what stands is the answer. */
    @Override
    public Avail decide(Avail avail) {
        return database.transaction(em -> {
            em.createNativeQuery("SET LOCAL statement_timeout = 1000").executeUpdate();
            List<?> ids = query(
                            em,
                            "INSERT INTO avail (feed_id, key, epoch, at, planned_ms, break_id, reason)"
                                    + " VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz), ?5, ?6, ?7) ON CONFLICT DO NOTHING RETURNING id",
                            feedId,
                            avail.key(),
                            avail.epoch(),
                            avail.at(),
                            avail.planned().toMillis(),
                            avail.breakId(),
                            avail.reason())
                    .getResultList();
            if (ids.isEmpty()) {
                return avails(em, "a.feed_id = ?1 AND a.key = ?2", feedId, avail.key()).stream()
                        .findFirst()
                        .orElseGet(() -> avail.unstitched("BREAK_USED: the break has aired"));
            }
            long id = ((Number) ids.get(0)).longValue();
            avail.spots().forEach(spot -> insert(em, id, spot));
            avail.byRendition().forEach((rendition, splice) -> insert(em, id, rendition, splice));
            return avail.withId(id);
        });
    }

    private static void insert(EntityManager em, long id, PodSpot spot) {
        query(
                        em,
                        "INSERT INTO avail_spot (avail_id, position, placement, ad_id, title, length_ms, left_out, fill)"
                                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        id,
                        spot.position(),
                        spot.placement(),
                        spot.adId(),
                        spot.title(),
                        spot.length().toMillis(),
                        spot.leftOut(),
                        spot.fill().name())
                .executeUpdate();
    }

    private static void insert(EntityManager em, long id, String rendition, Splice splice) {
        query(
                        em,
                        "INSERT INTO splice (avail_id, rendition, first_origin, starts_at, before_sequence,"
                                + " before_discontinuity, discontinuity, pod)"
                                + " VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz), ?5, ?6, ?7, ?8)",
                        id,
                        rendition,
                        splice.first(),
                        splice.start(),
                        splice.before().sequence(),
                        splice.before().discontinuity(),
                        splice.discontinuity(),
                        text(splice.pod()))
                .executeUpdate();
    }

    @Override
    public void end(Avail avail, String reason) {
        database.change(em -> {
            avail.byRendition()
                    .forEach((rendition, splice) ->
                            end(em, avail.id(), rendition, splice.end().orElseThrow()));
            query(
                            em,
                            "UPDATE avail SET ended_at = now(), end_reason = ?2 WHERE id = ?1 AND ended_at IS NULL",
                            avail.id(),
                            reason)
                    .executeUpdate();
        });
    }

    private static void end(EntityManager em, long id, String rendition, Splice.End end) {
        query(
                        em,
                        "UPDATE splice SET end_origin = ?3, aired = ?4, after_sequence = ?5, after_discontinuity = ?6"
                                + " WHERE avail_id = ?1 AND rendition = ?2 AND end_origin IS NULL",
                        id,
                        rendition,
                        end.origin(),
                        end.aired(),
                        end.after().sequence(),
                        end.after().discontinuity())
                .executeUpdate();
    }

    @Override
    public int mark(Map<String, Numbering> numberings) {
        return database.transaction(em -> {
            numberings.forEach((rendition, numbering) -> mark(em, rendition, numbering));
            return newest(em);
        });
    }

    /** A node that lags behind, or is late, takes nothing back. */
    private void mark(EntityManager em, String rendition, Numbering numbering) {
        query(
                        em,
                        "INSERT INTO numbering (feed_id, rendition, target_s, epoch, epoch_first, epoch_sequence,"
                                + " epoch_discontinuity, last_origin, origin_discontinuity, origin_path,"
                                + " last_sequence, last_discontinuity)"
                                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                                + " ON CONFLICT (feed_id, rendition) DO UPDATE SET epoch = excluded.epoch,"
                                + " epoch_first = excluded.epoch_first, epoch_sequence = excluded.epoch_sequence,"
                                + " epoch_discontinuity = excluded.epoch_discontinuity, last_origin = excluded.last_origin,"
                                + " origin_discontinuity = excluded.origin_discontinuity, origin_path = excluded.origin_path,"
                                + " last_sequence = excluded.last_sequence, last_discontinuity = excluded.last_discontinuity,"
                                + " marked_at = now() WHERE (numbering.epoch, numbering.last_sequence)"
                                + " <= (excluded.epoch, excluded.last_sequence)",
                        feedId,
                        rendition,
                        numbering.target(),
                        numbering.epoch().number(),
                        numbering.epoch().first(),
                        numbering.epoch().shift().sequence(),
                        numbering.epoch().shift().discontinuity(),
                        numbering.origin().sequence(),
                        numbering.origin().discontinuity(),
                        numbering.origin().path(),
                        numbering.sequence(),
                        numbering.discontinuity())
                .executeUpdate();
    }

    private int newest(EntityManager em) {
        return (int) number(query(em, "SELECT coalesce(max(number), 0) FROM epoch WHERE feed_id = ?1", feedId)
                .getSingleResult());
    }

    /** Two that begin at once wait for each other here, and the second reads what the first wrote. */
    @Override
    public List<Start> begin(int epoch, List<Start> starts) {
        return database.transaction(em -> {
            em.createNativeQuery("SET LOCAL statement_timeout = 1000").executeUpdate();
            int begun = query(
                            em,
                            "INSERT INTO epoch (feed_id, number) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                            feedId,
                            epoch)
                    .executeUpdate();
            if (begun == 0) {
                return starts(em, epoch);
            }
            starts.forEach(start -> insert(em, start));
            query(em, "DELETE FROM epoch WHERE feed_id = ?1 AND number < ?2", feedId, epoch - EPOCHS_KEPT)
                    .executeUpdate();
            return starts;
        });
    }

    @Override
    public List<Start> begun(int epoch) {
        return database.read(em -> starts(em, epoch));
    }

    /** In the epoch that everything began in nothing was written yet. */
    @Override
    public void join(Start start) {
        database.transaction(em -> {
            query(
                            em,
                            "INSERT INTO epoch (feed_id, number) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                            feedId,
                            start.epoch().number())
                    .executeUpdate();
            insert(em, start);
            return start;
        });
    }

    private void insert(EntityManager em, Start start) {
        query(
                        em,
                        "INSERT INTO epoch_start (feed_id, number, rendition, first_origin, sequence, discontinuity,"
                                + " at_sequence, at_discontinuity, at_path) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                                + " ON CONFLICT DO NOTHING",
                        feedId,
                        start.epoch().number(),
                        start.rendition(),
                        start.epoch().first(),
                        start.epoch().shift().sequence(),
                        start.epoch().shift().discontinuity(),
                        start.at().sequence(),
                        start.at().discontinuity(),
                        start.at().path())
                .executeUpdate();
    }

    private List<Start> starts(EntityManager em, int epoch) {
        return rows(
                        em,
                        "SELECT rendition, first_origin, sequence, discontinuity, at_sequence, at_discontinuity, at_path"
                                + " FROM epoch_start WHERE feed_id = ?1 AND number = ?2 ORDER BY id DESC",
                        feedId,
                        epoch)
                .stream()
                .map(row -> new Start(
                        (String) row[0],
                        new Epoch(epoch, number(row[1]), new Shift(number(row[2]), number(row[3]))),
                        new OriginMark(number(row[4]), number(row[5]), (String) row[6])))
                .toList();
    }

    @Override
    public DashPeriod place(DashPeriod period) {
        return database.transaction(em -> {
            query(
                            em,
                            "INSERT INTO dash_period (feed_id, number, starts_at, media_time, timescale)"
                                    + " VALUES (?1, ?2, CAST(?3 AS timestamptz), ?4, ?5) ON CONFLICT DO NOTHING",
                            feedId,
                            period.number(),
                            period.start(),
                            period.mediaTime(),
                            period.timescale())
                    .executeUpdate();
            query(
                            em,
                            "DELETE FROM dash_period WHERE feed_id = ?1 AND number < ?2",
                            feedId,
                            period.number() - PERIODS_KEPT)
                    .executeUpdate();
            Object[] row = rows(
                            em,
                            "SELECT starts_at, media_time, timescale FROM dash_period WHERE feed_id = ?1 AND number = ?2",
                            feedId,
                            period.number())
                    .get(0);
            return new DashPeriod(period.number(), instant(row[0]), number(row[1]), number(row[2]));
        });
    }

    @Override
    public void aired(Airing airing) {
        database.change(em -> query(
                        em,
                        "INSERT INTO as_run (feed_id, station, feed, avail_id, avail_key, position, break_id, placement, ad_id,"
                                + " title, planned_start, actual_start, length_ms, first_sequence, last_sequence, reason"
                                + (airing.proof().isEmpty() ? ")" : PROOF_COLUMNS + ")")
                                + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CAST(?11 AS timestamptz),"
                                + " CAST(?12 AS timestamptz), ?13, ?14, ?15, ?16"
                                + (airing.proof().isEmpty() ? ")" : PROOF_PARAMETERS + ")")
                                + " ON CONFLICT (avail_id, position, actual_start) DO NOTHING",
                        parameters(airing))
                .executeUpdate());
    }

    private static final String PROOF_COLUMNS =
            ", planned_ms, ticks, discontinuity, renditions, fill, splice_error_ms, cue,"
                    + " media, content_hash, loudness_lufs, etag, trace_id";
    private static final String PROOF_PARAMETERS =
            ", ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, COALESCE(CAST(NULLIF(?26, '') AS double precision),"
                    + " (SELECT max(loudness_after) FROM air_copy WHERE folder = ?24 AND state = 'READY')), ?27, ?28";

    private Object[] parameters(Airing airing) {
        List<Object> values = new ArrayList<>(List.of(
                feedId,
                airing.station(),
                airing.feed(),
                airing.avail(),
                airing.availKey(),
                airing.position(),
                airing.breakId(),
                airing.placement(),
                airing.adId(),
                airing.title(),
                airing.plannedStart(),
                airing.actualStart(),
                airing.length().toMillis(),
                airing.firstSequence(),
                airing.lastSequence(),
                airing.reason()));
        airing.proof()
                .ifPresent(proof -> values.addAll(List.of(
                        proof.planned().toMillis(),
                        proof.ticks(),
                        proof.discontinuity(),
                        String.join(" ", proof.renditions()),
                        proof.fill().name(),
                        proof.spliceError().toMillis(),
                        proof.cue().replace("\0", ""),
                        proof.media(),
                        proof.contentHash(),
                        proof.loudness().map(String::valueOf).orElse(""),
                        proof.etag(),
                        proof.traceId())));
        return values.toArray();
    }

    static List<Object[]> rows(EntityManager em, String sql, Object... parameters) {
        List<?> answer = query(em, sql, parameters).getResultList();
        return answer.stream().map(row -> (Object[]) row).toList();
    }

    static Query query(EntityManager em, String sql, Object... parameters) {
        Query query = em.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i] instanceof Instant at ? at.toString() : parameters[i]);
        }
        return query;
    }

    static long number(Object column) {
        return ((Number) column).longValue();
    }

    static Instant instant(Object column) {
        return ((Timestamp) column).toInstant();
    }
}
