package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.Creative;

/** How the breaks of each feed are filled; {@link Stitching#DEFAULT} where nobody said anything. */
@ApplicationScoped
public class StitchingTable {

    private static final String SELECT = """
            SELECT s.call_sign, f.name, t.backup_origin, t.overrun, t.most_overrun_ms, t.fillers, t.slate, t.most_slate_ms,
                   t.least_remainder_ms, f.id
            FROM feed f JOIN station s ON s.id = f.station_id LEFT JOIN feed_stitching t ON f.id = t.feed_id
            """;

    private final Database database;
    private final Clock clock;
    private final Event<StitchingChanged> changed;

    protected StitchingTable() {
        this(null, null, null);
    }

    @Inject
    public StitchingTable(Database database, Clock clock, Event<StitchingChanged> changed) {
        this.database = database;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * Of one feed.
     *
     * @throws NoSuchFeed where there is none
     */
    public Stitching of(String callSign, String feed) {
        return stitching(database.read(em -> row(new Sql(em), callSign, feed)));
    }

    private static Row row(Sql sql, String callSign, String feed) {
        return sql.rows(SELECT + "WHERE s.call_sign = ?1 AND f.name = ?2", callSign, feed).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchFeed("feed", feed, List.of()));
    }

    private Map<String, Stitching> all() {
        return database.read(em -> {
            Map<String, Stitching> all = new HashMap<>();
            new Sql(em).rows(SELECT).forEach(row -> all.put(row.text(0) + "/" + row.text(1), stitching(row)));
            return all;
        });
    }

    /** The creatives that are named in it, by feed; each as its copy on the feed's ladder, where there is one. */
    private static final String CREATIVES = """
            SELECT s.call_sign || '/' || f.name, c.ad_id, c.title, u.name, COALESCE(a.length_ms, c.duration_ms),
                   COALESCE(a.folder, c.media)
            FROM feed_stitching t JOIN feed f ON f.id = t.feed_id JOIN station s ON s.id = f.station_id
            JOIN creative c ON c.ad_id = t.slate OR c.ad_id = ANY (string_to_array(t.fillers, ' '))
            LEFT JOIN underwriter u ON u.id = c.underwriter_id LEFT JOIN feed_ladder l ON l.feed_id = f.id
            LEFT JOIN air_copy a ON a.creative_id = c.id AND a.source = c.sha256 AND a.booked_ms = c.duration_ms
                 AND a.ladder = l.ladder AND a.state = 'READY'
            """;

    /** Of all feeds with the creatives that are named, by {@code callSign/feed}. Two statements. */
    Map<String, Filling> fillings() {
        Map<String, List<Creative>> creatives = database.read(em -> new Sql(em)
                .rows(CREATIVES).stream()
                        .collect(Collectors.groupingBy(
                                row -> row.text(0),
                                Collectors.mapping(
                                        row -> new Creative(
                                                row.text(1), row.text(2), row.text(3), row.length(4), row.text(5)),
                                        Collectors.toList()))));
        Map<String, Filling> fillings = new HashMap<>();
        all().forEach((key, one) -> fillings.put(key, Filling.of(one, creatives.getOrDefault(key, List.of()))));
        return fillings;
    }

    /**
     * Writes them and has the feed take them up at once.
     *
     * @throws NoSuchFeed where there is none
     */
    public void put(String callSign, String feed, Stitching wanted, String actor) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Row known = row(sql, callSign, feed);
            put(sql, callSign, known.number(9), stitching(known), wanted, actor);
        });
        changed.fire(new StitchingChanged(callSign, feed));
    }

    private void put(Sql sql, String callSign, long feed, Stitching before, Stitching wanted, String actor) {
        sql.run(
                """
                INSERT INTO feed_stitching (feed_id, backup_origin, overrun, most_overrun_ms, fillers, slate, most_slate_ms,
                        least_remainder_ms)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (feed_id) DO UPDATE SET backup_origin = EXCLUDED.backup_origin, overrun = EXCLUDED.overrun,
                        most_overrun_ms = EXCLUDED.most_overrun_ms, fillers = EXCLUDED.fillers, slate = EXCLUDED.slate,
                        most_slate_ms = EXCLUDED.most_slate_ms, least_remainder_ms = EXCLUDED.least_remainder_ms
                """,
                feed,
                wanted.backupOrigin(),
                wanted.overrun(),
                wanted.mostOverrun().toMillis(),
                String.join(" ", wanted.fillers()),
                wanted.slate(),
                wanted.mostSlate().toMillis(),
                wanted.leastRemainder().toMillis());
        sql.run(
                """
                INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
                VALUES (CAST(?1 AS timestamptz), ?2, ?3, 'put', 'feed_stitching', ?4, CAST(?5 AS jsonb), CAST(?6 AS jsonb),
                        CAST(?7 AS uuid), '', '')
                """,
                clock.instant(),
                actor,
                callSign,
                feed,
                json(before),
                json(wanted),
                UUID.randomUUID().toString());
    }

    private static Stitching stitching(Row row) {
        if (row.empty(3)) {
            return Stitching.DEFAULT;
        }
        return new Stitching(
                row.text(2),
                Stitching.Overrun.valueOf(row.text(3)),
                row.length(4),
                Stream.of(row.text(5).split(" ")).filter(id -> !id.isEmpty()).toList(),
                row.text(6),
                row.length(7),
                row.length(8));
    }

    private static String json(Stitching stitching) {
        return Json.createObjectBuilder()
                .add("backupOrigin", stitching.backupOrigin())
                .add("overrun", stitching.overrun().name())
                .add("mostOverrun", stitching.mostOverrun().toString())
                .add("fillers", Json.createArrayBuilder(stitching.fillers()))
                .add("slate", stitching.slate())
                .add("mostSlate", stitching.mostSlate().toString())
                .add("leastRemainder", stitching.leastRemainder().toString())
                .build()
                .toString();
    }
}
