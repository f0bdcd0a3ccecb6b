package org.scruffy.creative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.order.Actor;
import org.scruffy.order.CreativeCard;
import org.scruffy.order.Creatives;
import org.scruffy.order.Refused;
import org.scruffy.spi.feed.Conditioned.Finding;

/** The copies of a station's creatives: what waits, what is being made, what came of it; and what a person can do about it. */
@ApplicationScoped
public class AirCopies {

    private static final int MOST = 200;

    private static final String SELECT = """
            SELECT c.ad_id, c.title,
                   (SELECT string_agg(f.name, ',' ORDER BY f.id) FROM feed_ladder l JOIN feed f ON f.id = l.feed_id
                    JOIN station s ON s.id = f.station_id WHERE l.ladder = a.ladder AND s.call_sign = ?1) AS feeds,
                   a.rungs, a.state, a.progress, a.step, a.problem, a.folder, COALESCE(a.length_ms, 0), a.loudness_before,
                   a.loudness_after, a.peak, a.probe, a.findings, a.asked_at, a.ended_at
            FROM air_copy a JOIN creative c ON c.id = a.creative_id AND c.sha256 = a.source AND c.duration_ms = a.booked_ms
            LEFT JOIN station own ON own.id = c.station_id
            WHERE (own.id IS NULL OR own.call_sign = ?1) AND (?2 = '' OR c.ad_id = ?2)
            ORDER BY CASE a.state WHEN 'CONDITIONING' THEN 0 WHEN 'WAITING' THEN 1 ELSE 2 END,
                     CASE WHEN a.state IN ('CONDITIONING', 'WAITING') THEN a.id ELSE -a.id END LIMIT ?3
            """;

    private final Database database;
    private final Creatives creatives;
    private final Clock clock;

    protected AirCopies() {
        this(null, null, null);
    }

    @Inject
    public AirCopies(Database database, Creatives creatives, Clock clock) {
        this.database = database;
        this.creatives = creatives;
        this.clock = clock;
    }

    /**
     * The copies of the newest files: first what is being made, then what waits, in the order of the queue, then what ended, the
     * newest first; 200 at most.
     *
     * @param adId of one creative, empty for all
     */
    public List<AirCopy> find(String callSign, String adId) {
        return database.read(em -> new Sql(em)
                .rows(SELECT, callSign, adId, MOST).stream()
                        .map(AirCopies::copy)
                        .toList());
    }

    private static AirCopy copy(Row row) {
        return new AirCopy(
                row.text(0),
                row.text(1),
                row.empty(2) ? List.of() : List.of(row.text(2).split(",")),
                LadderText.words(LadderText.read(row.text(3))),
                AirCopy.State.valueOf(row.text(4)),
                Double.parseDouble(row.text(5)),
                row.text(6),
                row.text(7),
                row.text(8),
                (int) row.number(9),
                level(row, 10),
                level(row, 11),
                level(row, 12),
                row.text(13),
                findings(row.text(14)),
                row.at(15),
                row.empty(16) ? Optional.empty() : Optional.of(row.at(16)));
    }

    private static OptionalDouble level(Row row, int column) {
        return row.empty(column) ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(row.text(column)));
    }

    /** One a line: its kind, a blank, its words. */
    static String text(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.kind() + " " + finding.words().replace('\n', ' '))
                .collect(Collectors.joining("\n"));
    }

    private static List<Finding> findings(String text) {
        return Arrays.stream(text.split("\n"))
                .filter(line -> line.contains(" "))
                .map(line -> {
                    int blank = line.indexOf(' ');
                    return new Finding(Finding.Kind.valueOf(line.substring(0, blank)), line.substring(blank + 1));
                })
                .toList();
    }

    /** The ladders of a station's feeds, as far as they are known: they are read once there is something to condition. */
    public List<FeedLadder> ladders(String callSign) {
        return database.read(em -> new Sql(em)
                .rows("""
                        SELECT f.name, l.rungs, l.problem FROM station s JOIN feed f ON f.station_id = s.id
                        LEFT JOIN feed_ladder l ON l.feed_id = f.id WHERE s.call_sign = ?1 ORDER BY f.id
                        """, callSign).stream()
                        .map(row -> new FeedLadder(
                                row.text(0),
                                row.text(1).isEmpty() ? "" : LadderText.words(LadderText.read(row.text(1))),
                                row.text(2)))
                        .toList());
    }

    /**
     * Takes the file of a creative out of the queue; a copy that is being made is thrown away within a second or two.
     *
     * @throws Refused where there is no such creative, it is not the station's, or nothing of it waits
     */
    public void cancel(Actor actor, String adId) {
        CreativeCard card = mine(actor, adId);
        boolean done = database.transaction(em -> {
            Sql sql = new Sql(em);
            int files = sql.run(
                    "UPDATE creative_file SET state = 'CANCELLED', problem = '' WHERE creative_id = ?1"
                            + " AND state IN ('WAITING', 'CONDITIONING')",
                    card.id());
            sql.run(
                    "UPDATE air_copy SET state = 'CANCELLED', leased_until = NULL, progress = 0, ended_at = CAST(?2 AS timestamptz)"
                            + " WHERE creative_id = ?1 AND state IN ('WAITING', 'CONDITIONING')",
                    card.id(),
                    clock.instant());
            return files > 0;
        });
        if (!done) {
            throw clash(card, "WAITING or CONDITIONING");
        }
    }

    /**
     * Puts the file of a creative into the queue again.
     *
     * @throws Refused where there is no such creative, it is not the station's, or its file neither failed nor was cancelled
     */
    public void retry(Actor actor, String adId) {
        CreativeCard card = mine(actor, adId);
        int files = database.transaction(em -> new Sql(em).run("""
                        UPDATE creative_file SET state = 'WAITING', problem = '' WHERE state IN ('FAILED', 'CANCELLED')
                        AND id = (SELECT max(id) FROM creative_file WHERE creative_id = ?1)
                        """, card.id()));
        if (files == 0) {
            throw clash(card, "FAILED or CANCELLED");
        }
    }

    private CreativeCard mine(Actor actor, String adId) {
        CreativeCard card = creatives.get(actor.callSign(), adId);
        if (!card.station().equals(actor.callSign()) && !actor.everywhere()) {
            throw Refused.notYours("creative", adId);
        }
        return card;
    }

    private static Refused clash(CreativeCard card, String expected) {
        String found = card.file().map(CreativeCard.SentFile::state).orElse("no file");
        return Refused.clash(
                "The file of " + card.adId() + " is " + found + ", this needs one that is " + expected,
                "state",
                found,
                expected);
    }
}
