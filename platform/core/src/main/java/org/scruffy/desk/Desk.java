package org.scruffy.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.desk.Edit.MoveSpot;
import org.scruffy.desk.Edit.PublishDay;
import org.scruffy.desk.Errand.Written;
import org.scruffy.desk.Outcome.Result;
import org.scruffy.rule.Conflict;
import org.scruffy.rule.RuleType;
import org.scruffy.rule.Rules;
import org.scruffy.rule.Severity;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Where people change the schedule of a station. A call is one command: one transaction that locks the weeks it touches, edits,
 * lets the rules judge what it gave to breaks, and is audited and kept for undo, or leaves nothing.
 */
@ApplicationScoped
public class Desk {

    /** The most edits of one command. */
    public static final int MOST_EDITS = 5_000;

    private static final int AT_ONCE = 1_000;
    private static final int MOST_CONFLICTS = 1_000;

    private static final String WITHIN = """
            SELECT DISTINCT b.id
            FROM unnest(CAST(?1 AS text[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed, starts, ends)
            JOIN feed f ON f.name = w.feed AND f.id = ANY (CAST(?4 AS bigint[]))
            JOIN ad_break b ON b.feed_id = f.id AND b.starts_at >= w.starts AND b.starts_at <= w.ends ORDER BY 1
            """;

    private final Database database;
    private final Clock clock;
    private final Telemetry telemetry;
    private final Event<ScheduleChanged> changes;
    private final Rules rules;

    protected Desk() {
        this(null, null, null, null, null);
    }

    @Inject
    public Desk(Database database, Clock clock, Telemetry telemetry, Event<ScheduleChanged> changes, Rules rules) {
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
        this.changes = changes;
        this.rules = rules;
    }

    /** Ends the transaction of a dry run. */
    private static final class NotForReal extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient Outcome outcome;

        NotForReal(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /** What a transaction of the desk answers, and what to tell others once it is committed. */
    private record Told(Outcome outcome, List<ScheduleChanged> changes) {}

    /**
     * Carries out edits in their order. Something that a rule blocks, or warns of without a reason being given, is refused, unless
     * it was so before; a dry run says it and refuses nothing as a whole.
     *
     * @throws EditRefused where the edits are all or none, and one cannot be done
     * @throws org.scruffy.schedule.NoSuchFeed where the station or a feed is not known
     */
    public Outcome apply(Editor editor, String callSign, List<Edit> edits, Options options) {
        if (edits.isEmpty() || edits.size() > MOST_EDITS) {
            throw EditRefused.invalid("edits", edits.size() + " of them", "from 1 to " + MOST_EDITS);
        }
        return apply(editor, callSign, edits, Errand.NONE, options);
    }

    /**
     * Carries out edits, and then what else belongs to the same command.
     *
     * @param edits may be none
     * @param options all or none, and with a label where there are no edits
     */
    public Outcome apply(Editor editor, String callSign, List<Edit> edits, Errand errand, Options options) {
        return inOneTransaction("edit schedule", callSign, (sql, traceId) -> {
            List<DeskFeed> feeds = DeskFeed.ofStation(sql, callSign);
            Work work = new Work(sql, clock.instant(), editor, options, feeds);
            return carryOut(work, edits, errand, traceId);
        });
    }

    @FunctionalInterface
    private interface Step {
        Told run(Sql sql, String traceId);
    }

    private Outcome inOneTransaction(String name, String callSign, Step step) {
        try (Telemetry.Span span = telemetry.span(name)) {
            span.set("station", callSign);
            Told told = Constraints.named(() -> database.transaction(em -> step.run(new Sql(em), span.traceId())));
            told.changes().forEach(changes::fire);
            return told.outcome();
        } catch (NotForReal dry) {
            return dry.outcome;
        }
    }

    private Told carryOut(Work work, List<Edit> edits, Errand errand, String traceId) {
        boolean each = !work.options.atomic() || work.options.dryRun();
        Scope scope = Scope.of(work, edits);
        Collection<Errand.Span> spans = errand.spans(work.sql);
        Set<WeekKey> ofErrand = scope.add(spans);
        scope.addWeeksOfMissed();
        LockedWeeks weeks = LockedWeeks.lock(work.sql, scope.weeks());
        errand.check(work.sql);
        Set<Conflict> before = new HashSet<>(rules.conflicts(work.sql, scope.breaks()));
        before.addAll(rules.conflicts(work.sql, errand.breaks(work.sql)));
        Set<String> standing = new TreeSet<>();
        parts(within(work, spans)).forEach(some -> blocking(work, some).forEach(one -> standing.add(key(one))));
        Journal journal = new Journal(work.sql, work.feeds.get(0).callSign());
        journal.open(work.options.command(), work.now, work.editor.name(), work.options.reason(), traceId);
        List<Result> results = new ArrayList<>();
        for (Edit edit : edits) {
            results.add(each ? orRefused(work, scope, edit, before) : run(work, scope, edit));
        }
        run(work, errand, results, ofErrand);
        scope.changeWhatIsOwedAgain();
        List<Conflict> conflicts = each ? conflicts(work) : judge(work, before);
        work.refuseOverlaps();
        refuseOutside(scope.weeks(), work);
        Map<WeekKey, Long> revisions = weeks.raise(work.changed);
        new DayEdits(work).stampPublished();
        Outcome outcome =
                new Outcome(work.options.command(), work.options.dryRun(), results, conflicts, named(work, revisions));
        if (work.options.dryRun()) {
            throw new NotForReal(outcome);
        }
        String label = label(work.options, edits);
        standing.addAll(standing(before, conflicts));
        if (edits.isEmpty()
                || results.stream().anyMatch(result -> result.refused().isEmpty())) {
            journal.keep(
                    work.options.command(),
                    work.now,
                    work.editor.name(),
                    label,
                    traceId,
                    work.changed,
                    standing,
                    edits.stream().noneMatch(PublishDay.class::isInstance));
        }
        return new Told(outcome, changes(work.feeds, revisions, work.editor.name(), label));
    }

    private static void refuseOutside(Collection<WeekKey> locked, Work work) {
        if (!locked.containsAll(work.changed)) {
            throw EditRefused.clash(
                    "Something was moved by somebody else in the meantime",
                    "edits",
                    "as it was before",
                    "as it is now");
        }
    }

    /** One edit by itself: what of it was done before it was refused is taken back. */
    private Result orRefused(Work work, Scope scope, Edit edit, Set<Conflict> before) {
        Set<WeekKey> changed = Set.copyOf(work.changed);
        Set<Long> judged = Set.copyOf(work.judged);
        Set<Long> placed = Set.copyOf(work.placedSlots);
        Set<Long> placedBreaks = Set.copyOf(work.placedBreaks);
        work.sql.run("SAVEPOINT edit");
        try {
            Result result = run(work, scope, edit);
            if (!work.options.dryRun()) {
                judge(work, before);
            }
            work.refuseOverlaps();
            work.sql.run("RELEASE SAVEPOINT edit");
            return result;
        } catch (EditRefused refused) {
            work.sql.run("ROLLBACK TO SAVEPOINT edit");
            work.changed.retainAll(changed);
            work.judged.retainAll(judged);
            work.placedSlots.retainAll(placed);
            work.placedBreaks.retainAll(placedBreaks);
            return Result.refused(edit.op(), refused);
        }
    }

    private static Result run(Work work, Scope scope, Edit edit) {
        scope.refuse(edit);
        return Edits.of(work).apply(edit);
    }

    private static void run(Work work, Errand errand, List<Result> results, Set<WeekKey> weeks) {
        Written written = errand.write(work.sql, results);
        work.judged.addAll(written.breaks());
        work.newCreatives.addAll(written.newCreatives());
        work.changed.addAll(weeks);
    }

    /** By so many breaks at once, and of a large command the first: it needs no more memory than a small one. */
    private List<Conflict> conflicts(Work work) {
        List<Conflict> conflicts = new ArrayList<>();
        for (List<Long> some : parts(List.copyOf(work.judged))) {
            if (conflicts.size() < MOST_CONFLICTS) {
                conflicts.addAll(work.softened(rules.conflicts(work.sql, some)));
            }
        }
        return conflicts;
    }

    private static List<List<Long>> parts(List<Long> breaks) {
        return IntStream.iterate(0, from -> from < breaks.size(), from -> from + AT_ONCE)
                .mapToObj(from -> breaks.subList(from, Math.min(breaks.size(), from + AT_ONCE)))
                .toList();
    }

    private List<Conflict> judge(Work work, Set<Conflict> before) {
        List<Conflict> conflicts = conflicts(work);
        List<Conflict> against = conflicts.stream()
                .filter(one -> !before.contains(one))
                .filter(one -> one.severity() == Severity.BLOCK
                        || work.options.reason().isBlank())
                .toList();
        if (!against.isEmpty()) {
            throw EditRefused.conflict(against);
        }
        return conflicts;
    }

    private static Map<String, Long> named(Work work, Map<WeekKey, Long> revisions) {
        Map<String, Long> named = new LinkedHashMap<>();
        revisions.forEach(
                (week, revision) -> named.put(work.feed(week.feedId()).name() + "@" + week.monday(), revision));
        return named;
    }

    private static List<ScheduleChanged> changes(
            List<DeskFeed> feeds, Map<WeekKey, Long> revisions, String actor, String label) {
        List<ScheduleChanged> told = new ArrayList<>();
        revisions.forEach((week, revision) -> feeds.stream()
                .filter(feed -> feed.id() == week.feedId())
                .forEach(feed -> told.add(new ScheduleChanged(
                        feed.callSign(), feed.name(), Optional.of(week.monday()), revision, actor, label))));
        return told;
    }

    private static String label(Options options, List<Edit> edits) {
        if (!options.label().isBlank()) {
            return options.label();
        }
        if (edits.isEmpty()) {
            return "change the schedule";
        }
        String first = edits.get(0).op().replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT);
        return edits.size() == 1 ? first : first + " and " + (edits.size() - 1) + " more";
    }

    /**
     * Takes back what the user did last at the station; up to their last 50 commands, one call after the other.
     *
     * @throws EditRefused naming what somebody else changed since, or why else it cannot be taken back
     */
    public Outcome undo(Editor editor, String callSign) {
        return takeBack(editor, callSign, true);
    }

    /** Does again what was taken back last, until something else is done. */
    public Outcome redo(Editor editor, String callSign) {
        return takeBack(editor, callSign, false);
    }

    private Outcome takeBack(Editor editor, String callSign, boolean back) {
        String op = back ? "undo" : "redo";
        return inOneTransaction(op, callSign, (sql, traceId) -> {
            List<DeskFeed> feeds = DeskFeed.ofStation(sql, callSign);
            Work work = new Work(sql, clock.instant(), editor, Options.plain(), feeds);
            History history = new History(sql, callSign);
            History.Taken command = back ? history.lastOf(editor.name()) : history.undoneBy(editor.name());
            LockedWeeks weeks = LockedWeeks.lock(sql, command.weeks());
            String label = op + " " + command.label();
            new Journal(sql, callSign).open(work.options.command(), work.now, editor.name(), label, traceId);
            takeBack(work, new Undone(work, command.id(), back));
            refuseOutside(command.weeks(), work);
            history.mark(command, back, work.now);
            Map<WeekKey, Long> revisions = weeks.raise(command.weeks());
            Outcome outcome = new Outcome(
                    UUID.fromString(command.id()), false, List.of(Result.done(op)), List.of(), named(work, revisions));
            return new Told(outcome, changes(feeds, revisions, editor.name(), label));
        });
    }

    /**
     * What comes back is judged as it would be if it were done now: a rule, a creative or what is around may have changed since. What
     * was in conflict when the command found or left it is nobody's fault.
     */
    private void takeBack(Work work, Undone undone) {
        List<List<Long>> breaks = parts(undone.breaks());
        Set<String> known = new HashSet<>(undone.conflicts());
        breaks.forEach(some -> blocking(work, some).forEach(one -> known.add(key(one))));
        undone.run();
        List<Conflict> against = breaks.stream()
                .flatMap(some -> blocking(work, some))
                .filter(one -> !known.contains(key(one)))
                .limit(MOST_CONFLICTS)
                .toList();
        if (!against.isEmpty()) {
            throw EditRefused.conflict(against);
        }
    }

    /** The breaks at the times that an errand may replace. */
    private static List<Long> within(Work work, Collection<Errand.Span> spans) {
        if (spans.isEmpty()) {
            return List.of();
        }
        return work
                .sql
                .rows(
                        WITHIN,
                        spans.stream().map(Errand.Span::feed).toList(),
                        spans.stream().map(Errand.Span::start).toList(),
                        spans.stream().map(Errand.Span::end).toList(),
                        work.feedIds())
                .stream()
                .map(row -> row.number(0))
                .toList();
    }

    private Stream<Conflict> blocking(Work work, List<Long> breaks) {
        return rules.conflicts(work.sql, breaks).stream().filter(one -> one.severity() == Severity.BLOCK);
    }

    /** What blocks and was there before, or blocks what the command may do all the same: {@link Work#softened}. */
    private static Set<String> standing(Set<Conflict> before, List<Conflict> after) {
        return Stream.concat(before.stream(), after.stream())
                .filter(one -> one.severity() == Severity.BLOCK || one.rule().equals(RuleType.APPROVAL.name()))
                .map(Desk::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without its words: they say how much, and that may become less. */
    private static String key(Conflict one) {
        return one.rule() + " " + one.breakId() + " " + one.spotId();
    }

    /**
     * The commands of a station, latest first.
     *
     * @param before what the page before ended with, or {@link Long#MAX_VALUE}
     */
    public List<DoneCommand> commands(String callSign, long before, int limit) {
        return read(sql -> new History(sql, callSign).commands(before, limit));
    }

    /**
     * What was changed at a station, latest first.
     *
     * @param entity for example slot, empty for all
     * @param entityId of the one, 0 for all
     * @param before what the page before ended with, or {@link Long#MAX_VALUE}
     */
    public List<AuditLine> audit(String callSign, String entity, long entityId, long before, int limit) {
        return read(sql -> new History(sql, callSign).audit(entity, entityId, before, limit));
    }

    /** Where the week of a feed that a day is in is in conflict with the rules. */
    public List<Conflict> conflicts(String callSign, String feed, LocalDate anyDay) {
        return read(sql -> {
            DeskFeed one = DeskFeed.named(DeskFeed.ofStation(sql, callSign), feed);
            return rules.ofWeek(sql, one.id(), new LocalWeek(LocalWeek.mondayOf(anyDay), one.zone()));
        });
    }

    /**
     * The station that a spot belongs to, for whoever decides who may move it.
     *
     * @throws EditRefused where there is no such spot
     */
    public String stationOf(String spot) {
        return place(spot).callSign();
    }

    private record Place(String callSign, String adBreak, int seq, int version) {}

    private Place place(String spot) {
        return read(sql -> sql.rows("""
                        SELECT s.call_sign, p.break_id, p.seq, p.version FROM placement p JOIN ad_break b ON b.id = p.break_id
                        JOIN feed f ON f.id = b.feed_id JOIN station s ON s.id = f.station_id WHERE p.id = ?1
                        """, number("spot", spot)).stream()
                .findFirst()
                .map(row -> new Place(row.text(0), row.id(1), (int) row.number(2), (int) row.number(3)))
                .orElseThrow(() -> EditRefused.unknown("spot", spot)));
    }

    /**
     * Moves a spot as it is now, warnings or not: for whoever sees the week and not the versions in it.
     *
     * @param position from 1, or null for the end of the break
     */
    public Moved move(Editor editor, String spot, String toBreak, Integer position) {
        Place from = place(spot);
        if (position == null && from.adBreak().equals(toBreak)) {
            return new Moved(spot, toBreak, from.seq(), toBreak, from.seq());
        }
        Edit edit = new MoveSpot(number("spot", spot), number("break", toBreak), position, from.version());
        apply(editor, from.callSign(), List.of(edit), Options.plain().because("moved without looking at warnings"));
        return new Moved(spot, from.adBreak(), from.seq(), toBreak, place(spot).seq());
    }

    private static long number(String field, String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw EditRefused.unknown(field, id);
        }
    }

    /** A question to the tables of the desk that changes nothing. */
    <R> R read(Function<Sql, R> question) {
        return database.read(em -> question.apply(new Sql(em)));
    }
}
