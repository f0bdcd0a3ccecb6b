package org.scruffy.duckdb;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.eventsql.Parted;
import org.scruffy.eventsql.Typed;

/**
 * Finds the names in the maps of events that are common enough for a column of their own: a column is a third of the bytes, and a
 * question about it need not read the map. It counts those of one event in a few.
 */
final class Common {

    /** Of so many events one is looked at: no multiple of how many spans a trace often has. */
    private static final int STEP = 17;

    private static final int ENOUGH = 1_000;
    private static final int ONE_IN = 20;
    /** An event has a place for each of them, whether it has it or not. */
    static final int MOST = 64;

    // what is the same to a database that does not mind letter case, or a column of the files themselves
    private static final Set<String> RESERVED = Set.of("time", "attrs");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    private final int step;
    private final int enough;
    private final Map<String, Integer> counts = new HashMap<>();
    private int passed;
    private int looked;

    Common() {
        this(STEP, ENOUGH);
    }

    /**
     * @param step of so many events one is looked at
     * @param enough of so many that were looked at, those are told that are common
     */
    Common(int step, int enough) {
        this.step = step;
        this.enough = enough;
    }

    void look(List<Parted> events) {
        for (Parted event : events) {
            if (++passed % step == 0) {
                looked++;
                event.rest().keySet().forEach(name -> counts.merge(name, 1, Integer::sum));
            }
        }
    }

    /**
     * Once it saw enough events, and then once it saw as many again, the names that are common and have no column, the most frequent
     * first.
     *
     * @param own the names that have one
     */
    List<String> names(List<String> own) {
        if (looked < enough) {
            return List.of();
        }
        List<String> common = common(own);
        looked = 0;
        counts.clear();
        return common;
    }

    private List<String> common(List<String> own) {
        Set<String> taken = Stream.concat(RESERVED.stream(), own.stream().map(Common::lower))
                .collect(Collectors.toSet());
        return counts.entrySet().stream()
                .filter(counted -> counted.getValue() * ONE_IN >= looked)
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey)
                .filter(name -> !Typed.has(name) && PLAIN.matcher(name).matches() && taken.add(lower(name)))
                .limit(MOST - own.size())
                .toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
