package org.scruffy.error;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.error.ErrorGroup.State;

/** The tables of error groups: sights are written many at a time. */
final class ErrorTable {

    /** At a time, {@code ?1}. */
    private static final String GROUP = """
            SELECT g.id, g.dataset, g.fingerprint, g.type, g.message, g.culprit, g.first_seen, g.last_seen, g.events, g.state,
                   g.assignee, g.resolved_at, g.next_build, g.regressed_at, g.stack, g.trace_id,
                   (SELECT count(DISTINCT s.station) FROM error_sight s WHERE s.group_id = g.id AND s.station <> ''),
                   (SELECT string_agg(CAST(COALESCE(h.events, 0) AS text), ',' ORDER BY hours.hour)
                    FROM generate_series(date_trunc('hour', CAST(?1 AS timestamptz), 'UTC') - INTERVAL '23 hours',
                                         date_trunc('hour', CAST(?1 AS timestamptz), 'UTC'), INTERVAL '1 hour') AS hours (hour)
                    LEFT JOIN (SELECT s.hour, sum(s.events) AS events FROM error_sight s
                               WHERE s.group_id = g.id AND s.hour > CAST(?1 AS timestamptz) - INTERVAL '24 hours' GROUP BY s.hour) h
                           ON h.hour = hours.hour), g.regressed_build, g.said_in, g.client_fingerprint,
                   (SELECT string_agg(s.service, chr(10) ORDER BY s.last_seen DESC, s.service)
                    FROM (SELECT * FROM error_service s WHERE s.group_id = g.id ORDER BY s.last_seen DESC, s.service LIMIT 20) s)
            FROM error_group g
            """;

    /** The sights that are written, as rows. */
    private static final String SIGHTS = """
            unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[]), CAST(?4 AS text[]), CAST(?5 AS timestamptz[]),
                   CAST(?6 AS timestamptz[]), CAST(?7 AS bigint[]), CAST(?8 AS text[]))
            AS s (dataset, fingerprint, station, build, first, last, events, service)
            JOIN error_group g ON g.dataset = s.dataset AND g.fingerprint = s.fingerprint
            """;

    private final Sql sql;

    ErrorTable(EntityManager em) {
        sql = new Sql(em);
    }

    /** @param groups one sight for each group: its sum and its latest example */
    void write(List<Sight> groups, List<Sight> sights) {
        groups(groups);
        Object[] rows = {
            each(sights, sight -> sight.example().dataset()),
            each(sights, sight -> sight.example().fingerprint()),
            each(sights, sight -> sight.example().station()),
            each(sights, sight -> sight.example().build()),
            each(sights, Sight::first),
            each(sights, sight -> sight.example().time()),
            each(sights, Sight::events),
            each(sights, sight -> sight.example().service())
        };
        boolean back = regress(rows) > 0;
        sql.run(
                "INSERT INTO error_build (group_id, build, first_seen, last_seen)"
                        + " SELECT g.id, s.build, min(s.first), max(s.last) FROM " + SIGHTS
                        + " WHERE s.build <> '' GROUP BY g.id, s.build ON CONFLICT (group_id, build) DO UPDATE"
                        + " SET first_seen = least(error_build.first_seen, excluded.first_seen),"
                        + " last_seen = greatest(error_build.last_seen, excluded.last_seen)",
                rows);
        if (back) {
            rememberWhatCameBack(rows);
        }
        sql.run(
                "INSERT INTO error_sight (group_id, hour, station, build, first_seen, last_seen, events)"
                        + " SELECT g.id, date_trunc('hour', s.first, 'UTC'), s.station, s.build, min(s.first), max(s.last),"
                        + " CAST(sum(s.events) AS bigint) FROM "
                        + SIGHTS
                        + " GROUP BY 1, 2, 3, 4 ON CONFLICT (group_id, hour, station, build) DO UPDATE"
                        + " SET first_seen = least(error_sight.first_seen, excluded.first_seen),"
                        + " last_seen = greatest(error_sight.last_seen, excluded.last_seen),"
                        + " events = error_sight.events + excluded.events",
                rows);
        sql.run(
                "INSERT INTO error_service (group_id, service, last_seen) SELECT g.id, s.service, max(s.last) FROM "
                        + SIGHTS
                        + " WHERE s.service <> '' GROUP BY g.id, s.service ON CONFLICT (group_id, service) DO UPDATE"
                        + " SET last_seen = greatest(error_service.last_seen, excluded.last_seen)",
                rows);
    }

    private void groups(List<Sight> groups) {
        sql.run(
                """
                INSERT INTO error_group (dataset, fingerprint, type, message, culprit, stack, trace_id, first_seen, last_seen, events,
                    said_in, client_fingerprint)
                SELECT * FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[]), CAST(?4 AS text[]),
                    CAST(?5 AS text[]), CAST(?6 AS text[]), CAST(?7 AS text[]), CAST(?8 AS timestamptz[]),
                    CAST(?9 AS timestamptz[]), CAST(?10 AS bigint[]), CAST(?11 AS text[]), CAST(?12 AS text[]))
                ON CONFLICT (dataset, fingerprint) DO UPDATE SET message = excluded.message, stack = excluded.stack,
                    said_in = excluded.said_in, client_fingerprint = excluded.client_fingerprint,
                    trace_id = excluded.trace_id, events = error_group.events + excluded.events,
                    first_seen = least(error_group.first_seen, excluded.first_seen),
                    last_seen = greatest(error_group.last_seen, excluded.last_seen)
                """,
                each(groups, sight -> sight.example().dataset()),
                each(groups, sight -> sight.example().fingerprint()),
                each(groups, sight -> sight.example().type()),
                each(groups, sight -> sight.example().message()),
                each(groups, sight -> sight.example().culprit()),
                each(groups, sight -> sight.example().stack()),
                each(groups, sight -> sight.example().traceId()),
                each(groups, Sight::first),
                each(groups, sight -> sight.example().time()),
                each(groups, Sight::events),
                each(groups, sight -> sight.example().saidIn()),
                each(groups, sight -> sight.example().clientFingerprint()));
    }

    /** What is resolved and came since is open again; one resolved in the next build only where its build was not seen before. */
    private int regress(Object[] rows) {
        return sql.run(
                "UPDATE error_group SET state = 'OPEN', regressed_at = r.last, regressed_build = r.build,"
                        + " resolved_at = NULL, next_build = false FROM (SELECT g.id, max(s.last) AS last, coalesce("
                        + "(array_agg(s.build ORDER BY s.last, s.build) FILTER (WHERE s.build <> ''))[1], '') AS build FROM "
                        + SIGHTS
                        + " WHERE g.state = 'RESOLVED' AND s.last > g.resolved_at AND NOT (g.next_build AND EXISTS ("
                        + "SELECT 1 FROM error_build b WHERE b.group_id = g.id AND b.build = s.build"
                        + " AND b.first_seen <= g.resolved_at)) GROUP BY g.id) r WHERE error_group.id = r.id",
                rows);
    }

    /** The build that a group came back in is told so for good: it may come back again in another. */
    private void rememberWhatCameBack(Object[] rows) {
        sql.run(
                "UPDATE error_build b SET regressed_at = g.regressed_at FROM " + SIGHTS
                        + " WHERE b.group_id = g.id AND b.build = g.regressed_build AND g.state = 'OPEN'"
                        + " AND g.regressed_at = s.last",
                rows);
    }

    private static List<Object> each(List<Sight> sights, Function<Sight, Object> value) {
        return sights.stream().map(value).toList();
    }

    /** Hours that nobody is shown any more, and services of groups that name ever new ones. */
    void forget(Instant before) {
        sql.run("DELETE FROM error_sight WHERE hour < CAST(?1 AS timestamptz)", before);
        sql.run("""
                DELETE FROM error_service s USING (
                    SELECT group_id, service, row_number() OVER (PARTITION BY group_id ORDER BY last_seen DESC, service) AS place
                    FROM error_service) known
                WHERE known.group_id = s.group_id AND known.service = s.service AND known.place > 100
                """);
    }

    List<ErrorGroup> groups(ErrorGroups.Wanted wanted, Instant now) {
        return sql
                .rows(
                        GROUP + """
                                WHERE (?2 = '' OR g.state = ?2) AND (?3 = '' OR g.dataset = ?3) AND (?4 = '' OR g.assignee = ?4)
                                  AND (?5 = '' OR EXISTS (SELECT 1 FROM error_sight s WHERE s.group_id = g.id AND s.station = ?5))
                                  AND (?8 = '' OR EXISTS (SELECT 1 FROM error_service s WHERE s.group_id = g.id AND s.service = ?8))
                                  AND NOT EXISTS (SELECT 1 FROM unnest(CAST(?7 AS text[])) AS w (word)
                                                  WHERE position(w.word IN lower(concat_ws(' ', g.type, g.message, g.culprit))) = 0)
                                ORDER BY""" + " " + wanted.order().column() + " DESC, g.id DESC LIMIT ?6",
                        now,
                        wanted.state().map(Enum::name).orElse(""),
                        wanted.dataset(),
                        wanted.assignee(),
                        wanted.station(),
                        wanted.limit(),
                        wanted.words(),
                        wanted.service())
                .stream()
                .map(ErrorTable::group)
                .toList();
    }

    List<ErrorGroup> of(List<Failure> told, Instant now) {
        return sql
                .rows(
                        GROUP
                                + " WHERE (g.dataset, g.fingerprint) IN (SELECT * FROM unnest(CAST(?2 AS text[]), CAST(?3 AS text[])))"
                                + " ORDER BY g.last_seen DESC, g.id DESC LIMIT 1000",
                        now,
                        told.stream().map(Failure::dataset).toList(),
                        told.stream().map(Failure::fingerprint).toList())
                .stream()
                .map(ErrorTable::group)
                .toList();
    }

    List<String> services() {
        return sql.rows("SELECT DISTINCT service FROM error_service ORDER BY service LIMIT 1000").stream()
                .map(row -> row.text(0))
                .toList();
    }

    List<ErrorGroups.NewIn> newInBuilds(Instant since) {
        return sql.rows("""
                        SELECT b.build, g.dataset, g.id, g.type, g.message, b.first_seen
                        FROM error_build b JOIN error_group g ON g.id = b.group_id
                        WHERE b.first_seen > CAST(?1 AS timestamptz) AND g.first_seen >= b.first_seen AND NOT EXISTS (
                            SELECT 1 FROM error_build o
                            WHERE o.group_id = b.group_id AND o.first_seen = b.first_seen AND o.build < b.build)
                        ORDER BY b.first_seen DESC, g.id DESC LIMIT 500
                        """, since).stream()
                .map(row ->
                        new ErrorGroups.NewIn(row.text(0), row.text(1), row.id(2), row.text(3), row.text(4), row.at(5)))
                .toList();
    }

    List<ErrorGroups.CameBack> cameBack(Instant since) {
        return sql.rows("""
                        SELECT b.build, g.dataset, g.id, g.type, g.message, b.regressed_at
                        FROM error_build b JOIN error_group g ON g.id = b.group_id
                        WHERE b.regressed_at > CAST(?1 AS timestamptz) ORDER BY b.regressed_at DESC, g.id DESC LIMIT 500
                        """, since).stream()
                .map(row -> new ErrorGroups.CameBack(
                        row.text(0), row.text(1), row.id(2), row.text(3), row.text(4), row.at(5)))
                .toList();
    }

    Optional<ErrorStory> story(long id, Instant now) {
        return sql.rows(GROUP + " WHERE g.id = ?2", now, id).stream()
                .findFirst()
                .map(row -> new ErrorStory(
                        group(row), row.text(14), row.text(15), where(row), stations(id), builds(id), hours(id, now)));
    }

    private static List<ErrorStory.Where> where(Row row) {
        return Likeness.of(group(row), row.text(19), row.text(20), row.text(14)).stream()
                .map(ErrorStory.Where::of)
                .toList();
    }

    private static ErrorGroup group(Row row) {
        return new ErrorGroup(
                row.id(0),
                row.text(1),
                row.text(2),
                row.text(3),
                row.text(4),
                row.text(5),
                row.at(6),
                row.at(7),
                row.number(8),
                State.valueOf(row.text(9)),
                row.text(10),
                row.empty(11) ? Optional.empty() : Optional.of(row.at(11)),
                row.flag(12),
                row.empty(13) ? Optional.empty() : Optional.of(row.at(13)),
                row.text(18),
                (int) row.number(16),
                Stream.of(row.text(17).split(",")).map(Long::valueOf).toList(),
                row.text(21).lines().toList());
    }

    private List<ErrorStory.Station> stations(long id) {
        return sql
                .rows(
                        "SELECT station, CAST(sum(events) AS bigint), max(last_seen) FROM error_sight"
                                + " WHERE group_id = ?1 AND station <> '' GROUP BY station ORDER BY 2 DESC, 1 LIMIT 100",
                        id)
                .stream()
                .map(row -> new ErrorStory.Station(row.text(0), row.number(1), row.at(2)))
                .toList();
    }

    private List<ErrorStory.Build> builds(long id) {
        return sql
                .rows(
                        "SELECT build, first_seen, last_seen FROM error_build WHERE group_id = ?1"
                                + " ORDER BY last_seen DESC, build LIMIT 100",
                        id)
                .stream()
                .map(row -> new ErrorStory.Build(row.text(0), row.at(1), row.at(2)))
                .toList();
    }

    private List<ErrorStory.Hour> hours(long id, Instant now) {
        return sql
                .rows(
                        "SELECT hour, CAST(sum(events) AS bigint) FROM error_sight WHERE group_id = ?1"
                                + " AND hour > CAST(?2 AS timestamptz) - INTERVAL '7 days' GROUP BY hour ORDER BY hour",
                        id,
                        now)
                .stream()
                .map(row -> new ErrorStory.Hour(row.at(0), row.number(1)))
                .toList();
    }

    /** The ids of those that there are. They are locked in the order in which errors are counted. */
    Set<Long> judge(Map<Long, ErrorGroups.Verdict> verdicts, Instant now) {
        return sql
                .rows(
                        """
                        WITH v AS (SELECT * FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS text[]), CAST(?3 AS text[]),
                                CAST(?4 AS boolean[])) AS v (id, state, assignee, next_build)),
                            locked AS (SELECT g.id FROM error_group g JOIN v ON v.id = g.id
                                ORDER BY g.dataset COLLATE "C", g.fingerprint FOR UPDATE OF g)
                        UPDATE error_group g SET state = v.state, assignee = v.assignee,
                            next_build = v.next_build AND v.state = 'RESOLVED',
                            resolved_at = CASE WHEN v.state <> 'RESOLVED' THEN NULL
                                          ELSE coalesce(g.resolved_at, CAST(?5 AS timestamptz)) END
                        FROM v JOIN locked ON locked.id = v.id WHERE g.id = v.id RETURNING g.id
                        """,
                        verdicts.keySet(),
                        verdicts.values().stream()
                                .map(verdict -> verdict.state().name())
                                .toList(),
                        verdicts.values().stream()
                                .map(ErrorGroups.Verdict::assignee)
                                .toList(),
                        verdicts.values().stream()
                                .map(ErrorGroups.Verdict::nextBuild)
                                .toList(),
                        now)
                .stream()
                .map(row -> row.number(0))
                .collect(Collectors.toSet());
    }
}
