package org.scruffy.rule;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;

/** The parameters of a rule: read through their type, which says what holds where one is left out. */
record RuleParams(RuleType type, JsonObject json) {

    private static final Map<RuleType, JsonObject> DEFAULTS = defaults();

    private static Map<RuleType, JsonObject> defaults() {
        Map<RuleType, JsonObject> defaults = new EnumMap<>(RuleType.class);
        for (RuleType type : RuleType.values()) {
            String json = type.allParams().stream()
                    .filter(param -> !param.fallback().isEmpty())
                    .map(param -> '"' + param.name() + "\":" + param.fallback())
                    .collect(Collectors.joining(",", "{", "}"));
            defaults.put(type, object(json));
        }
        return defaults;
    }

    /** Reads what was checked before it was written. */
    static RuleParams of(RuleType type, String json) {
        return new RuleParams(type, object(json));
    }

    /**
     * Reads what somebody wrote.
     *
     * @throws Refused naming each parameter that is unknown, missing, out of its range or in contradiction to another
     */
    static RuleParams checked(RuleType type, Scope scope, JsonObject json) {
        List<Fault> faults = new ArrayList<>();
        json.forEach((name, value) -> type.param(name)
                .ifPresentOrElse(
                        param -> check(param, value, faults),
                        () -> faults.add(new Fault("params." + name, value.toString(), known(type)))));
        type.params().stream()
                .filter(Param::required)
                .filter(param -> !json.containsKey(param.name()) && !off(json))
                .forEach(param -> faults.add(new Fault("params." + param.name(), "nothing", param.meaning())));
        RuleParams params = new RuleParams(type, json);
        if (faults.isEmpty()) {
            params.contradiction(scope).ifPresent(faults::add);
        }
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
        return params;
    }

    private static boolean off(JsonObject json) {
        return JsonValue.TRUE.equals(json.get(RuleType.OFF.name()));
    }

    private static String known(RuleType type) {
        return "one of the parameters of " + type + ": "
                + type.allParams().stream().map(Param::name).collect(Collectors.joining(", "));
    }

    private static void check(Param param, JsonValue value, List<Fault> faults) {
        String expected = expected(param);
        if (!fits(param, value)) {
            faults.add(new Fault("params." + param.name(), value.toString(), expected));
        }
    }

    private static boolean fits(Param param, JsonValue value) {
        return switch (param.kind()) {
            case NUMBER ->
                value instanceof JsonNumber number
                        && number.isIntegral()
                        && number.bigDecimalValue().compareTo(java.math.BigDecimal.valueOf(param.min())) >= 0
                        && number.bigDecimalValue().compareTo(java.math.BigDecimal.valueOf(param.max())) <= 0;
            case SWITCH -> value == JsonValue.TRUE || value == JsonValue.FALSE;
            case TEXT ->
                value instanceof JsonString text
                        && !text.getString().isBlank()
                        && text.getString().length() <= 200;
            case TIME ->
                value instanceof JsonString text && readTime(text.getString()).isPresent();
            case INSTANT ->
                value instanceof JsonString text
                        && readInstant(text.getString()).isPresent();
            case TEXTS ->
                value instanceof JsonArray array
                        && !array.isEmpty()
                        && array.stream()
                                .allMatch(one -> one instanceof JsonString text
                                        && param.choices().contains(text.getString()));
        };
    }

    private static String expected(Param param) {
        return switch (param.kind()) {
            case NUMBER -> "a whole number from " + param.min() + " to " + param.max() + " (" + param.unit() + ")";
            case SWITCH -> "true or false";
            case TEXT -> "a text of 1 to 200 characters: " + param.meaning();
            case TIME -> "a local time such as 22:00";
            case INSTANT -> "an instant such as 2026-11-24T04:00:00Z, of the years 2000 to 2999";
            case TEXTS -> "a list of at least one of " + String.join(", ", param.choices());
        };
    }

    /** Parameters that are each right but not together. */
    private Optional<Fault> contradiction(Scope scope) {
        if (isOff()) {
            return offContradiction(scope);
        }
        return switch (type) {
            case CATEGORY_SEPARATION, ADVERTISER_SEPARATION -> separationContradiction();
            case FREQUENCY -> frequencyContradiction();
            case DAYPART_BAN ->
                time("from").equals(time("to"))
                        ? fault(
                                "to",
                                time("to").toString(),
                                "another time than from: a ban for whole days is a BLACKOUT")
                        : Optional.empty();
            case BLACKOUT ->
                instant("to").isAfter(instant("from"))
                        ? Optional.empty()
                        : fault("to", instant("to").toString(), "after from, which is " + instant("from"));
            default -> Optional.empty();
        };
    }

    private Optional<Fault> offContradiction(Scope scope) {
        if (scope == Scope.NETWORK) {
            return fault(
                    "off", "true", "nothing at NETWORK: there is no wider rule to turn off, delete the rule instead");
        }
        Optional<String> other = json.keySet().stream()
                .filter(name ->
                        !name.equals(RuleType.OFF.name()) && !type.subject().contains(name))
                .findFirst();
        Optional<String> missing = type.params().stream()
                .filter(param ->
                        param.required() && type.subject().contains(param.name()) && !json.containsKey(param.name()))
                .map(Param::name)
                .findFirst();
        if (missing.isPresent()) {
            return fault(missing.get(), "nothing", "as in the rule that is turned off");
        }
        return other.flatMap(name -> fault(name, "" + json.get(name), "nothing beside off, which asks for nothing"));
    }

    private Optional<Fault> separationContradiction() {
        if (on("sameBreak") && number("minutes") > 0) {
            return fault(
                    "sameBreak",
                    "true",
                    "false: minutes is " + number("minutes") + ", and one break has no minutes in it");
        }
        if (on("sameBreak") && !on("adjacentBreak")) {
            return fault("sameBreak", "true", "false: what may not be in neighbouring breaks may not be in one either");
        }
        if (on("sameBreak")) {
            return fault("sameBreak", "true", "false, or minutes, or adjacentBreak false: this rule asks for nothing");
        }
        return Optional.empty();
    }

    private Optional<Fault> frequencyContradiction() {
        Optional<Long> perDay = maybe("maxPerDay");
        Optional<Long> perBreak = maybe("maxPerBreak");
        long minutes = number("minutes");
        if (perDay.isPresent() && perBreak.isPresent() && perBreak.get() > perDay.get()) {
            return fault("maxPerBreak", "" + perBreak.get(), "at most maxPerDay, which is " + perDay.get());
        }
        if (minutes > 0 && perBreak.orElse(1L) > 1) {
            return fault(
                    "maxPerBreak",
                    "" + perBreak.get(),
                    "1: minutes is " + minutes + ", and one break has no minutes in it");
        }
        if (perDay.isPresent()
                && minutes * (perDay.get() - 1) >= Duration.ofDays(1).toMinutes() + 60) {
            return fault(
                    "maxPerDay",
                    "" + perDay.get(),
                    "as many as fit into a day of 25 hours, " + minutes + " minutes apart");
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(String name, String found, String expected) {
        return Optional.of(new Fault("params." + name, found, expected));
    }

    boolean isOff() {
        return off(json);
    }

    /** What this rule is about, to be compared with another of its type. */
    String about() {
        return type.subject().stream()
                .map(name -> name + "=" + json.getOrDefault(name, JsonValue.NULL))
                .collect(Collectors.joining(" "));
    }

    long number(String name) {
        return maybe(name).orElseThrow(() -> new IllegalStateException(type + " has no " + name));
    }

    Optional<Long> maybe(String name) {
        return value(name).map(value -> ((JsonNumber) value).longValueExact());
    }

    boolean on(String name) {
        return value(name).filter(JsonValue.TRUE::equals).isPresent();
    }

    String text(String name) {
        return value(name).map(value -> ((JsonString) value).getString()).orElse("");
    }

    List<String> texts(String name) {
        return value(name).stream()
                .flatMap(value -> value.asJsonArray().getValuesAs(JsonString.class).stream())
                .map(JsonString::getString)
                .toList();
    }

    LocalTime time(String name) {
        return readTime(text(name)).orElseThrow();
    }

    Instant instant(String name) {
        return readInstant(text(name)).orElseThrow();
    }

    private Optional<JsonValue> value(String name) {
        if (json.containsKey(name)) {
            return Optional.of(json.get(name));
        }
        return Optional.ofNullable(DEFAULTS.get(type).get(name));
    }

    private static Optional<LocalTime> readTime(String text) {
        try {
            return text.matches("\\d\\d:\\d\\d") ? Optional.of(LocalTime.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> readInstant(String text) {
        try {
            return text.matches("2\\d{3}-.*") ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** @throws Refused where the text is no JSON object */
    static JsonObject object(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException e) {
            throw Refused.invalid("params", json, "a JSON object such as {\"maxMs\": 15000}");
        }
    }
}
