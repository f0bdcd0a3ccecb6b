package org.scruffy.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What applies to a segment and was said before it: its keys and its initialisation section (RFC 8216 sections 4.3.2.4 and
 * 4.3.2.5), which has keys of its own.
 *
 * @param keys the EXT-X-KEY lines of the segment, none where it is not encrypted
 * @param map its EXT-X-MAP line, empty where it needs none
 * @param mapKeys the EXT-X-KEY lines of the initialisation section
 */
record Scope(List<String> keys, String map, List<String> mapKeys) {

    static final Scope NONE = new Scope(List.of(), "", List.of());

    private static final String KEY = "#EXT-X-KEY:";
    private static final String MAP = "#EXT-X-MAP:";
    private static final String NOT_ENCRYPTED = KEY + "METHOD=NONE";

    Scope {
        keys = List.copyOf(keys);
        mapKeys = List.copyOf(mapKeys);
    }

    /** Whether a line says something of this kind. */
    static boolean speaks(String line) {
        return line.startsWith(KEY) || line.startsWith(MAP);
    }

    /** What the lines before a segment say, in their order. */
    static Scope of(List<String> lines) {
        Scope scope = NONE;
        for (String line : lines) {
            scope = scope.with(line);
        }
        return scope;
    }

    /** The scope of an unencrypted segment with an initialisation section, or with none where the address is empty. */
    static Scope of(String mapUri) {
        return mapUri.isEmpty() ? NONE : new Scope(List.of(), MAP + "URI=\"" + mapUri + '"', List.of());
    }

    /** After a line; one that is about something else changes nothing. */
    Scope with(String line) {
        if (line.startsWith(MAP)) {
            return new Scope(keys, line, keys);
        }
        if (!line.startsWith(KEY)) {
            return this;
        }
        if (attributes(line).text("METHOD").equals("NONE")) {
            return new Scope(List.of(), map, mapKeys);
        }
        String format = format(line);
        List<String> changed = new ArrayList<>(keys);
        changed.removeIf(key -> format(key).equals(format));
        changed.add(line);
        return new Scope(changed, map, mapKeys);
    }

    /** All that has to be said for a reader who knows nothing. */
    List<String> lines() {
        return after(NONE);
    }

    /** What has to be said for a reader who has read all of another scope. */
    List<String> after(Scope before) {
        if (equals(before)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        List<String> known = before.keys;
        if (!map.isEmpty() && !map.equals(before.map)) {
            known = change(known, mapKeys, lines);
            lines.add(map);
        }
        change(known, keys, lines);
        return lines;
    }

    private static List<String> change(List<String> from, List<String> to, List<String> lines) {
        if (!from.equals(to)) {
            boolean replaced = to.stream().map(Scope::format).toList().containsAll(formats(from));
            if (!replaced) {
                lines.add(NOT_ENCRYPTED);
            }
            lines.addAll(to);
        }
        return to;
    }

    private static List<String> formats(List<String> keys) {
        return keys.stream().map(Scope::format).toList();
    }

    /** Where the initialisation section is, empty where there is none. */
    String mapUri() {
        return map.isEmpty() ? "" : attributes(map).text("URI");
    }

    /** Players read the initialisation section again after a discontinuity, even where it is the same. */
    Scope forgetMap() {
        return new Scope(keys, "", List.of());
    }

    /**
     * With the initialisation vector said: without one a key takes the Media Sequence Number, which is not the origin's any more
     * (draft-pantos-hls-rfc8216bis-22 6.2.3-M4).
     */
    Scope withVector(long originSequence) {
        String vector = String.format(Locale.ROOT, ",IV=0x%032X", originSequence);
        List<String> said = keys.stream()
                .map(key -> attributes(key).has("IV") || !format(key).equals("identity") ? key : key + vector)
                .toList();
        return said.equals(keys) ? this : new Scope(said, map, mapKeys);
    }

    private static String format(String key) {
        String format = attributes(key).text("KEYFORMAT");
        return format.isEmpty() ? "identity" : format;
    }

    private static Attributes attributes(String line) {
        return Attributes.of(line.substring(line.indexOf(':') + 1));
    }
}
