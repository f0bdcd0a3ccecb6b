package org.scruffy.web.rest;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.client.ConflictDocument;
import org.scruffy.order.Underwriter;
import org.scruffy.rule.Conflict;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.WeekJson;

/**
 * Which parts of a week a request wants. {@code include} names what stands in it beside the slots; {@code fields} names fields as
 * {@code slot.startsAt}, and an object of which none is named stays whole. Underwriters and conflicts are there only where they are
 * named: they take statements of their own.
 *
 * @param key different for different parts, safe in an entity tag
 */
record WeekParts(WeekJson json, boolean underwriters, boolean conflicts, String key) {

    private static final String UNDERWRITERS = "underwriters";
    private static final String CONFLICTS = "conflicts";

    /** What stands in the document beside the weeks, where it is wanted. */
    record Beside(List<Underwriter> underwriters, List<Conflict> conflicts) {

        static final Beside NOTHING = new Beside(List.of(), List.of());
    }

    /**
     * Reads what a request asks for.
     *
     * @param include null for all but underwriters and conflicts
     * @param fields null for everything
     * @throws BadInput naming what may be asked for
     */
    static WeekParts of(String include, String fields) {
        Set<String> included = include == null ? WeekJson.includable() : names("include", include, includable());
        Set<String> wanted = fields == null ? Set.of() : names("fields", fields, WeekJson.fields());
        String key = (include == null ? "" : "-i." + String.join(".", included))
                + (wanted.isEmpty() ? "" : "-f." + String.join("_", wanted));
        return new WeekParts(
                new WeekJson(included, wanted), included.contains(UNDERWRITERS), included.contains(CONFLICTS), key);
    }

    private static SortedSet<String> includable() {
        SortedSet<String> names = WeekJson.includable();
        names.addAll(List.of(UNDERWRITERS, CONFLICTS));
        return names;
    }

    private static Set<String> names(String parameter, String list, SortedSet<String> known) {
        Set<String> names = Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new BadInput(parameter, name, "some of " + String.join(", ", known));
        });
        return names;
    }

    byte[] write(List<FeedSheet> sheets, Beside beside) {
        return json.of(sheets, more -> {
            if (underwriters) {
                write(more, beside.underwriters());
            }
            if (conflicts) {
                more.writeStartArray(CONFLICTS);
                beside.conflicts().forEach(conflict -> write(more, DeskProblems.conflict(conflict)));
                more.writeEnd();
            }
        });
    }

    private static void write(JsonGenerator json, List<Underwriter> underwriters) {
        json.writeStartObject(UNDERWRITERS);
        for (Underwriter one : underwriters) {
            json.writeStartObject(one.name());
            json.write("id", one.id());
            json.write("category", one.category());
            json.writeEnd();
        }
        json.writeEnd();
    }

    private static void write(JsonGenerator json, ConflictDocument conflict) {
        json.writeStartObject();
        json.write("rule", conflict.rule());
        json.write("severity", conflict.severity());
        json.write("feed", conflict.feed());
        json.write("day", conflict.day());
        json.write("break", conflict.adBreak());
        json.write("spot", conflict.spot());
        json.write("message", conflict.message());
        json.writeEnd();
    }
}
