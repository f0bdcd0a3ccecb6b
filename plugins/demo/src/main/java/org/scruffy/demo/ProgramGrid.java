package org.scruffy.demo;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Program;

/**
 * What a feed shows in every week, by local time, read from a text file. Where the clock is put forward the airings of the
 * hour that does not exist are left out; where it is put back those of the repeated hour air twice.
 */
final class ProgramGrid {

    /** Episodes are counted from here. */
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2024, 1, 1);

    /** Until then the night repeats what was on the evening before. */
    private static final Duration NIGHT = Duration.ofHours(5);

    /** A program on air, from start until end. */
    record Airing(Instant start, Instant end, Program program) {}

    private record Series(String code, String title, String run, List<String> episodes) {

        Program on(LocalDate day) {
            long days = ChronoUnit.DAYS.between(FIRST_MONDAY, day);
            long number = run.equals("weekly") ? Math.floorDiv(days, 7) : days;
            String episode = episodes.isEmpty() ? "" : episodes.get(Math.floorMod(number, episodes.size()));
            return new Program(
                    title, episode, String.format(Locale.ROOT, "%s %06d", code, Math.floorMod(number, 1_000_000)));
        }
    }

    private final Map<String, Series> series = new HashMap<>();
    private final Map<DayOfWeek, NavigableMap<LocalTime, Series>> days = new EnumMap<>(DayOfWeek.class);

    /** Reads a file that stands beside this class. */
    static ProgramGrid read(String file) {
        ProgramGrid grid = new ProgramGrid();
        try (InputStream in = ProgramGrid.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new FileNotFoundException(file);
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .forEach(grid::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return grid;
    }

    private void add(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        if (line.contains("|")) {
            addSeries(line.split("\\|"));
            return;
        }
        addAirings(line.split("\\s+"));
    }

    private void addSeries(String[] columns) {
        List<String> episodes = columns.length < 4
                ? List.of()
                : Arrays.stream(columns[3].split(";"))
                        .map(String::strip)
                        .filter(title -> !title.isEmpty())
                        .toList();
        String code = columns[0].strip();
        series.put(code, new Series(code, columns[1].strip(), columns[2].strip(), episodes));
    }

    private void addAirings(String[] words) {
        LocalTime start = LocalTime.parse(words[1]);
        Series shown = series.get(words[2]);
        if (shown == null) {
            throw new IllegalArgumentException("No program has the code " + words[2]);
        }
        for (DayOfWeek day : daysOf(words[0])) {
            if (days.computeIfAbsent(day, any -> new TreeMap<>()).put(start, shown) != null) {
                throw new IllegalArgumentException("Two programs start on " + day + " at " + start);
            }
        }
    }

    private static List<DayOfWeek> daysOf(String words) {
        List<DayOfWeek> days = new ArrayList<>();
        for (String part : words.split(",")) {
            String[] ends = part.split("-");
            DayOfWeek last = day(ends[ends.length - 1]);
            for (DayOfWeek day = day(ends[0]); day != last; day = day.plus(1)) {
                days.add(day);
            }
            days.add(last);
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no day of the week"));
    }

    /** The airings of the week that starts with this Monday, in air order, without a gap. */
    List<Airing> week(LocalDate monday, ZoneId zone) {
        NavigableMap<Instant, Series> starts = new TreeMap<>();
        for (LocalDate date = monday; date.isBefore(monday.plusDays(7)); date = date.plusDays(1)) {
            for (Map.Entry<LocalTime, Series> entry :
                    days.get(date.getDayOfWeek()).entrySet()) {
                LocalDateTime local = date.atTime(entry.getKey());
                LocalTimes.every(local, zone).forEach(start -> starts.put(start, entry.getValue()));
            }
        }
        Instant weekEnd = LocalTimes.startOf(monday.plusDays(7), zone);
        List<Airing> airings = new ArrayList<>(starts.size());
        starts.forEach((start, shown) -> {
            Instant next = starts.higherKey(start);
            LocalDate day = start.minus(NIGHT).atZone(zone).toLocalDate();
            airings.add(new Airing(start, next == null ? weekEnd : next, shown.on(day)));
        });
        return airings;
    }
}
