package org.scruffy.rule;

import java.util.List;

/**
 * A parameter of a type of rule.
 *
 * @param name in the rule's params
 * @param kind of value
 * @param unit in words, empty where there is none
 * @param min of a number
 * @param max of a number
 * @param choices of texts, empty where any is allowed
 * @param fallback what holds where the parameter is left out, as JSON; empty where there is nothing then
 * @param required whether it must not be left out
 * @param meaning in words
 */
public record Param(
        String name,
        Kind kind,
        String unit,
        long min,
        long max,
        List<String> choices,
        String fallback,
        boolean required,
        String meaning) {

    /** What a value of a parameter looks like in JSON. */
    public enum Kind {
        /** A whole number. */
        NUMBER,
        /** true or false. */
        SWITCH,
        /** A text. */
        TEXT,
        /** A local time such as 22:00. */
        TIME,
        /** An instant such as 2026-11-24T04:00:00Z. */
        INSTANT,
        /** A list of texts. */
        TEXTS
    }

    static Param number(String name, String unit, long min, long max, String fallback, String meaning) {
        return new Param(name, Kind.NUMBER, unit, min, max, List.of(), fallback, false, meaning);
    }

    static Param onOff(String name, boolean fallback, String meaning) {
        return new Param(name, Kind.SWITCH, "", 0, 0, List.of(), Boolean.toString(fallback), false, meaning);
    }

    static Param text(String name, boolean required, String meaning) {
        return new Param(name, Kind.TEXT, "", 0, 0, List.of(), "", required, meaning);
    }

    static Param time(String name, String meaning) {
        return new Param(name, Kind.TIME, "local time of the feed", 0, 0, List.of(), "", true, meaning);
    }

    static Param instant(String name, String meaning) {
        return new Param(name, Kind.INSTANT, "UTC", 0, 0, List.of(), "", true, meaning);
    }

    static Param texts(String name, List<String> choices, String fallback, String meaning) {
        return new Param(name, Kind.TEXTS, "", 0, 0, choices, fallback, false, meaning);
    }
}
