package org.scruffy.web.rest;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.WeekJson;

/**
 * Which parts of a week a request wants. {@code include} names what stands in it beside the slots; {@code fields} names fields as
 * {@code slot.startsAt}, and an object of which none is named stays whole.
 *
 * @param key different for different parts, safe in an entity tag
 */
record WeekParts(WeekJson json, String key) {

    /**
     * Reads what a request asks for.
     *
     * @param include null for everything
     * @param fields null for everything
     * @throws BadInput naming what may be asked for
     */
    static WeekParts of(String include, String fields) {
        Set<String> included =
                include == null ? WeekJson.includable() : names("include", include, WeekJson.includable());
        Set<String> wanted = fields == null ? Set.of() : names("fields", fields, WeekJson.fields());
        String key = (include == null ? "" : "-i." + String.join(".", included))
                + (wanted.isEmpty() ? "" : "-f." + String.join("_", wanted));
        return new WeekParts(new WeekJson(included, wanted), key);
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

    byte[] write(List<FeedSheet> sheets) {
        return json.of(sheets);
    }
}
