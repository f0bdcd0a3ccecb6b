package org.scruffy.feed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An attribute list (RFC 8216 section 4.2) with every value as it is written, quotes included, in its order. */
record Attributes(Map<String, String> values) {

    static Attributes of(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            int end = end(text, equals + 1);
            values.put(
                    text.substring(at, equals).trim(),
                    text.substring(equals + 1, end).trim());
            at = end + 1;
        }
        return new Attributes(values);
    }

    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            }
            if (c == ',' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value without its quotes, empty where there is none. */
    String text(String name) {
        return values.getOrDefault(name, "").replace("\"", "");
    }

    long number(String name) {
        String text = text(name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    Attributes with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Attributes(changed);
    }

    Attributes without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new Attributes(changed);
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(","));
    }
}
