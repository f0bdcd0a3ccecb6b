package org.scruffy.asrun;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a station's automation writes its log: a line for each event, its columns by header, position or offset.
 *
 * @param delimiter between the columns of a CSV
 * @param header whether the first line names the columns
 * @param date the pattern of dates (letters y, M, d), empty where the file is of one day that the importer names
 * @param broadcastDates whether dates are broadcast days, so that a time before the day's start is on the next calendar day
 * @param keep the kind of lines that are spots, empty where all are
 */
public record LogTemplate(
        String name,
        String title,
        Layout layout,
        Charset charset,
        char delimiter,
        boolean header,
        Map<LogField, Column> columns,
        String date,
        boolean broadcastDates,
        ClockForm time,
        ClockForm length,
        String keep) {

    private static final Set<String> KEYS =
            Set.of("layout", "charset", "delimiter", "header", "columns", "date", "dateIs", "time", "length", "keep");
    private static final Set<String> ONE_BYTE =
            Set.of("US-ASCII", "UTF-8", "ISO-8859-1", "ISO-8859-15", "windows-1252");
    private static final int LONGEST_LINE = 4000;

    /** How columns are told apart. */
    public enum Layout {
        CSV,
        FIXED
    }

    /**
     * Where a column is. Of a CSV either its header or its position counts, of a fixed layout offset and length.
     *
     * @param header its name in the first line, empty where it has a position
     * @param offset of a CSV its position, of a fixed layout its first character; from 0
     * @param length in characters, 0 in a CSV
     */
    public record Column(String header, int offset, int length) {}

    public LogTemplate {
        columns = new EnumMap<>(columns);
    }

    /**
     * Reads a template from JSON, as {@code V10__asrun.sql} has some.
     *
     * @throws AsRunProblem where something in it is missing, unknown or contradicts itself
     */
    static LogTemplate of(String name, String title, String json) {
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw AsRunProblem.bad("name", name, "1 to 40 small letters, digits and dashes");
        }
        if (title.isBlank() || title.length() > 100) {
            throw AsRunProblem.bad("title", title, "1 to 100 characters");
        }
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return of(name, title.strip(), reader.readObject());
        } catch (JsonException e) {
            throw AsRunProblem.bad("content", "no JSON object", "a JSON object that describes the lines of a log");
        }
    }

    private static LogTemplate of(String name, String title, JsonObject json) {
        json.keySet().stream().filter(key -> !KEYS.contains(key)).findFirst().ifPresent(key -> {
            throw AsRunProblem.bad(
                    "content",
                    key,
                    "only " + String.join(", ", KEYS.stream().sorted().toList()));
        });
        Layout layout = oneOf(Layout.class, json, "layout", "");
        LogTemplate template = new LogTemplate(
                name,
                title,
                layout,
                charset(text(json, "charset", "UTF-8")),
                delimiter(text(json, "delimiter", ",")),
                flag(json, "header"),
                columns(json, layout),
                datePattern(text(json, "date", "")),
                oneOf(DateIs.class, json, "dateIs", "CALENDAR") == DateIs.BROADCAST,
                oneOf(ClockForm.class, json, "time", "CLOCK"),
                oneOf(ClockForm.class, json, "length", "CLOCK"),
                text(json, "keep", ""));
        template.check();
        return template;
    }

    private enum DateIs {
        BROADCAST,
        CALENDAR
    }

    private void check() {
        for (LogField needed : List.of(LogField.TIME, LogField.LENGTH, LogField.AD_ID)) {
            if (!columns.containsKey(needed)) {
                throw AsRunProblem.bad("columns", "no " + needed, "TIME, LENGTH and AD_ID at least");
            }
        }
        if (!time.tellsTime()) {
            throw AsRunProblem.bad("time", time.name(), "a form that tells a time of day");
        }
        if (columns.containsKey(LogField.DATE) == date.isEmpty()) {
            throw AsRunProblem.bad("date", date, "a pattern, such as yyyy-MM-dd, exactly where there is a column DATE");
        }
        if (columns.containsKey(LogField.KIND) == keep.isEmpty()) {
            throw AsRunProblem.bad(
                    "keep", keep, "the kind of lines that are spots, exactly where there is a column KIND");
        }
        if (!header
                && columns.values().stream().anyMatch(column -> !column.header().isEmpty())) {
            throw AsRunProblem.bad("header", "false", "true where columns are found by their header");
        }
    }

    private static Map<LogField, Column> columns(JsonObject json, Layout layout) {
        if (!(json.get("columns") instanceof JsonObject found)) {
            throw AsRunProblem.bad("columns", "" + json.get("columns"), "an object with a column for each field");
        }
        Map<LogField, Column> columns = new EnumMap<>(LogField.class);
        found.forEach((field, column) ->
                columns.put(constant(LogField.class, "columns", field), column(field, column, layout)));
        return columns;
    }

    private static Column column(String field, JsonValue value, Layout layout) {
        if (value instanceof JsonObject column) {
            if (layout == Layout.FIXED && column.keySet().equals(Set.of("offset", "length"))) {
                int offset = number(column, "offset", 0);
                return new Column("", offset, number(column, "length", 1));
            }
            if (layout == Layout.CSV && column.keySet().equals(Set.of("position"))) {
                return new Column("", number(column, "position", 1) - 1, 0);
            }
            String name =
                    layout == Layout.CSV && column.keySet().equals(Set.of("name")) ? text(column, "name", "") : "";
            if (!name.isBlank()) {
                return new Column(name.strip(), 0, 0);
            }
        }
        String expected = layout == Layout.CSV
                ? "{\"name\": …} or {\"position\": from 1}"
                : "{\"offset\": from 0, \"length\": …}";
        throw AsRunProblem.bad("columns." + field, "" + value, expected);
    }

    private static int number(JsonObject json, String key, int least) {
        try {
            int number = json.getJsonNumber(key).intValueExact();
            if (number >= least && number <= LONGEST_LINE) {
                return number;
            }
        } catch (ClassCastException | ArithmeticException e) {
            // said below
        }
        throw AsRunProblem.bad(key, "" + json.get(key), "a whole number from " + least + " to " + LONGEST_LINE);
    }

    private static String text(JsonObject json, String key, String otherwise) {
        JsonValue value = json.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw AsRunProblem.bad(key, "" + value, "a text");
    }

    private static boolean flag(JsonObject json, String key) {
        JsonValue value = json.getOrDefault(key, JsonValue.FALSE);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw AsRunProblem.bad(key, "" + value, "true or false");
        }
        return value == JsonValue.TRUE;
    }

    private static <E extends Enum<E>> E oneOf(Class<E> type, JsonObject json, String key, String otherwise) {
        return constant(type, key, text(json, key, otherwise));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String key, String found) {
        List<String> known = Stream.of(type.getEnumConstants()).map(Enum::name).toList();
        if (!known.contains(found)) {
            throw AsRunProblem.bad(key, found, "one of: " + String.join(", ", known));
        }
        return Enum.valueOf(type, found);
    }

    private static Charset charset(String name) {
        try {
            Charset charset = Charset.forName(name);
            if (ONE_BYTE.contains(charset.name())) {
                return charset;
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            // said below
        }
        throw AsRunProblem.bad(
                "charset",
                name,
                "one of: " + String.join(", ", ONE_BYTE.stream().sorted().toList()));
    }

    private static char delimiter(String text) {
        if (text.length() == 1 && ",;|\t".contains(text)) {
            return text.charAt(0);
        }
        throw AsRunProblem.bad("delimiter", text, "a comma, a semicolon, a bar or a tab");
    }

    private static String datePattern(String pattern) {
        if (pattern.isEmpty()
                || pattern.matches("[yMd /.,'-]{1,20}") && pattern.contains("M") && pattern.contains("d")) {
            return pattern;
        }
        throw AsRunProblem.bad("date", pattern, "a pattern of y, M and d, such as yyyy-MM-dd, MM/dd/yy or MMdd");
    }

    /** The template as JSON, as {@link #of} reads it. */
    public String toJson() {
        JsonObjectBuilder list = Json.createObjectBuilder();
        columns.forEach((field, column) -> list.add(field.name(), json(column)));
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("layout", layout.name())
                .add("charset", charset.name())
                .add("header", header)
                .add("columns", list)
                .add("dateIs", broadcastDates ? "BROADCAST" : "CALENDAR")
                .add("time", time.name())
                .add("length", length.name());
        if (layout == Layout.CSV) {
            json.add("delimiter", String.valueOf(delimiter));
        }
        if (!date.isEmpty()) {
            json.add("date", date);
        }
        if (!keep.isEmpty()) {
            json.add("keep", keep);
        }
        return json.build().toString();
    }

    private JsonObjectBuilder json(Column column) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (layout == Layout.FIXED) {
            return json.add("offset", column.offset()).add("length", column.length());
        }
        return column.header().isEmpty()
                ? json.add("position", column.offset() + 1)
                : json.add("name", column.header());
    }
}
