package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.NotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.alert.Recipient;
import org.scruffy.alert.Recipients;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.NotAllowed;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.QueryDocument;

/** What boards, triggers and objectives have in common: whose they are, how their documents are read by hand, and whom they may name. */
@ApplicationScoped
public class AlertDocuments {

    static final JsonProvider JSON = JsonProvider.provider();
    static final int LONGEST_NAME = 100;
    static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_QUERY = 16_384;
    private static final int MOST_RECIPIENTS = 20;
    private static final String COMPARED = "compare_time_offset_seconds";
    private static final Set<String> OF_TIME =
            Set.of("from", "to", "start_time", "end_time", "time_range", COMPARED, "include");

    private final Access access;
    private final Recipients recipients;

    protected AlertDocuments() {
        this(null, null);
    }

    @Inject
    public AlertDocuments(Access access, Recipients recipients) {
        this.access = access;
        this.recipients = recipients;
    }

    /** Whether whoever asks may see what belongs there. */
    boolean seen(String station) {
        return station.equals(Grant.EVERYWHERE) || access.may(Role.ENGINEER, station);
    }

    /** The call signs of which whoever asks may see what belongs there; all where everywhere is among them. */
    Set<String> stations() {
        return access.where(Role.ENGINEER);
    }

    /** Goes on only where whoever asks may change what belongs there. */
    void mayChange(String station) {
        if (!station.equals(Grant.EVERYWHERE)) {
            access.requireThere(Role.ENGINEER, station);
        } else {
            everywhere(Role.ENGINEER);
        }
    }

    void everywhere(Role role) {
        if (!access.may(role, Grant.EVERYWHERE)) {
            throw new NotAllowed(access.user(), role, "at every station");
        }
    }

    static String name(SaidJson said) {
        String name = said.text("name", "", LONGEST_NAME);
        if (name.isBlank()) {
            throw new BadQuery("name", said.has("name") ? "''" : "missing", "1 to " + LONGEST_NAME + " characters");
        }
        return name.strip();
    }

    /** The station it is to belong to, where whoever asks may change what does. */
    String station(SaidJson said) {
        String station = said.text("station", Grant.EVERYWHERE, 10);
        mayChange(station);
        return station;
    }

    static double number(JsonObject document, String field) {
        if (document.get(field) instanceof JsonNumber number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new BadQuery(field, found(document, field), "a number");
    }

    static int whole(JsonObject document, String field, int otherwise, int from, int to) {
        if (!new SaidJson(document).has(field)) {
            return otherwise;
        }
        if (document.get(field) instanceof JsonNumber number
                && number.isIntegral()
                && number.doubleValue() >= from
                && number.doubleValue() <= to) {
            return number.intValue();
        }
        throw new BadQuery(field, found(document, field), "a whole number from " + from + " to " + to);
    }

    static Instant at(JsonObject document, String field, Instant otherwise) {
        String text = new SaidJson(document).text(field, otherwise.toString(), 40);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadQuery(field, "'" + text + "'", "a moment such as 2026-01-31T18:00:00Z");
        }
    }

    static <T> T oneOf(JsonObject document, String field, T[] all, Function<T, String> word) {
        String text = document.get(field) instanceof JsonString said ? said.getString() : "";
        return Arrays.stream(all)
                .filter(one -> word.apply(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new BadQuery(
                        field,
                        found(document, field),
                        "one of: " + Arrays.stream(all).map(word).collect(Collectors.joining(", "))));
    }

    /** Each of an array, which may be missing; what is wrong with one is told by its place. */
    static <T> List<T> each(JsonObject document, String field, int most, BiFunction<JsonValue, String, T> read) {
        JsonValue value = document.getOrDefault(field, JsonValue.EMPTY_JSON_ARRAY);
        if (!(value instanceof JsonArray array) || array.size() > most) {
            throw new BadQuery(field, found(document, field), "an array of at most " + most);
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            all.add(read.apply(array.get(i), field + "[" + i + "]"));
        }
        return all;
    }

    static <T> T within(JsonValue value, String field, Function<JsonObject, T> read) {
        if (!(value instanceof JsonObject object)) {
            throw new BadQuery(field, value == null ? "missing" : value, "an object");
        }
        try {
            return read.apply(object);
        } catch (BadQuery e) {
            throw new BadQuery(field + "." + e.field(), e.found(), e.expected());
        }
    }

    static String text(JsonValue value, String field, int most) {
        if (value instanceof JsonString text
                && !text.getString().isBlank()
                && text.getString().length() <= most
                && text.getString().indexOf('\n') < 0) {
            return text.getString();
        }
        throw new BadQuery(field, value, "a line of 1 to " + most + " characters");
    }

    private static String found(JsonObject document, String field) {
        String text = document.containsKey(field) ? document.get(field).toString() : "missing";
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    /** A query that can be asked at any time: checked, and without the time it came with. */
    static JsonObject query(JsonObject document, String field) {
        JsonObject kept = within(document.get(field), field, AlertDocuments::timeless);
        if (kept.toString().length() > LONGEST_QUERY) {
            throw new BadQuery(field, kept.toString().length() + " characters", "at most " + LONGEST_QUERY);
        }
        return kept;
    }

    /** The same with how much earlier the time is that it is compared with, where it is. */
    static JsonObject comparing(JsonObject document, String field) {
        JsonObject query = query(document, field);
        JsonObject asked = document.getJsonObject(field);
        return asked.containsKey(COMPARED)
                ? JSON.createObjectBuilder(query)
                        .add(
                                COMPARED,
                                within(asked, field, QueryDocument::comparison).toSeconds())
                        .build()
                : query;
    }

    /** With the calculation that a query without one means: who reads it need not know. */
    static JsonObject calculating(JsonObject query) {
        return query.get("calculations") instanceof JsonArray said && !said.isEmpty()
                ? query
                : JSON.createObjectBuilder(query)
                        .add(
                                "calculations",
                                JSON.createArrayBuilder()
                                        .add(JSON.createObjectBuilder().add("op", "COUNT")))
                        .build();
    }

    private static JsonObject timeless(JsonObject query) {
        JsonObjectBuilder timeless = JSON.createObjectBuilder();
        query.forEach((name, value) -> {
            if (!OF_TIME.contains(name)) {
                timeless.add(name, value);
            }
        });
        JsonObject kept = timeless.build();
        read(kept);
        return kept;
    }

    static Query read(JsonObject query) {
        return QueryDocument.read(query, Instant.EPOCH.plus(Duration.ofDays(1)));
    }

    /** The ids of people and programs there are. */
    List<String> recipients(JsonObject document) {
        List<String> ids = each(document, "recipients", MOST_RECIPIENTS, (value, field) -> text(value, field, 20));
        List<String> known = ids.isEmpty()
                ? List.of()
                : recipients.all().stream().map(Recipient::id).toList();
        for (int i = 0; i < ids.size(); i++) {
            if (!known.contains(ids.get(i))) {
                throw new BadQuery(
                        "recipients[" + i + "]",
                        "'" + ids.get(i) + "'",
                        known.isEmpty() ? "none: there are no recipients" : "one of: " + String.join(", ", known));
            }
        }
        return ids;
    }

    static JsonArrayBuilder array(List<String> texts) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        texts.forEach(all::add);
        return all;
    }

    static void add(JsonObjectBuilder document, String field, Optional<Instant> at) {
        at.ifPresent(moment -> document.add(field, moment.toString()));
    }

    static long id(String text, String what) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw none(text, what);
        }
        return Long.parseLong(text);
    }

    static NotFoundException none(String id, String what) {
        return new NotFoundException("There is no " + what + " " + id);
    }
}
