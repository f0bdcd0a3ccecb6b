package org.scruffy.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

/**
 * Which events of a file are there already. An event is known by all it says, as the store keeps it: of a trace equal ones are one, of
 * none there are as many as the file has.
 */
final class Known {

    private static final int MOST_ALIKE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TRACE = "trace.trace_id";

    private final Events events;
    private final Path folder;
    private final Map<Event, Integer> brought = new HashMap<>(); // of no trace, at the last moment so far
    private Instant last = Instant.EPOCH;

    Known(Events events, Path folder) {
        this.events = events;
        this.folder = folder;
    }

    /** Fails where the store could not tell: before a file is taken. */
    void check() throws IOException {
        look(Query.between(Instant.EPOCH, Instant.EPOCH.plusNanos(1)), Map.of(), Map.of());
    }

    /**
     * Those of a portion that are not there yet; they are to be kept before the next portion is asked about.
     *
     * @param portion by time
     * @return empty where too much is alike: ask about fewer
     * @throws BadQuery for events of no trace earlier than the portions before: nobody could tell how many of them are equal
     * @throws NoAnswer where too much is alike at a single moment
     */
    Optional<List<Event>> fresh(List<Event> portion) throws IOException {
        List<Event> loose = portion.stream().filter(event -> !isTraced(event)).toList();
        checkOrder(loose);
        Map<String, Column.Type> types = types(portion);
        Map<Event, Integer> there = new HashMap<>();
        portion.forEach(event -> there.put(kept(event, types), 0));
        for (Query query : alike(portion)) {
            if (look(query, types, there)) {
                continue;
            }
            if (isOneMoment(portion)) {
                throw new NoAnswer(
                        "The event store has " + MOST_ALIKE + " events or more at "
                                + portion.get(0).time() + " that may be those of the file",
                        null);
            }
            return Optional.empty();
        }
        brought.forEach(
                (event, count) -> there.computeIfPresent(kept(event, types), (same, all) -> Math.max(0, all - count)));
        loose.forEach(this::remember);
        return Optional.of(without(there, types, portion));
    }

    /** Of the columns as the portion leaves them: one of numbers may become one of words by it. */
    private Map<String, Column.Type> types(List<Event> portion) {
        return events.columnsWith(portion).stream().collect(Collectors.toMap(Column::name, Column::type));
    }

    /** The event in words, which are the same once it is kept, whatever became of its columns. */
    private static Event kept(Event event, Map<String, Column.Type> types) {
        Map<String, Object> fields = new HashMap<>(event.fields());
        fields.replaceAll((name, value) -> kept(value, types.getOrDefault(name, Column.Type.of(value))));
        return new Event(event.time(), fields);
    }

    private static Object kept(Object value, Column.Type type) {
        String words = type == Column.Type.FLOAT && value instanceof Number number
                ? String.valueOf(number.doubleValue())
                : value.toString();
        if (type != Column.Type.FLOAT && type != Column.Type.MIXED) {
            return words;
        }
        try {
            double number = Double.parseDouble(words);
            boolean meant = words.equals(String.valueOf(number)) || words.equals(String.valueOf((long) number));
            return meant ? String.valueOf(number) : words;
        } catch (NumberFormatException e) {
            return words;
        }
    }

    private void checkOrder(List<Event> loose) {
        if (!loose.isEmpty() && loose.get(0).time().isBefore(last)) {
            throw new BadQuery(
                    "body",
                    "an event of no trace at " + loose.get(0).time() + " far behind one at " + last,
                    "events by time, as they are exported");
        }
    }

    private static boolean isTraced(Event event) {
        return event.fields().containsKey(TRACE);
    }

    private static boolean isOneMoment(List<Event> portion) {
        return portion.get(0).time().equals(portion.get(portion.size() - 1).time());
    }

    private void remember(Event event) {
        if (event.time().isAfter(last)) {
            brought.clear();
            last = event.time();
        }
        brought.merge(event, 1, Integer::sum);
    }

    private static List<Event> without(Map<Event, Integer> there, Map<String, Column.Type> types, List<Event> portion) {
        List<Event> fresh = new ArrayList<>();
        for (Event event : portion) {
            Event kept = kept(event, types);
            int count = there.get(kept);
            if (count == 0) {
                fresh.add(event);
            }
            there.put(kept, isTraced(event) ? 1 : Math.max(0, count - 1));
        }
        return fresh;
    }

    /** Counts how often each is there; false where that would be too much to look at. */
    private boolean look(Query query, Map<String, Column.Type> types, Map<Event, Integer> there) throws IOException {
        Set<Instant> times = there.keySet().stream().map(Event::time).collect(Collectors.toSet());
        Path file = folder.resolve("alike.parquet");
        Files.deleteIfExists(file);
        Query all = query.calculating(List.of()).first(MOST_ALIKE);
        long count = events.export(all, FileFormat.PARQUET, file, new Run(PATIENCE));
        if (count >= MOST_ALIKE) {
            return false;
        }
        long from = 0;
        do {
            List<Event> some = events.read(file, from);
            some.stream()
                    .filter(event -> times.contains(event.time()))
                    .forEach(event -> there.computeIfPresent(kept(event, types), (same, before) -> before + 1));
            from += some.size();
        } while (from < count);
        return true;
    }

    /** Asks for what is of their traces, and for what is of no trace but of their datasets, in their time. */
    private List<Query> alike(List<Event> portion) {
        Set<String> columns = events.columns().stream().map(Column::name).collect(Collectors.toSet());
        Map<Boolean, List<Event>> byTrace = portion.stream().collect(Collectors.partitioningBy(Known::isTraced));
        List<Query> queries = new ArrayList<>();
        if (columns.contains(TRACE) && !byTrace.get(true).isEmpty()) {
            queries.add(of(byTrace.get(true)).within(List.of(oneOf(TRACE, byTrace.get(true)))));
        }
        if (!byTrace.get(false).isEmpty()) {
            Query loose = of(byTrace.get(false));
            if (columns.contains(Event.DATASET)) {
                loose = loose.where(datasets(byTrace.get(false)), Filter.Combination.OR);
            }
            queries.add(
                    columns.contains(TRACE)
                            ? loose.within(List.of(Filter.of(TRACE, Filter.Op.DOES_NOT_EXIST)))
                            : loose);
        }
        return queries;
    }

    private static Query of(List<Event> portion) {
        return Query.between(
                portion.get(0).time(), portion.get(portion.size() - 1).time().plusNanos(1));
    }

    private static List<Filter> datasets(List<Event> loose) {
        Map<Boolean, List<Event>> named = loose.stream()
                .collect(Collectors.partitioningBy(event -> event.fields().containsKey(Event.DATASET)));
        List<Filter> any = new ArrayList<>();
        if (!named.get(true).isEmpty()) {
            any.add(oneOf(Event.DATASET, named.get(true)));
        }
        if (!named.get(false).isEmpty()) {
            any.add(Filter.of(Event.DATASET, Filter.Op.DOES_NOT_EXIST));
        }
        return any;
    }

    private static Filter oneOf(String column, List<Event> events) {
        return new Filter(
                column,
                Filter.Op.IN,
                events.stream()
                        .map(event -> (Object) event.text(column))
                        .distinct()
                        .toList());
    }
}
