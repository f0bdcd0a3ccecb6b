package org.scruffy.web.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scruffy.database.FetchPlan;
import org.scruffy.database.FetchPlan.Hop;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.Schedule;
import org.scruffy.telemetry.ServerSpan;

/**
 * The fetch plans of all that the API reads. A resource names its plan in one line, {@code @Plan.Reads(Plan.ORDERS)}; the request's
 * span then carries the plan and what it may use, and {@code GET /api/fetch-plans} lists who is served by it.
 */
enum Plan {
    WEEK(5, with(Schedule.plan(), hop("underwriters", "the underwriters, where they are asked for"))),
    WEEK_WITH_CONFLICTS(10, with(WEEK.hops, Rules.HOPS)),
    CONFLICTS(9, with(List.of(hop("feeds", "the feeds"), hop("breaks", "the breaks of the week")), Rules.HOPS)),
    STATIONS(3, hop("stations", "the stations with their feeds")),
    COMMANDS(3, hop("commands", "a page of what was done")),
    AUDIT(3, hop("audit", "a page of what was changed")),
    TEMPLATES(3, hop("templates", "the templates with their programs and breaks")),
    TEMPLATE_PREVIEW(
            9,
            hop("feeds", "the feeds with their clocks"),
            hop("template", "the template: its feed, the titles of its programs, when they air"),
            hop("weeks", "what airs in the weeks, what of it is the template's, and the days that are locked")),
    PALETTE(
            9,
            hop("rules", "the rules of the network, of the station and of its feeds"),
            hop("feed", "the feed with its clock"),
            hop("lines", "the lines that want spots, with their creatives"),
            hop("breaks", "the breaks around the week, with the spots in them"),
            hop("days", "the days that are locked")),
    PALETTE_BREAKS(10, with(PALETTE.hops, hop("programs", "the programs of the best five"))),
    ORDERS(
            4,
            hop("orders", "a page of orders with their underwriters"),
            hop("lines", "their lines, with what was placed and aired")),
    LINE(3, hop("line", "the line, with what was placed and aired")),
    DELIVERY(4, hop("line", "the line"), hop("placements", "what stands of it, with when and whether it aired")),
    UNDERWRITERS(3, hop("underwriters", "a page of underwriters with their categories")),
    CATEGORIES(3, hop("categories", "the categories with those above them")),
    CREATIVES(3, hop("creatives", "a page of creatives with their underwriters and last files")),
    AIR_COPIES(
            4,
            hop("copies", "the copies with their creatives and feeds"),
            hop("ladders", "the feeds with their ladders")),
    LEFTOVERS(
            4,
            hop("leftovers", "the copies that nobody needs, with their creatives"),
            hop("freed", "how many were deleted")),
    LENGTHS(3, hop("lengths", "which lengths the station takes")),
    RULES(3, hop("rules", "the rules of the network, of the station and of its feeds")),
    AS_RUN(4, hop("feed", "the feed with its clock"), hop("rows", "a page of what aired, with the spots it shows")),
    AS_RUN_FILE(42, hop("feed", "the feed with its clock"), hop("rows", "what aired: both once for every 500 rows")),
    LOG_TEMPLATES(3, hop("templates", "the templates that logs are read by")),
    AS_RUN_SETTINGS(3, hop("settings", "how the station judges its logs")),
    STITCHING(3, hop("stitching", "how the breaks of the feed are filled")),
    AS_RUN_IMPORTS(3, hop("imports", "the logs that were read last")),
    AS_RUN_IMPORT_ROWS(4, hop("import", "the log"), hop("rows", "a page of its rows")),
    RECONCILIATION(
            7,
            hop("feed", "the feed with its clock"),
            hop("spots", "the spots of the day with what became of them"),
            hop("rows", "what aired and was not planned"),
            hop("clock", "the feed again, for its orders"),
            hop("orders", "the orders that had spots on the day")),
    MAKE_GOODS(
            4,
            hop("feed", "the feed with its clock"),
            hop("spots", "the spots that did not air and are not made good")),
    MAKE_GOOD_OFFERS(
            9,
            hop("placement", "the feed of the spot"),
            hop("feed", "the feed with its clock"),
            hop("spot", "the spot"),
            hop("line", "what its line asks for"),
            hop("breaks", "the breaks to come, with the room in them"),
            hop("placements", "the other spots of the line"),
            hop("days", "the days that are locked")),
    AFFIDAVIT(
            7,
            hop("order", "the order with its underwriter and station"),
            hop("line", "the line, where one is named"),
            hop("feeds", "the feeds with their clocks"),
            hop("spots", "the spots of the order with what became of them"),
            hop("paper", "the size of the station's paper")),
    REPORT(
            4,
            hop("feeds", "the feeds with their clocks"),
            hop("report", "sums of breaks, sums of lines, or spots that did not air")),
    IMPORTS(3, hop("imports", "the files that were brought last")),
    IMPORT_ROWS(4, hop("import", "the file"), hop("rows", "a page of its rows")),
    EXPORT(
            15,
            hop("revisions", "the revisions of at most two weeks, twice"),
            hop("feed", "the feed with its clock"),
            hop("weeks", "at most two weeks, each as the plan week has it")),
    ON_AIR(
            10,
            hop("stations", "the stations with their feeds"),
            hop("weeks", "at most two weeks, each as the plan week has it; all of it kept for a while")),
    AVAILS(
            15,
            hop("breaks", "the planned breaks of the interval, with their spots"),
            hop("feed", "the feed, and what its breaks are signalled by"),
            hop("avails", "the decisions of the interval with their spots, splices and ends"),
            hop("shown", "what was shown first of them, and the as-run rows"),
            hop("notes", "cues, troubles and what was done by hand around them")),
    AVAIL(17, with(AVAILS.hops, hop("at", "when it was"))),
    MANIFEST(
            9,
            hop("feed", "the feed"),
            hop("avails", "the decisions of the hour before, with their spots, splices and ends"),
            hop("cues", "the cues of that hour; the versions themselves are files")),
    DATASETS(
            6,
            hop("catalogue", "what was seen in the last minute, where it is not written yet"),
            hop("datasets", "the datasets")),
    COLUMNS(10, with(DATASETS.hops, hop("columns", "the columns of one dataset or of all"))),
    ERRORS(3, hop("groups", "a page of groups of errors")),
    ERROR(
            6,
            hop("group", "the group of errors"),
            hop("stations", "the stations it affected"),
            hop("builds", "the builds it was seen in"),
            hop("hours", "how often it came in each hour")),
    ASSIGNEES(3, hop("users", "the users with their roles")),
    BLAST_RADIUS(
            8,
            with(
                    ERROR.hops,
                    List.of(
                            hop("timeslots", "the timeslots that were on while it happened"),
                            hop("spots", "the avails that were touched, with their spots and underwriters")))),
    SHOWN_SPOTS(3, hop("creatives", "the creatives whose segments were played")),
    ON_A_STREAM(
            4,
            hop("timeslots", "the timeslots that were on then"),
            hop("spots", "the avails that were on then, with their spots and underwriters")),
    SAMPLING_RULES(3, hop("rules", "the rules that say which events are kept")),
    MARKERS(9, with(DATASETS.hops, hop("markers", "the markers of one dataset, or of all"))),
    ALL_MARKERS(3, hop("markers", "the markers of whatever dataset")),
    ASKED_QUESTIONS(3, hop("questions", "what was asked last")),
    ASKED_QUESTION(4, hop("question", "the question"), hop("answer", "its answer, where it is kept")),
    BOARDS(4, hop("boards", "the boards one may see"), hop("panels", "their panels")),
    TRIGGERS(3, hop("triggers", "the triggers, with since when they fire")),
    SLOS(4, hop("objectives", "the objectives, with how they stand"), hop("burn alerts", "their burn alerts")),
    RECIPIENTS(3, hop("recipients", "who is told of alerts")),
    ALERTS(
            7,
            hop("alerts", "what fires and what fired last"),
            hop("deliveries", "who was told of it"),
            hop("triggers", "the triggers that fired"),
            hop("objectives", "the objectives whose budgets burned"),
            hop("burn alerts", "their burn alerts")),
    ALERTS_FIRING(3, hop("alerts", "how many fire now")),
    QUIET_HOURS(3, hop("quiet hours", "when nobody of a station is told")),
    /** What stands in memory. Whoever asks still has to be known. */
    NOTHING(2);

    /** Names the plan that a request is answered by. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Reads {
        Plan value();
    }

    private final int mostStatements;
    private final List<Hop> hops;

    Plan(int mostStatements, Hop... hops) {
        this(mostStatements, List.of(hops));
    }

    /** @param mostStatements of the whole request: those of the hops, and up to two that find out who asks */
    Plan(int mostStatements, List<Hop> hops) {
        this.mostStatements = mostStatements;
        this.hops = hops;
    }

    private static Hop hop(String name, String reads) {
        return new Hop(name, reads);
    }

    private static List<Hop> with(List<Hop> hops, Hop more) {
        return with(hops, List.of(more));
    }

    private static List<Hop> with(List<Hop> hops, List<Hop> more) {
        List<Hop> all = new ArrayList<>(hops);
        all.addAll(more);
        return List.copyOf(all);
    }

    /** As on the span: {@code week-with-conflicts}. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Answers the request that is served here by this plan. */
    void use() {
        ServerSpan.served().ifPresent(span -> span.plan(words(), mostStatements));
    }

    FetchPlan serving(List<String> routes) {
        return new FetchPlan(words(), String.join(", ", routes), hops, mostStatements);
    }
}
