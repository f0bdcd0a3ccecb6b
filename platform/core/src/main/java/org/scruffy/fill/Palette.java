package org.scruffy.fill;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.fill.FillRows.FeedOf;
import org.scruffy.fill.FillRows.LineOf;
import org.scruffy.fill.Openings.Opening;
import org.scruffy.order.Refused;
import org.scruffy.order.Rotation.Share;
import org.scruffy.rule.Rule;
import org.scruffy.rule.RuleBook;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Reason;
import org.scruffy.spi.schedule.SpotFiller;

/** What the orders of a week still want, and the breaks where a spot stands best, as a fill would judge them. */
@ApplicationScoped
public class Palette {

    private static final int BEST = 5;

    private final Database database;
    private final RuleBook rules;
    private final Clock clock;

    protected Palette() {
        this(null, null, null);
    }

    @Inject
    public Palette(Database database, RuleBook rules, Clock clock) {
        this.database = database;
        this.rules = rules;
        this.clock = clock;
    }

    private interface Question<R> {
        R ask(Sql sql, FillRequest request, FeedOf feed, List<Rule> rules);
    }

    private <R> R read(String callSign, String feedName, LocalDate anyDay, Question<R> question) {
        FillRequest request = new FillRequest(
                callSign, feedName, anyDay, FillBudget.ofIterations(0, 0), false, false, SpotFiller.HOUSE);
        List<Rule> ofStation = rules.rules(callSign);
        return database.read(em -> {
            Sql sql = new Sql(em);
            FeedOf feed = new FillRows(sql).feed(callSign, feedName, LocalWeek.mondayOf(anyDay));
            return question.ask(sql, request, feed, ofStation);
        });
    }

    /**
     * The lines that want more spots in the week that a day is in, the important ones first. Seven statements.
     *
     * @throws org.scruffy.schedule.NoSuchFeed where the station or the feed is not known
     */
    public List<OpenLine> open(String callSign, String feed, LocalDate anyDay) {
        return read(callSign, feed, anyDay, (sql, request, of, rulesOf) -> {
            Intent intent = Intent.read(sql, request, of, rulesOf, clock.instant());
            Looked looked = new Looked(intent);
            return intent.problem.lines().stream()
                    .filter(line -> line.spots() > 0)
                    .sorted(Comparator.comparing(FillProblem.Line::priority).thenComparing(FillProblem.Line::id))
                    .map(line -> looked.open(line))
                    .toList();
        });
    }

    /**
     * Where one more spot of a line may go.
     *
     * @throws Refused where no such line wants spots in the week
     */
    public Openings ofLine(String callSign, String feed, LocalDate anyDay, long line) {
        return read(callSign, feed, anyDay, (sql, request, of, rulesOf) -> {
            Intent intent = Intent.read(sql, request, of, rulesOf, clock.instant());
            if (!intent.lines.containsKey(line)) {
                throw Refused.unknown("line", "" + line);
            }
            return new Looked(intent).openings(sql, line);
        });
    }

    /**
     * Where a spot of a creative may go that no order asks for.
     *
     * @throws Refused where there is no such creative
     */
    public Openings ofCreative(String callSign, String feed, LocalDate anyDay, String adId) {
        return read(callSign, feed, anyDay, (sql, request, of, rulesOf) -> {
            Intent intent = Intent.ofCreative(sql, request, of, rulesOf, clock.instant(), adId)
                    .orElseThrow(() -> Refused.unknown("creative", adId));
            return new Looked(intent).openings(sql, FillRows.NO_LINE);
        });
    }

    /** A week as it is, with questions about one more spot of a line. */
    private static final class Looked {

        private final Intent intent;
        private final Questions ask;
        private final Board board;

        Looked(Intent intent) {
            this.intent = intent;
            ask = new Questions(intent.problem);
            board = new Board(ask);
        }

        private int index(String line) {
            return IntStream.range(0, ask.lines)
                    .filter(i -> intent.problem.lines().get(i).id().equals(line))
                    .findFirst()
                    .orElseThrow();
        }

        OpenLine open(FillProblem.Line line) {
            LineOf of = intent.lines.get(Long.valueOf(line.id()));
            Map<Reason, Integer> ruledOut = new EnumMap<>(Reason.class);
            int fitting = fitting(index(line.id()), ruledOut).size();
            return new OpenLine(
                    of.id(),
                    of.name(),
                    of.underwriter(),
                    of.priority(),
                    Duration.ofMillis(of.lengthMs()),
                    line.spots(),
                    intent.kept.getOrDefault(of.id(), 0),
                    fitting,
                    ruledOut);
        }

        /** The breaks that take one more spot of a line; of the others of the week why they do not. */
        private List<Integer> fitting(int line, Map<Reason, Integer> ruledOut) {
            List<Integer> fitting = new ArrayList<>();
            for (int i = 0; i < ask.breaks; i++) {
                if (!inWeek(i)) {
                    continue;
                }
                Reason reason = reason(line, i);
                if (reason == null) {
                    fitting.add(i);
                } else {
                    ruledOut.merge(reason, 1, Integer::sum);
                }
            }
            return fitting;
        }

        private boolean inWeek(int adBreak) {
            LocalDate day = intent.problem.breaks().get(adBreak).day();
            return LocalWeek.mondayOf(day).equals(intent.week().monday());
        }

        private Reason reason(int line, int adBreak) {
            if (!intent.problem.breaks().get(adBreak).open()) {
                return Reason.CLOSED;
            }
            return intent.problem.lines().get(line).bar(adBreak).orElseGet(() -> board.reason(line, adBreak));
        }

        Openings openings(Sql sql, long lineId) {
            int line = index("" + lineId);
            Map<Reason, Integer> ruledOut = new EnumMap<>(Reason.class);
            List<Integer> fitting = fitting(line, ruledOut);
            List<Integer> best = fitting.stream()
                    .sorted(Comparator.comparingDouble((Integer adBreak) -> board.price(line, adBreak))
                            .thenComparing(adBreak -> -apart(line, adBreak))
                            .thenComparing(adBreak -> adBreak))
                    .limit(BEST)
                    .toList();
            Map<String, String> programs = programs(sql, best);
            return new Openings(
                    best.stream()
                            .map(adBreak -> opening(line, lineId, adBreak, programs))
                            .toList(),
                    fitting.size(),
                    ruledOut);
        }

        private Map<String, String> programs(Sql sql, List<Integer> breaks) {
            Map<String, String> titles = new HashMap<>();
            sql.rows(
                            """
                            SELECT b.id, p.title FROM ad_break b JOIN timeslot t ON t.id = b.slot_id JOIN program p ON p.id = t.program_id
                            WHERE b.id = ANY (CAST(?1 AS bigint[]))
                            """,
                            breaks.stream()
                                    .map(i -> Long.valueOf(adBreak(i).id()))
                                    .toList())
                    .forEach(row -> titles.put(row.id(0), row.text(1)));
            return titles;
        }

        private FillProblem.Break adBreak(int index) {
            return intent.problem.breaks().get(index);
        }

        private Opening opening(int line, long lineId, int index, Map<String, String> programs) {
            FillProblem.Break adBreak = adBreak(index);
            return new Opening(
                    adBreak.id(),
                    adBreak.start(),
                    programs.get(adBreak.id()),
                    Duration.ofMillis(board.free(index)),
                    creative(lineId, index),
                    reasons(line, index));
        }

        /** The one whose turn it is, or another where that may not air there. */
        private String creative(long lineId, int index) {
            LineOf line = intent.lines.get(lineId);
            List<Share> shares = line.creatives().stream()
                    .map(one -> new Share(one.candidate().adId(), one.weight()))
                    .toList();
            String turn = line.rotation()
                    .of(shares, 1, intent.kept.getOrDefault(lineId, 0))
                    .get(0);
            return intent.mayAir(lineId, turn, index)
                    ? turn
                    : shares.stream()
                            .map(Share::adId)
                            .filter(adId -> intent.mayAir(lineId, adId, index))
                            .findFirst()
                            .orElseThrow();
        }

        private List<String> reasons(int line, int index) {
            List<String> reasons = new ArrayList<>();
            reasons.add(seconds(board.free(index)) + " s free, " + seconds(ask.length[line]) + " s needed");
            int sameDay = board.onDay(line, ask.day[index]);
            reasons.add(sameDay == 0 ? "the first of its day" : "its day has " + sameDay);
            long apart = apart(line, index);
            if (apart < Long.MAX_VALUE) {
                reasons.add(hours(apart) + " from the nearest of it");
            }
            int neighbours = board.neighbours(line, index);
            reasons.add(
                    neighbours == 0
                            ? "nothing of its category beside it"
                            : "its category is beside it, which is allowed");
            return reasons;
        }

        /** How far the nearest spot of the line is, in milliseconds. */
        private long apart(int line, int index) {
            return IntStream.range(0, ask.breaks)
                    .filter(other -> board.inBreak(line, other) > 0)
                    .mapToLong(other -> Math.abs(ask.start[other] - ask.start[index]))
                    .min()
                    .orElse(Long.MAX_VALUE);
        }

        private static long seconds(long ms) {
            return Math.round(ms / 1000.0);
        }

        private static String hours(long ms) {
            Duration apart = Duration.ofMillis(ms);
            return apart.toHours() == 0
                    ? apart.toMinutes() + " min"
                    : apart.toHours() + " h " + apart.toMinutesPart() + " min";
        }
    }
}
