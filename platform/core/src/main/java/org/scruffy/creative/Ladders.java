package org.scruffy.creative;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.feed.LadderReader;
import org.scruffy.feed.Reading;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.feed.Conditioner;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Probe;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

/** Keeps the ladders of all feeds: a feed's first playlist is looked at now and then, and where it changed the ladder is read anew. */
record Ladders(Database database, Schedule schedule, LadderReader reader, Clock clock, Path work) {

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What is kept of a feed. */
    private record Kept(String origin, String playlist, boolean known, Instant readAt) {}

    void read(Extension<Conditioner> conditioner) {
        for (Station station : schedule.stations()) {
            for (Feed feed : station.feeds()) {
                read(station.callSign(), feed, conditioner);
            }
        }
    }

    private void read(String callSign, Feed feed, Extension<Conditioner> conditioner) {
        Optional<Kept> kept = kept(callSign, feed);
        boolean same = kept.filter(one -> one.origin().equals(feed.origin().toString()))
                .isPresent();
        Duration age =
                kept.map(one -> Duration.between(one.readAt(), clock.instant())).orElse(FRESH);
        if (same && age.compareTo(kept.get().known() ? FRESH : AGAIN) < 0) {
            return;
        }
        Reading<byte[]> playlist = reader.playlist(feed);
        if (playlist.value().isEmpty()) {
            keep(callSign, feed, "", playlist.refusal() + ".", Optional.empty());
            return;
        }
        String hash = Content.sha256(playlist.value().get());
        if (same
                && kept.get().known()
                && stable(playlist.value().get())
                && kept.get().playlist().equals(hash)) {
            touch(callSign, feed);
            return;
        }
        Reading<Ladder> ladder = reader.read(feed, work, file -> probe(conditioner, file));
        keep(callSign, feed, hash, ladder.refusal(), ladder.value());
    }

    /** A media playlist that stands alone changes with every segment: then only another ladder counts. */
    private static boolean stable(byte[] playlist) {
        return new String(playlist, java.nio.charset.StandardCharsets.UTF_8).contains("#EXT-X-STREAM-INF");
    }

    private static Reading<Probe> probe(Extension<Conditioner> conditioner, Path file) {
        try {
            return Reading.of(conditioner.demand(PATIENCE, one -> one.probe(file)));
        } catch (PluginFailure e) {
            return Reading.refused(String.valueOf(e.getCause().getMessage()));
        }
    }

    private Optional<Kept> kept(String callSign, Feed feed) {
        return database.read(em -> new Sql(em)
                .rows("""
                        SELECT l.origin, l.playlist, l.ladder <> '' AND l.problem = '', l.read_at FROM feed_ladder l
                        JOIN feed f ON f.id = l.feed_id JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 AND f.name = ?2
                        """, callSign, feed.name()).stream()
                        .findFirst()
                        .map(row -> new Kept(row.text(0), row.text(1), row.flag(2), row.at(3))));
    }

    /** Keeps a ladder; one that cannot be read any more stays as it was while its origin is the same, and its problem is said. */
    private void keep(String callSign, Feed feed, String playlist, String problem, Optional<Ladder> ladder) {
        String rungs = ladder.map(LadderText::write).orElse("");
        List<Object> values = List.of(
                callSign,
                feed.name(),
                feed.origin().toString(),
                playlist,
                rungs.isEmpty() ? "" : Content.sha256(rungs),
                rungs,
                problem,
                clock.instant());
        database.change(em -> new Sql(em).run("""
                        INSERT INTO feed_ladder (feed_id, origin, playlist, ladder, rungs, problem, read_at)
                        SELECT f.id, ?3, ?4, ?5, ?6, ?7, CAST(?8 AS timestamptz) FROM feed f JOIN station s ON s.id = f.station_id
                        WHERE s.call_sign = ?1 AND f.name = ?2
                        ON CONFLICT (feed_id) DO UPDATE SET origin = excluded.origin, playlist = excluded.playlist,
                            ladder = CASE WHEN excluded.ladder = '' AND feed_ladder.origin = excluded.origin THEN feed_ladder.ladder
                                          ELSE excluded.ladder END,
                            rungs = CASE WHEN excluded.ladder = '' AND feed_ladder.origin = excluded.origin THEN feed_ladder.rungs
                                         ELSE excluded.rungs END,
                            problem = excluded.problem, read_at = excluded.read_at
                        """, values.toArray()));
    }

    private void touch(String callSign, Feed feed) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE feed_ladder SET read_at = CAST(?3 AS timestamptz) WHERE feed_id = (SELECT f.id FROM feed f"
                                + " JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 AND f.name = ?2)",
                        callSign,
                        feed.name(),
                        clock.instant()));
    }
}
