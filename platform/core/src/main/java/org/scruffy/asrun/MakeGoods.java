package org.scruffy.asrun;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Edit;
import org.scruffy.desk.Edit.PlaceSpot;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Errand;
import org.scruffy.desk.Options;
import org.scruffy.desk.Outcome.Result;
import org.scruffy.spi.telemetry.Telemetry;

/** Spots of orders that did not air, and where they are made good. */
@ApplicationScoped
public class MakeGoods {

    private static final int OFFERS = 5;
    private static final int MOST_BREAKS = 2_000;
    /** As {@link org.scruffy.spi.schedule.AdBreak#fill} has it: 30 s of video last 30.030 s. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Database database;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Desk desk;

    protected MakeGoods() {
        this(null, null, null, null);
    }

    @Inject
    public MakeGoods(Database database, Clock clock, Telemetry telemetry, Desk desk) {
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
        this.desk = desk;
    }

    /** The spots of orders that did not air and are not made good, by their time. */
    public List<ReconciledSpot> open(String callSign, String feedName, LocalDate from, LocalDate to, int most) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            FeedAt feed = FeedAt.named(sql, callSign, feedName);
            return sql
                    .rows(
                            SpotsPlanned.SELECT
                                    + " WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz)"
                                    + " AND b.starts_at < CAST(?3 AS timestamptz) AND p.status IN ('MISSED', 'PREEMPTED')"
                                    + " AND p.order_line_id IS NOT NULL AND m.made_id IS NULL"
                                    + SpotsPlanned.ORDER + " LIMIT ?4",
                            feed.id(),
                            feed.day(from).start(),
                            feed.day(to).end(),
                            most)
                    .stream()
                    .map(SpotsPlanned::spot)
                    .toList();
        });
    }

    /**
     * Where a spot can be made good.
     *
     * @throws AsRunProblem where there is no such spot, it aired, belongs to no order or is made good already
     */
    public MakeGoodOffers offers(String callSign, String placement) {
        return database.read(em -> {
            Sql sql = new Sql(em);
            long id = Reconciliations.id("placement", placement);
            FeedAt feed = Reconciliations.feedOf(sql, callSign, id);
            Missed missed = missed(sql, id);
            Map<String, Integer> ruledOut = new LinkedHashMap<>();
            List<MakeGoodOffer> offers = new ArrayList<>();
            for (Candidate candidate : candidates(sql, feed, missed)) {
                String against = candidate.against(missed);
                if (!against.isEmpty()) {
                    ruledOut.merge(against, 1, Integer::sum);
                } else if (offers.size() < OFFERS) {
                    offers.add(candidate.offer(missed));
                }
            }
            return new MakeGoodOffers(missed.spot(), offers, ruledOut);
        });
    }

    /** A spot that did not air, with what its line asks for. */
    private record Missed(
            ReconciledSpot spot,
            long id,
            long line,
            long creative,
            Daypart daypart,
            Duration separation,
            long mostPerDay,
            long mostPerBreak,
            String program) {}

    private static Missed missed(Sql sql, long id) {
        ReconciledSpot spot = SpotsPlanned.spot(
                sql.rows(SpotsPlanned.SELECT + " WHERE p.id = ?1", id).get(0));
        if (!spot.makeGood().isEmpty()
                || !spot.status().equals("MISSED") && !spot.status().equals("PREEMPTED")) {
            throw AsRunProblem.conflict(
                    "Only a spot that did not air and is not made good yet is made good",
                    "status",
                    spot.status(),
                    "MISSED or PREEMPTED");
        }
        return sql.rows("""
                        SELECT l.id, p.creative_id, lower(l.flight), upper(l.flight), l.days, CAST(l.from_local AS text),
                               CAST(l.to_local AS text), l.sep_minutes, COALESCE(l.max_per_day, 1000000), l.max_per_break, g.title
                        FROM placement p JOIN order_line l ON l.id = p.order_line_id JOIN ad_break b ON b.id = p.break_id
                        JOIN timeslot t ON t.id = b.slot_id JOIN program g ON g.id = t.program_id
                        WHERE p.id = ?1
                        """, id).stream()
                .findFirst()
                .map(row -> new Missed(
                        spot,
                        id,
                        row.number(0),
                        row.number(1),
                        new Daypart(
                                row.day(2),
                                row.day(3),
                                (int) row.number(4),
                                LocalTime.parse(row.text(5)),
                                LocalTime.parse(row.text(6))),
                        Duration.ofMinutes(row.number(7)),
                        row.number(8),
                        row.number(9),
                        row.text(10)))
                .orElseThrow(() -> AsRunProblem.conflict(
                        "The spot belongs to no order: nothing is owed for it",
                        "line",
                        "none",
                        "a spot of an order line"));
    }

    /** A break to come, with the spots of the same line around it. */
    private record Candidate(
            long id,
            Instant at,
            LocalDateTime local,
            Duration left,
            String program,
            boolean locked,
            String kind,
            List<Instant> sameLine,
            long sameDay,
            long sameBreak) {

        /** Why the spot cannot be made good here, empty where it can. */
        String against(Missed missed) {
            if (!missed.daypart().flies(local)) {
                return "outside the flight";
            }
            if (!missed.daypart().holds(local)) {
                return "outside the daypart";
            }
            if (locked) {
                return "locked";
            }
            if (missed.spot().planned().compareTo(left.plus(TOLERANCE)) >= 0) {
                return "no room left";
            }
            if (sameBreak >= missed.mostPerBreak()) {
                return "has a spot of the line already";
            }
            if (sameDay >= missed.mostPerDay()) {
                return "the day has enough of the line";
            }
            boolean near = sameLine.stream()
                    .anyMatch(other -> !other.equals(at)
                            && Duration.between(other, at).abs().compareTo(missed.separation()) < 0);
            return near ? "too near to another spot of the line" : "";
        }

        MakeGoodOffer offer(Missed missed) {
            List<String> reasons = new ArrayList<>();
            if (program.equals(missed.program())) {
                reasons.add("same program");
            }
            reasons.add("next that fits the flight and its daypart");
            reasons.add(left.toSeconds() + " s free, " + missed.spot().planned().toSeconds() + " s needed");
            if (kind.equals("UNDERWRITING")) {
                reasons.add("a break for underwriting");
            }
            return new MakeGoodOffer(Long.toString(id), at, program, left, reasons);
        }
    }

    private List<Candidate> candidates(Sql sql, FeedAt feed, Missed missed) {
        Instant until = feed.day(missed.daypart().end().plusDays(1)).end();
        List<Row> breaks = sql.rows("""
                SELECT b.id, b.starts_at, b.capacity_ms - COALESCE(sum(p.duration_ms), 0), g.title, b.locked, b.kind
                FROM ad_break b JOIN timeslot t ON t.id = b.slot_id JOIN program g ON g.id = t.program_id
                LEFT JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
                WHERE b.feed_id = ?1 AND b.starts_at > CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
                  AND t.state <> 'CANCELLED'
                GROUP BY b.id, g.title ORDER BY b.starts_at, b.id LIMIT ?4
                """, feed.id(), clock.instant(), until, MOST_BREAKS);
        List<Row> sameLine = sql.rows("""
                SELECT b.starts_at, b.id FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on
                WHERE p.order_line_id = ?1 AND p.status IN ('PLANNED', 'LOCKED', 'AIRED')
                  AND b.starts_at > CAST(?2 AS timestamptz) - interval '8 days'
                """, missed.line(), clock.instant());
        List<Row> lockedDays = sql.rows("SELECT day FROM feed_day WHERE feed_id = ?1 AND locked", feed.id());
        List<LocalDate> locked = lockedDays.stream().map(row -> row.day(0)).toList();
        List<Instant> others = sameLine.stream().map(row -> row.at(0)).toList();
        return breaks.stream()
                .map(row -> {
                    LocalDateTime local = row.at(1).atZone(feed.zone()).toLocalDateTime();
                    return new Candidate(
                            row.number(0),
                            row.at(1),
                            local,
                            row.length(2),
                            row.text(3),
                            Boolean.parseBoolean(row.text(4)) || locked.contains(local.toLocalDate()),
                            row.text(5),
                            others,
                            others.stream()
                                    .filter(other -> other.atZone(feed.zone())
                                            .toLocalDate()
                                            .equals(local.toLocalDate()))
                                    .count(),
                            sameLine.stream()
                                    .filter(other -> other.number(1) == row.number(0))
                                    .count());
                })
                .toList();
    }

    /**
     * Makes a spot good: the same creative of the same line at the end of a break to come. It is one command of the desk, which the
     * one who made it can undo.
     *
     * @param reason why warnings of the rules do not count, empty where there is none
     * @return the id of the new spot
     * @throws AsRunProblem where the break does not fit, with the reason
     * @throws org.scruffy.desk.EditRefused where a rule is against it
     */
    public String make(String callSign, String placement, String adBreak, String reason, Editor editor) {
        try (Telemetry.Span span = telemetry.span("make good")) {
            span.set("station", callSign);
            long id = Reconciliations.id("placement", placement);
            long to = Reconciliations.id("break", adBreak);
            Owed owed = database.read(em -> owed(new Sql(em), callSign, id, to));
            ReconciledSpot spot = owed.missed().spot();
            Edit place = new PlaceSpot(to, null, spot.adId(), owed.missed().line());
            Options options = Options.plain().named("Make good " + spot.adId()).because(reason);
            return desk.apply(editor, callSign, List.of(place), owed, options)
                    .results()
                    .get(0)
                    .id();
        }
    }

    private Owed owed(Sql sql, String callSign, long id, long to) {
        FeedAt feed = Reconciliations.feedOf(sql, callSign, id);
        if (sql.rows("SELECT 1 FROM ad_break WHERE id = ?1 AND feed_id = ?2", to, feed.id())
                .isEmpty()) {
            throw AsRunProblem.unknown("break", "" + to);
        }
        return new Owed(this, feed, missed(sql, id), to);
    }

    /** The link between a spot that did not air and the one that is placed for it. */
    private record Owed(MakeGoods makeGoods, FeedAt feed, Missed missed, long to) implements Errand {

        @Override
        public List<Span> spans(Sql sql) {
            Instant at = missed.spot().plannedAt();
            return List.of(new Span(feed.name(), at, at.plusMillis(1)));
        }

        /** Again: whoever was first may have made it good. */
        @Override
        public void check(Sql sql) {
            makeGoods.refuseUnlessFits(sql, feed, MakeGoods.missed(sql, missed.id()), to);
        }

        @Override
        public Written write(Sql sql, List<Result> results) {
            sql.run("""
                            INSERT INTO make_good (missed_id, missed_on, made_id, made_on)
                            SELECT m.id, m.airs_on, n.id, n.airs_on FROM placement m, placement n WHERE m.id = ?1 AND n.id = ?2
                            """, missed.id(), Long.parseLong(results.get(0).id()));
            sql.run("UPDATE placement SET status = 'MADE_GOOD', version = version + 1 WHERE id = ?1", missed.id());
            return Written.NOTHING;
        }
    }

    private void refuseUnlessFits(Sql sql, FeedAt feed, Missed missed, long to) {
        Optional<Candidate> wanted = candidates(sql, feed, missed).stream()
                .filter(candidate -> candidate.id() == to)
                .findFirst();
        String against = wanted.map(candidate -> candidate.against(missed))
                .orElse("has started, was cancelled or is after the flight");
        if (!against.isEmpty()) {
            String where = wanted.map(candidate -> feed.at(candidate.at())).orElse("there");
            throw AsRunProblem.conflict(
                    missed.spot().adId() + " cannot be made good " + where + ": " + against,
                    "break",
                    Long.toString(to),
                    "one of the breaks offered");
        }
    }
}
