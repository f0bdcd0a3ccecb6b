package org.scruffy.schedule;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.scruffy.spi.schedule.AdBreak.Fill;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;

/**
 * The week of a station as JSON, written straight from what was read; {@code org.scruffy.client.WeekDocument} says what its fields
 * mean. What is said often stands once, in dictionaries with sorted keys: the same revision is the same bytes everywhere. Parts can
 * be left out; whatever is wanted, the statements are the same.
 */
public final class WeekJson {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
    private static final Set<String> INCLUDABLE = Set.of("breaks", "placements", "creatives", "lines");

    private static final WeekJson WHOLE = new WeekJson(INCLUDABLE, Set.of());

    private final Set<String> included;
    private final Set<String> wanted;
    private final SortedSet<String> known = new TreeSet<>();
    private final List<Field<Program>> program;
    private final List<Field<Creative>> creative;
    private final List<Field<FeedSheet.Line>> line;
    private final List<Field<FeedSheet.Day>> day;
    private final List<Field<FeedSheet.Placement>> placement;
    private final List<Field<FeedSheet.Break>> adBreak;
    private final List<Field<FeedSheet.Slot>> slot;
    private final List<Field<FeedSheet>> feed;

    /**
     * What is wanted of a week.
     *
     * @param included of {@link #includable}: what stands in it beside the slots
     * @param wanted of {@link #fields}; an object of which none is named stays whole
     */
    public WeekJson(Set<String> included, Set<String> wanted) {
        this.included = Set.copyOf(included);
        this.wanted = Set.copyOf(wanted);
        program = wanted(
                "program",
                List.of(text("title", Program::title), text("episode", Program::episode), text("nola", Program::nola)));
        creative = wanted(
                "creative",
                List.of(
                        text("title", Creative::title),
                        text("underwriter", Creative::underwriter),
                        number("durationMs", each -> each.length().toMillis()),
                        flag("airReady", Creative::airReady)));
        line = wanted(
                "line",
                List.of(
                        text("name", FeedSheet.Line::name),
                        text("order", FeedSheet.Line::order),
                        text("underwriter", FeedSheet.Line::underwriter)));
        day = wanted(
                "day",
                List.of(
                        text("date", each -> each.date().toString()),
                        flag("locked", FeedSheet.Day::locked),
                        number("publishedRevision", FeedSheet.Day::publishedRevision)));
        placement = wanted(
                "placement",
                List.of(
                        text("id", each -> Long.toString(each.id())),
                        place("seq"),
                        text("creative", each -> each.creative().adId()),
                        number("durationMs", each -> each.creative().length().toMillis()),
                        number("version", FeedSheet.Placement::version),
                        text("status", FeedSheet.Placement::status),
                        text("origin", FeedSheet.Placement::origin),
                        text("line", each -> each.line() == null ? "" : key(each.line()))));
        adBreak = wanted(
                "break",
                List.of(
                        text("id", each -> Long.toString(each.id())),
                        place("pos"),
                        text("startsAt", each -> each.start().toString()),
                        text("kind", each -> each.kind().name()),
                        new Field<>(
                                "fill", (to, each, place) -> to.fill(each.capacityMs(), each.bookedMs(), fill(each))),
                        list("placements", FeedSheet.Break::placements, placement),
                        number("version", FeedSheet.Break::version),
                        flag("locked", FeedSheet.Break::locked)));
        slot = wanted(
                "slot",
                List.of(
                        text("id", each -> Long.toString(each.id())),
                        text("startsAt", each -> each.start().toString()),
                        text("endsAt", each -> each.end().toString()),
                        new Field<>(
                                "localStart",
                                (to, each, place) -> to.json.write(
                                        "localStart", LOCAL.format(each.start().atZone(to.zone)))),
                        new Field<>(
                                "program",
                                (to, each, place) -> to.json.write("program", to.programs.get(each.program()))),
                        new Field<>("fill", (to, each, place) -> to.fill(each.breaks())),
                        list("breaks", FeedSheet.Slot::breaks, adBreak),
                        number("version", FeedSheet.Slot::version),
                        text("source", FeedSheet.Slot::source),
                        text("state", FeedSheet.Slot::state)));
        feed = wanted(
                "feed",
                List.of(
                        text("name", sheet -> sheet.feed().name()),
                        text("title", sheet -> sheet.feed().title()),
                        text("kind", sheet -> sheet.feed().kind().name()),
                        text("zone", sheet -> sheet.feed().zone().getId()),
                        number("revision", FeedSheet::revision),
                        text("from", sheet -> sheet.week().start().toString()),
                        text("to", sheet -> sheet.week().end().toString()),
                        number("hours", WeekJson::hours),
                        list("slots", FeedSheet::slots, slot),
                        number("publishedRevision", FeedSheet::publishedRevision),
                        list("days", FeedSheet::days, day)));
    }

    /** What can be left out of a week. */
    public static SortedSet<String> includable() {
        return new TreeSet<>(INCLUDABLE);
    }

    /** What can be chosen from, each as {@code slot.startsAt}. */
    public static SortedSet<String> fields() {
        return new TreeSet<>(WHOLE.known);
    }

    /**
     * Writes a document.
     *
     * @param sheets of one or more feeds of one station in one week
     */
    public byte[] of(List<FeedSheet> sheets) {
        return of(sheets, json -> {});
    }

    /**
     * Writes a document that says more than the weeks do.
     *
     * @param more writes members of the document, after all others
     */
    public byte[] of(List<FeedSheet> sheets, Consumer<JsonGenerator> more) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator json = Json.createGenerator(bytes)) {
            json.writeStartObject();
            document(sheets, new Writing(json));
            more.accept(json);
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    private void document(List<FeedSheet> sheets, Writing to) {
        sheets.forEach(to::collect);
        to.json.write("station", sheets.get(0).station());
        to.json.write("start", sheets.get(0).week().monday().toString());
        to.json.writeStartArray("feeds");
        for (FeedSheet sheet : sheets) {
            to.zone = sheet.feed().zone();
            to.object(sheet, 1, feed);
        }
        to.json.writeEnd();
        Map<String, Program> programs = new TreeMap<>();
        to.programs.forEach((each, key) -> programs.put(key, each));
        dictionary("programs", programs, program, to);
        dictionary("creatives", to.creatives, creative, to);
        dictionary("lines", to.lines, line, to);
    }

    private <T> void dictionary(String name, Map<String, T> entries, List<Field<T>> fields, Writing to) {
        if (leaves(name)) {
            return;
        }
        to.json.writeStartObject(name);
        entries.forEach((key, entry) -> {
            to.json.writeKey(key);
            to.object(entry, 1, fields);
        });
        to.json.writeEnd();
    }

    private boolean leaves(String name) {
        return INCLUDABLE.contains(name) && !included.contains(name);
    }

    private static long hours(FeedSheet sheet) {
        return Duration.between(sheet.week().start(), sheet.week().end()).toHours();
    }

    private static String key(FeedSheet.Line line) {
        return "l" + line.id();
    }

    private static Fill fill(FeedSheet.Break adBreak) {
        return Fill.of(adBreak.placements().size(), adBreak.capacityMs(), adBreak.bookedMs());
    }

    /** A document while it is written. */
    private static final class Writing {

        private final JsonGenerator json;
        private final Map<Program, String> programs = new HashMap<>();
        private final Map<String, Creative> creatives = new TreeMap<>();
        private final Map<String, FeedSheet.Line> lines = new TreeMap<>();
        private ZoneId zone;

        Writing(JsonGenerator json) {
            this.json = json;
        }

        void collect(FeedSheet sheet) {
            for (FeedSheet.Slot slot : sheet.slots()) {
                programs.computeIfAbsent(slot.program(), program -> "p" + (programs.size() + 1));
                for (FeedSheet.Break adBreak : slot.breaks()) {
                    adBreak.placements().forEach(this::collect);
                }
            }
        }

        private void collect(FeedSheet.Placement spot) {
            creatives.putIfAbsent(spot.creative().adId(), spot.creative());
            if (spot.line() != null) {
                lines.putIfAbsent(key(spot.line()), spot.line());
            }
        }

        <T> void object(T value, int place, List<Field<T>> fields) {
            json.writeStartObject();
            for (Field<T> field : fields) {
                field.how().write(this, value, place);
            }
            json.writeEnd();
        }

        void fill(long capacityMs, long bookedMs, Fill fill) {
            json.writeStartObject("fill");
            json.write("capacityMs", capacityMs);
            json.write("bookedMs", bookedMs);
            json.write("state", fill.name());
            json.writeEnd();
        }

        /** A slot is over when one of its breaks is, full when all are, empty when all are. */
        void fill(List<FeedSheet.Break> breaks) {
            long capacity = 0;
            long booked = 0;
            Set<Fill> fills = EnumSet.noneOf(Fill.class);
            for (FeedSheet.Break adBreak : breaks) {
                capacity += adBreak.capacityMs();
                booked += adBreak.bookedMs();
                fills.add(WeekJson.fill(adBreak));
            }
            Fill fill = fills.size() == 1 ? fills.iterator().next() : Fill.PARTIAL;
            if (fills.isEmpty()) {
                fill = Fill.EMPTY;
            } else if (fills.contains(Fill.OVER)) {
                fill = Fill.OVER;
            }
            fill(capacity, booked, fill);
        }
    }

    /** Writes a field of an object, whose place among its like counts from 1. */
    @FunctionalInterface
    private interface How<T> {
        void write(Writing to, T value, int place);
    }

    private record Field<T>(String name, How<T> how) {}

    private <T> List<Field<T>> wanted(String object, List<Field<T>> all) {
        Predicate<Field<T>> named = field -> wanted.contains(object + "." + field.name());
        boolean whole = all.stream().noneMatch(named);
        all.forEach(field -> known.add(object + "." + field.name()));
        return all.stream()
                .filter(field -> !leaves(field.name()) && (whole || named.test(field)))
                .toList();
    }

    private static <T> Field<T> text(String name, Function<T, String> read) {
        return new Field<>(name, (to, value, place) -> to.json.write(name, read.apply(value)));
    }

    private static <T> Field<T> number(String name, ToLongFunction<T> read) {
        return new Field<>(name, (to, value, place) -> to.json.write(name, read.applyAsLong(value)));
    }

    private static <T> Field<T> flag(String name, Predicate<T> read) {
        return new Field<>(name, (to, value, place) -> to.json.write(name, read.test(value)));
    }

    private static <T> Field<T> place(String name) {
        return new Field<>(name, (to, value, place) -> to.json.write(name, place));
    }

    private static <T, E> Field<T> list(String name, Function<T, List<E>> read, List<Field<E>> fields) {
        return new Field<>(name, (to, value, place) -> {
            to.json.writeStartArray(name);
            int next = 1;
            for (E each : read.apply(value)) {
                to.object(each, next++, fields);
            }
            to.json.writeEnd();
        });
    }
}
