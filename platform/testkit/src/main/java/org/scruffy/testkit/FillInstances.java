package org.scruffy.testkit;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Apart;
import org.scruffy.spi.schedule.FillProblem.Break;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pacing;
import org.scruffy.spi.schedule.FillProblem.Reason;

/**
 * Weeks made up by a seed, as large and as difficult as those of a busy station: the same arguments always make the same week.
 *
 * <p>Each half-hour has two breaks; a third one is dealt out to some until there are 707 in 336 half-hours. Lines are of 30
 * advertisers in 12 categories, and ask for spots of 15 or 30 s on all days, on weekdays or from Friday to Sunday, the whole day or in a
 * daypart of 4 to 10 hours; 15, 30, 45 or 60 minutes apart; on a day at most a third more than the even share. A line asks for at
 * most four fifths of what its times and its separation can hold. Breaks are a little longer where more is asked for, with a lot
 * of chance, and so long in all that demand is the given part of it. One spot of a category and one of an advertiser may be in a break.
 */
public final class FillInstances {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 30);
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);
    private static final Duration QUARTER = Duration.ofSeconds(15);
    private static final int CATEGORIES = 12;
    private static final int ADVERTISERS = 30;
    private static final double EVENNESS = 0.8;
    private static final double BREAKS_A_HALF_HOUR = 707.0 / 336;

    private record Hours(int from, int to) {

        boolean hold(LocalTime time) {
            return time.getHour() >= from && time.getHour() < to;
        }
    }

    private static final List<Hours> DAYPARTS = List.of(
            new Hours(0, 24),
            new Hours(0, 24),
            new Hours(0, 24),
            new Hours(6, 12),
            new Hours(9, 17),
            new Hours(12, 18),
            new Hours(16, 20),
            new Hours(17, 24),
            new Hours(18, 23),
            new Hours(14, 24));
    private static final List<Set<DayOfWeek>> DAYS = List.of(
            EnumSet.allOf(DayOfWeek.class),
            EnumSet.allOf(DayOfWeek.class),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            EnumSet.range(DayOfWeek.FRIDAY, DayOfWeek.SUNDAY));

    private final Random random;
    private final List<ZonedDateTime> starts = new ArrayList<>();
    /** What part of what it can hold a line wishes, in per cent. */
    private final List<Integer> wish = new ArrayList<>();

    private FillInstances(long seed) {
        random = new Random(seed);
    }

    /**
     * The week of a busy station: 336 half-hours, 707 breaks, 2,000 spots of 40 lines.
     *
     * @param load the part of all capacity that is asked for: 0.8 is loose, 1 is tight
     */
    public static FillProblem week(long seed, double load) {
        return of(seed, 336, 40, 2_000, load);
    }

    /** The same at another size. */
    public static FillProblem of(long seed, int halfHours, int lines, int spots, double load) {
        return new FillInstances(seed).make(halfHours, lines, spots, load);
    }

    private FillProblem make(int halfHours, int lineCount, int spots, double load) {
        startBreaks(halfHours);
        List<Line> lines = scaled(drafts(lineCount), spots);
        return new FillProblem("main", breaks(lines, load), lines, List.of(), Apart.ONE_A_BREAK, Apart.ONE_A_BREAK);
    }

    private void startBreaks(int halfHours) {
        int extra = (int) Math.round(halfHours * (BREAKS_A_HALF_HOUR - 2));
        for (int i = 0; i < halfHours; i++) {
            ZonedDateTime start = MONDAY.atStartOfDay(ZONE).plus(HALF_HOUR.multipliedBy(i));
            starts.add(start.plusMinutes(10));
            if (random.nextInt(halfHours - i) < extra) {
                extra--;
                starts.add(start.plusMinutes(20));
            }
            starts.add(start.plusMinutes(27));
        }
    }

    /** Each break four fifths of the average and one of what is asked for at its time, give or take a half; 30 s at least. */
    private List<Break> breaks(List<Line> lines, double load) {
        double[] asked = new double[starts.size()];
        double all = 0;
        for (Line line : lines) {
            BitSet barred = line.barred().get(Reason.DAYPART);
            double quarters = line.spots() * (double) line.length().toSeconds() / QUARTER.toSeconds();
            all += quarters;
            for (int i = 0; i < asked.length; i++) {
                asked[i] += barred.get(i) ? 0 : quarters / (asked.length - barred.cardinality());
            }
        }
        long quarters = Math.round(all / load);
        if (quarters < 2L * asked.length) {
            throw new IllegalArgumentException("The spots need " + quarters + " quarters of a minute, and "
                    + asked.length + " breaks have two each at least");
        }
        double even = all / asked.length;
        int[] share = new int[asked.length];
        long given = 0;
        for (int i = 0; i < share.length; i++) {
            share[i] = (int) Math.max(
                    2, Math.round((asked[i] + (even - asked[i]) * EVENNESS) / load * (0.5 + random.nextDouble())));
            given += share[i];
        }
        for (; given < quarters; given++) {
            share[random.nextInt(share.length)]++;
        }
        while (given > quarters) {
            int i = random.nextInt(share.length);
            if (share[i] > 2) {
                share[i]--;
                given--;
            }
        }
        List<Break> breaks = new ArrayList<>();
        for (int i = 0; i < share.length; i++) {
            ZonedDateTime local = starts.get(i);
            Instant start = local.toInstant();
            breaks.add(new Break(
                    "b" + i,
                    start,
                    QUARTER.multipliedBy(share[i]),
                    AdBreak.Kind.UNDERWRITING,
                    local.toLocalDate(),
                    local.toLocalTime(),
                    true));
        }
        return breaks;
    }

    private List<Line> drafts(int count) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int advertiser = i < ADVERTISERS ? i : random.nextInt(ADVERTISERS);
            Hours hours = DAYPARTS.get(random.nextInt(DAYPARTS.size()));
            Set<DayOfWeek> days = DAYS.get(random.nextInt(DAYS.size()));
            BitSet barred = new BitSet();
            Set<LocalDate> dates = new java.util.HashSet<>();
            for (int b = 0; b < starts.size(); b++) {
                ZonedDateTime start = starts.get(b);
                boolean in = hours.hold(start.toLocalTime()) && days.contains(start.getDayOfWeek());
                barred.set(b, !in);
                if (in) {
                    dates.add(start.toLocalDate());
                }
            }
            int minutes = 15 * (1 + random.nextInt(4));
            int most = Math.max(1, mostApart(barred, minutes) * 4 / 5);
            wish.add(30 + random.nextInt(71));
            lines.add(new Line(
                    "l" + i,
                    "a" + advertiser,
                    List.of("c" + advertiser % CATEGORIES),
                    12 + random.nextInt(5),
                    most,
                    random.nextInt(3) == 0 ? Duration.ofSeconds(30) : QUARTER,
                    Pacing.EVEN,
                    Duration.ofMinutes(minutes),
                    Math.max(1, dates.size()),
                    1,
                    Map.of(Reason.DAYPART, barred)));
        }
        return lines;
    }

    /** How many spots of one line fit into its breaks when nothing else is there. */
    private int mostApart(BitSet barred, int minutes) {
        int most = 0;
        ZonedDateTime next = MONDAY.atStartOfDay(ZONE);
        for (int b = barred.nextClearBit(0); b < starts.size(); b = barred.nextClearBit(b + 1)) {
            if (!starts.get(b).isBefore(next)) {
                most++;
                next = starts.get(b).plusMinutes(minutes);
            }
        }
        return most;
    }

    /**
     * So many spots in all, by what each line wishes and at most what it can hold, and the limit of a day that goes with them. Of a
     * draft the spots are what it can hold, and {@link Line#mostADay} is its number of days.
     */
    private List<Line> scaled(List<Line> drafts, int spots) {
        double sum = 0;
        for (int i = 0; i < drafts.size(); i++) {
            sum += drafts.get(i).spots() * wish.get(i);
        }
        int[] counts = new int[drafts.size()];
        int missing = spots;
        for (int i = 0; i < counts.length; i++) {
            int hold = drafts.get(i).spots();
            counts[i] = Math.min(hold, Math.max(1, (int) (hold * wish.get(i) * spots / sum)));
            missing -= counts[i];
        }
        int room = drafts.stream().mapToInt(Line::spots).sum() - (spots - missing);
        for (int i = 0; missing > 0; i = (i + 1) % counts.length) {
            if (counts[i] < drafts.get(i).spots() || room <= 0) {
                counts[i]++;
                missing--;
                room--;
            }
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Line draft = drafts.get(i);
            int count = counts[i];
            lines.add(new Line(
                    draft.id(),
                    draft.advertiser(),
                    draft.categories(),
                    draft.priority(),
                    count,
                    draft.length(),
                    draft.pacing(),
                    draft.separation(),
                    (int) Math.ceil(count * 4.0 / 3 / draft.mostADay()),
                    1,
                    draft.barred()));
        }
        return lines;
    }
}
