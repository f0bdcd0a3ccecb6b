package org.scruffy.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.BreakRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;
import org.scruffy.spi.schedule.ScheduleRow.SpotRow;

/** Collects rows and hands them on by the hundred: what a file needs of the memory does not grow with it. */
final class Reading implements Consumer<ScheduleRow> {

    static final int BATCH = 500;
    private static final long MOST_ROWS = 1_000_000;
    private static final int LONGEST_TEXT = 500;

    /** The columns of a batch, as they travel. */
    static final class Batch {
        final List<Long> numbers = new ArrayList<>();
        final List<Long> lines = new ArrayList<>();
        final List<String> kinds = new ArrayList<>();
        final List<String> slots = new ArrayList<>();
        final List<String> starts = new ArrayList<>();
        final List<String> ends = new ArrayList<>();
        final List<String> titles = new ArrayList<>();
        final List<String> episodes = new ArrayList<>();
        final List<String> nolas = new ArrayList<>();
        final List<String> breakKinds = new ArrayList<>();
        final List<String> positions = new ArrayList<>();
        final List<String> adIds = new ArrayList<>();
        final List<String> underwriters = new ArrayList<>();
        final List<String> lengths = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        long bad;
    }

    private final Instant earliest;
    private final Instant latest;
    private final Consumer<Batch> store;
    private Batch batch = new Batch();
    private long number;

    /** Takes rows within ten years of now: what is further away is a slip. */
    Reading(Instant now, Consumer<Batch> store) {
        this.earliest = now.minus(Duration.ofDays(3653));
        this.latest = now.plus(Duration.ofDays(3653));
        this.store = store;
    }

    @Override
    public void accept(ScheduleRow row) {
        if (number >= MOST_ROWS) {
            return;
        }
        number++;
        if (number == MOST_ROWS) {
            add(row, "UNREADABLE", "file: has more than " + MOST_ROWS + " rows, expected fewer; split it");
        } else if (row instanceof SlotRow slot) {
            add(slot);
        } else if (row instanceof BreakRow adBreak) {
            add(adBreak);
        } else if (row instanceof SpotRow spot) {
            add(spot);
        } else if (row instanceof BadRow bad) {
            add(row, "UNREADABLE", bad.field() + " is '" + shortened(bad.found()) + "', expected " + bad.expected());
        }
        if (batch.numbers.size() >= BATCH) {
            flush();
        }
    }

    void flush() {
        Batch full = batch;
        batch = new Batch();
        store.accept(full);
    }

    long rows() {
        return number;
    }

    private void add(SlotRow slot) {
        add(slot, "PROGRAM", problem(slot.start(), slot.program().title()));
        set(batch.starts, slot.start().toString());
        set(batch.ends, slot.end().toString());
        set(batch.titles, shortened(slot.program().title()));
        set(batch.episodes, shortened(slot.program().episode()));
        set(batch.nolas, shortened(slot.program().nola()));
        set(batch.lengths, "" + Duration.between(slot.start(), slot.end()).toMillis());
        if (Duration.between(slot.start(), slot.end()).toDays() >= 7) {
            spoil("end is '" + slot.end() + "', expected within a week of its start");
        }
    }

    private void add(BreakRow adBreak) {
        add(adBreak, "BREAK", problem(adBreak.start(), ""));
        set(batch.slots, adBreak.slot().toString());
        set(batch.starts, adBreak.start().toString());
        set(batch.breakKinds, adBreak.kind().name());
        set(batch.lengths, "" + adBreak.capacity().toMillis());
    }

    private void add(SpotRow spot) {
        add(spot, "SPOT", problem(spot.adBreak(), spot.creative().title()));
        set(batch.slots, spot.slot().toString());
        set(batch.starts, spot.adBreak().toString());
        set(batch.positions, "" + spot.position());
        set(batch.adIds, spot.creative().adId());
        set(batch.titles, shortened(spot.creative().title()));
        set(batch.underwriters, shortened(spot.creative().underwriter()));
        set(batch.lengths, "" + spot.creative().length().toMillis());
    }

    private String problem(Instant start, String title) {
        if (start.isBefore(earliest) || start.isAfter(latest)) {
            return "start is '" + start + "', expected from " + earliest + " to " + latest;
        }
        return title.length() > LONGEST_TEXT
                ? "title has " + title.length() + " characters, expected " + LONGEST_TEXT
                : "";
    }

    private void spoil(String problem) {
        if (batch.problems.get(batch.problems.size() - 1).isEmpty()) {
            set(batch.problems, problem);
            set(batch.kinds, "UNREADABLE");
            batch.bad++;
        }
    }

    private void add(ScheduleRow row, String kind, String problem) {
        batch.numbers.add(number);
        batch.lines.add(row.line());
        batch.kinds.add(problem.isEmpty() ? kind : "UNREADABLE");
        batch.problems.add(clean(problem));
        batch.bad += problem.isEmpty() ? 0 : 1;
        for (List<String> column : List.of(
                batch.slots,
                batch.starts,
                batch.ends,
                batch.titles,
                batch.episodes,
                batch.nolas,
                batch.breakKinds,
                batch.positions,
                batch.adIds,
                batch.underwriters,
                batch.lengths)) {
            column.add("");
        }
    }

    private static void set(List<String> column, String value) {
        column.set(column.size() - 1, clean(value));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    /** PostgreSQL has no place for the character 0. */
    private static String clean(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
