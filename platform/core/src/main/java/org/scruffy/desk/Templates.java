package org.scruffy.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.CopyEdits.Fated;
import org.scruffy.desk.Edit.ProgramName;
import org.scruffy.desk.TemplateWeek.Airing;
import org.scruffy.desk.WeekTemplate.Break;
import org.scruffy.desk.WeekTemplate.Item;
import org.scruffy.desk.WeekTemplate.Rule;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.telemetry.Telemetry;

/** The weekly clocks of a station's feeds, kept with an audit. What they write into a week is the desk's affair. */
@ApplicationScoped
public class Templates {

    private static final String SELECT = """
            SELECT m.id, f.name AS feed, m.name, m.version, i.id AS item, i.day_of_week, CAST(i.start_local AS text) AS start_local,
                   i.fold, i.duration_ms, p.title, p.episode, p.nola, b.json ->> 'anchor' AS anchor,
                   COALESCE(CAST(b.json ->> 'offsetMs' AS bigint), 0) AS offset_ms,
                   CAST(b.json ->> 'capacityMs' AS integer) AS capacity_ms, b.json ->> 'kind' AS kind,
                   i.rrule, i.rule_start, array_to_string(i.exdates, ',') AS exdates
            FROM template m JOIN feed f ON f.id = m.feed_id JOIN station s ON s.id = f.station_id
            LEFT JOIN template_item i ON i.template_id = m.id LEFT JOIN program p ON p.id = i.program_id
            LEFT JOIN LATERAL jsonb_array_elements(i.breaks) WITH ORDINALITY AS b(json, place) ON true
            WHERE s.call_sign = ?1 AND (CAST(?2 AS bigint) = 0 OR m.id = CAST(?2 AS bigint))
            ORDER BY f.id, m.name, m.id, i.day_of_week, i.start_local, i.id, b.place
            """;

    private static final String ITEMS = """
            unnest(CAST(?2 AS bigint[]), CAST(?3 AS integer[]), CAST(?4 AS time[]), CAST(?5 AS text[]), CAST(?6 AS integer[]),
                   CAST(?7 AS text[]), CAST(?8 AS text[]), CAST(?9 AS text[]), CAST(?10 AS text[]),
                   CAST(?11 AS text[]), CAST(?12 AS date[]), CAST(?13 AS text[]))
                AS n(id, day_of_week, start_local, fold, duration_ms, title, episode, nola, breaks, rrule, rule_start, exdates)
            """;

    private static final String ADD_PROGRAMS =
            "INSERT INTO program (title, episode, nola) SELECT DISTINCT n.title, n.episode, n.nola FROM unnest(CAST(?1 AS text[]),"
                    + " CAST(?2 AS text[]), CAST(?3 AS text[])) AS n(title, episode, nola) ON CONFLICT DO NOTHING";

    private static final String CHANGE_ITEMS = """
            UPDATE template_item i SET day_of_week = n.day_of_week, start_local = n.start_local, fold = n.fold,
                duration_ms = n.duration_ms, program_id = p.id, breaks = CAST(n.breaks AS jsonb),
                rrule = n.rrule, rule_start = n.rule_start, exdates = CAST(n.exdates AS date[]) FROM
            """ + ITEMS + """
             JOIN program p ON (p.title, p.episode, p.nola) = (n.title, n.episode, n.nola)
            WHERE i.template_id = ?1 AND i.id = n.id
            """;

    private static final String ADD_ITEMS = """
            INSERT INTO template_item (template_id, day_of_week, start_local, fold, duration_ms, program_id, breaks, rrule, rule_start,
                exdates)
            SELECT ?1, n.day_of_week, n.start_local, n.fold, n.duration_ms, p.id, CAST(n.breaks AS jsonb), n.rrule, n.rule_start,
                CAST(n.exdates AS date[]) FROM
            """ + ITEMS + """
             JOIN program p ON (p.title, p.episode, p.nola) = (n.title, n.episode, n.nola) WHERE n.id = 0
            """;

    private static final String WEEK = """
            SELECT t.id, t.starts_at, t.ends_at, p.title, p.episode, p.nola, b.starts_at AS break_start, b.capacity_ms, b.kind
            FROM timeslot t JOIN program p ON p.id = t.program_id LEFT JOIN ad_break b ON b.slot_id = t.id
            WHERE t.feed_id = ?1 AND t.state <> 'CANCELLED'
              AND t.starts_at >= CAST(?2 AS timestamptz) AND t.starts_at < CAST(?3 AS timestamptz)
            ORDER BY t.starts_at, b.pos
            """;

    private static final String TITLES =
            "SELECT i.id, p.title FROM template_item i JOIN program p ON p.id = i.program_id WHERE i.template_id = ?1";

    /** So many weeks are previewed at once. */
    public static final int MOST_WEEKS = 53;

    private final Database database;
    private final Clock clock;
    private final Telemetry telemetry;

    protected Templates() {
        this(null, null, null);
    }

    @Inject
    public Templates(Database database, Clock clock, Telemetry telemetry) {
        this.database = database;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    static DeskFeed feedOf(Work work, long template) {
        return work
                .sql
                .rows(
                        "SELECT feed_id FROM template WHERE id = ?1 AND feed_id = ANY (CAST(?2 AS bigint[]))",
                        template,
                        work.feedIds())
                .stream()
                .findFirst()
                .map(row -> work.feed(row.number(0)))
                .orElseThrow(() -> EditRefused.unknown("template", template));
    }

    /** Those of every feed of a station. One statement. */
    public List<WeekTemplate> all(String callSign) {
        return database.read(em -> read(new Sql(em), callSign, 0));
    }

    /** @throws EditRefused where there is none of that id at the station */
    public WeekTemplate one(String callSign, long id) {
        return database.read(em -> one(new Sql(em), callSign, id));
    }

    /**
     * What comes of one where it is applied to weeks; nothing is changed.
     *
     * @param anyDay of the first week
     * @param weeks from 1 to {@value #MOST_WEEKS}
     */
    public List<TemplateWeek> preview(String callSign, long id, LocalDate anyDay, int weeks) {
        if (weeks < 1 || weeks > MOST_WEEKS) {
            throw EditRefused.invalid("weeks", weeks, "from 1 to " + MOST_WEEKS);
        }
        return database.read(em -> {
            Sql sql = new Sql(em);
            Work work = new Work(
                    sql, clock.instant(), new Editor("", false), Options.plain(), DeskFeed.ofStation(sql, callSign));
            Map<Long, String> titles = new HashMap<>();
            sql.rows(TITLES, id).forEach(row -> titles.put(row.number(0), row.text(1)));
            DeskFeed feed = feedOf(work, id);
            LocalDate monday = LocalWeek.mondayOf(work.near("from", anyDay));
            return new CopyEdits(work)
                    .fates(feed, id, monday, weeks).entrySet().stream()
                            .map(each -> week(each.getKey(), each.getValue(), titles))
                            .toList();
        });
    }

    private static TemplateWeek week(LocalDate monday, List<Fated> fates, Map<Long, String> titles) {
        return new TemplateWeek(
                monday,
                fates.stream()
                        .map(one -> new Airing(
                                one.placed().start(),
                                one.placed().end(),
                                titles.get(one.placed().source()),
                                one.fate()))
                        .toList());
    }

    private static WeekTemplate one(Sql sql, String callSign, long id) {
        return read(sql, callSign, id == 0 ? -1 : id).stream()
                .findFirst()
                .orElseThrow(() -> EditRefused.unknown("template", id));
    }

    /** Keeps a new one. */
    public WeekTemplate add(Editor editor, String callSign, WeekTemplate template) {
        check(template);
        return change(editor, callSign, "new template", sql -> {
            DeskFeed feed = DeskFeed.named(DeskFeed.ofStation(sql, callSign), template.feed());
            long id = sql.rows("SELECT nextval(pg_get_serial_sequence('template', 'id'))")
                    .get(0)
                    .number(0);
            sql.run("INSERT INTO template (id, feed_id, name) VALUES (?1, ?2, ?3)", id, feed.id(), template.name());
            writeItems(sql, id, template.items());
            return one(sql, callSign, id);
        });
    }

    /** Makes one of what is in the week that a day is in. */
    public WeekTemplate addFromWeek(Editor editor, String callSign, String feed, String name, LocalDate anyDay) {
        List<Item> items = database.read(em -> {
            Sql sql = new Sql(em);
            return ofWeek(sql, DeskFeed.named(DeskFeed.ofStation(sql, callSign), feed), LocalWeek.mondayOf(anyDay));
        });
        if (items.isEmpty()) {
            throw EditRefused.clash(
                    "Nothing airs on " + feed + " in that week", "week", anyDay, "a week with a schedule");
        }
        return add(editor, callSign, new WeekTemplate(0, feed, name, 0, items));
    }

    /** Makes one as it is given: an item without an id is new, one that is not given goes. Its feed stays. */
    public WeekTemplate replace(Editor editor, String callSign, WeekTemplate template, Integer version) {
        check(template);
        return change(editor, callSign, "change template", sql -> {
            raise(sql, callSign, template.id(), version);
            sql.run("UPDATE template SET name = ?1 WHERE id = ?2", template.name(), template.id());
            List<Long> kept = template.items().stream().map(Item::id).toList();
            sql.run(
                    "DELETE FROM template_item WHERE template_id = ?1 AND NOT (id = ANY (CAST(?2 AS bigint[])))",
                    template.id(),
                    kept);
            writeItems(sql, template.id(), template.items());
            return one(sql, callSign, template.id());
        });
    }

    /** What it wrote into weeks stays there. */
    public void remove(Editor editor, String callSign, long id, Integer version) {
        change(editor, callSign, "delete template", sql -> {
            raise(sql, callSign, id, version);
            return sql.run("DELETE FROM template WHERE id = ?1", id);
        });
    }

    private static void raise(Sql sql, String callSign, long id, Integer version) {
        WeekTemplate now = one(sql, callSign, id);
        EditRefused.ifStale("template", id, version, now.version());
        if (sql.run("UPDATE template SET version = version + 1 WHERE id = ?1 AND version = ?2", id, now.version())
                == 0) {
            EditRefused.ifStale("template", id, version, now.version() + 1);
        }
    }

    private <R> R change(Editor editor, String callSign, String label, Function<Sql, R> work) {
        try (Telemetry.Span span = telemetry.span(label)) {
            span.set("station", callSign);
            return Constraints.named(() -> database.transaction(em -> {
                Sql sql = new Sql(em);
                sql.run("UPDATE template SET version = version WHERE false");
                new Journal(sql, callSign).open(UUID.randomUUID(), clock.instant(), editor.name(), "", span.traceId());
                return work.apply(sql);
            }));
        }
    }

    private static void writeItems(Sql sql, long template, List<Item> items) {
        List<String> titles = items.stream().map(item -> item.program().title()).toList();
        List<String> episodes =
                items.stream().map(item -> item.program().episode()).toList();
        List<String> nolas = items.stream().map(item -> item.program().nola()).toList();
        sql.run(ADD_PROGRAMS, titles, episodes, nolas);
        List<Rule> rules = items.stream().map(Item::rule).toList();
        Object[] columns = {
            template,
            items.stream().map(Item::id).toList(),
            items.stream().map(item -> item.day().getValue()).toList(),
            items.stream().map(item -> item.start().toString()).toList(),
            items.stream().map(item -> item.later() ? "LATER" : "EARLIER").toList(),
            items.stream().map(item -> item.length().toMillis()).toList(),
            titles,
            episodes,
            nolas,
            items.stream().map(Templates::json).toList(),
            rules.stream().map(rule -> rule.weekly() ? null : rule.rrule()).toList(),
            rules.stream().map(rule -> rule.weekly() ? null : rule.from()).toList(),
            rules.stream().map(Templates::array).toList()
        };
        sql.run(CHANGE_ITEMS, columns);
        sql.run(ADD_ITEMS, columns);
    }

    private static String array(Rule rule) {
        return rule.except().stream().map(LocalDate::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** Of values that were checked: no text of theirs needs to be escaped. */
    private static String json(Item item) {
        List<String> breaks = item.breaks().stream()
                .map(one -> "{\"anchor\":\"" + one.anchor() + "\",\"offsetMs\":" + one.offsetMs() + ",\"capacityMs\":"
                        + one.capacityMs() + ",\"kind\":\"" + one.kind() + "\"}")
                .toList();
        return "[" + String.join(",", breaks) + "]";
    }

    private static void check(WeekTemplate template) {
        if (template.name() == null
                || template.name().isBlank()
                || template.name().length() > 100) {
            throw EditRefused.invalid("name", template.name(), "1 to 100 characters");
        }
        if (template.items().isEmpty() || template.items().size() > WeekTemplate.MOST_ITEMS) {
            throw EditRefused.invalid(
                    "items", template.items().size() + " of them", "from 1 to " + WeekTemplate.MOST_ITEMS);
        }
        template.items().forEach(Templates::check);
    }

    private static void check(Item item) {
        if (item.length().toMinutes() < 1 || item.length().compareTo(Duration.ofHours(24)) > 0) {
            throw EditRefused.invalid("durationMs", item.length().toMillis(), "from 60000 to 86400000");
        }
        item.rule().check();
        if (item.program().title().isBlank()) {
            throw EditRefused.invalid("program.title", "", "what airs");
        }
        for (Break one : item.breaks()) {
            Work.oneOf("anchor", one.anchor(), List.of("BEFORE", "AFTER", "OFFSET"));
            Work.oneOf("kind", one.kind(), BreakEdits.KINDS);
            Work.checkCapacity(one.capacityMs());
            if (one.offsetMs() < 0 || one.offsetMs() > item.length().toMillis()) {
                throw EditRefused.invalid(
                        "offsetMs",
                        one.offsetMs(),
                        "from 0 to the program's " + item.length().toMillis());
            }
        }
    }

    private static List<Item> ofWeek(Sql sql, DeskFeed feed, LocalDate monday) {
        Map<Long, List<Row>> slots = new LinkedHashMap<>();
        sql.rows(WEEK, feed.id(), feed.startOf(monday), feed.startOf(monday.plusDays(7)))
                .forEach(row -> slots.computeIfAbsent(row.number(0), id -> new ArrayList<>())
                        .add(row));
        Map<LocalDateTime, Item> items = new LinkedHashMap<>();
        // of two equal local times the clock of every other week has one
        slots.values()
                .forEach(rows ->
                        items.putIfAbsent(rows.get(0).at(1).atZone(feed.zone()).toLocalDateTime(), item(rows, feed)));
        return List.copyOf(items.values());
    }

    private static Item item(List<Row> rows, DeskFeed feed) {
        Row slot = rows.get(0);
        Instant start = slot.at(1);
        LocalDateTime local = start.atZone(feed.zone()).toLocalDateTime();
        return new Item(
                0,
                local.getDayOfWeek(),
                local.toLocalTime(),
                false,
                Duration.between(start, slot.at(2)),
                new ProgramName(slot.text(3), slot.text(4), slot.text(5)),
                rows.stream()
                        .filter(row -> !row.empty(6))
                        .map(row -> new Break(
                                "OFFSET",
                                Duration.between(start, row.at(6)).toMillis(),
                                (int) row.number(7),
                                row.text(8)))
                        .toList());
    }

    private static List<WeekTemplate> read(Sql sql, String callSign, long id) {
        Map<Long, List<Row>> templates = new LinkedHashMap<>();
        sql.rows(SELECT, callSign, id)
                .forEach(row -> templates
                        .computeIfAbsent(row.number(0), one -> new ArrayList<>())
                        .add(row));
        return templates.values().stream().map(Templates::template).toList();
    }

    private static WeekTemplate template(List<Row> rows) {
        Map<Long, List<Row>> items = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> !row.empty(4))
                .forEach(row -> items.computeIfAbsent(row.number(4), one -> new ArrayList<>())
                        .add(row));
        Row first = rows.get(0);
        return new WeekTemplate(
                first.number(0),
                first.text(1),
                first.text(2),
                (int) first.number(3),
                items.values().stream().map(Templates::item).toList());
    }

    private static Item item(List<Row> rows) {
        Row item = rows.get(0);
        return new Item(
                item.number(4),
                DayOfWeek.of((int) item.number(5)),
                LocalTime.parse(item.text(6)),
                item.text(7).equals("LATER"),
                item.length(8),
                new ProgramName(item.text(9), item.text(10), item.text(11)),
                rows.stream()
                        .filter(row -> !row.empty(12))
                        .map(row -> new Break(row.text(12), row.number(13), (int) row.number(14), row.text(15)))
                        .toList(),
                item.empty(16) ? Rule.WEEKLY : rule(item.text(16), item.day(17), item.text(18)));
    }

    /** A rule as it is kept, its exceptions with commas between them. */
    static Rule rule(String rrule, LocalDate from, String except) {
        List<LocalDate> days = except.isEmpty()
                ? List.of()
                : Stream.of(except.split(",")).map(LocalDate::parse).toList();
        return new Rule(rrule, from, days);
    }
}
