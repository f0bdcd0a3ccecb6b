package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Timeslot;

class DemoScheduleTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate SPRING = LocalDate.of(2026, 3, 2);
    private static final LocalDate FALL = LocalDate.of(2026, 10, 26);

    private final DemoSchedule schedule = new DemoSchedule(URI.create("http://127.0.0.1:8081/"));
    private final Station station = schedule.stations().get(0);

    /** 53 weeks hold both changes of the clock. */
    static Stream<LocalDate> mondays() {
        return IntStream.range(0, 53).mapToObj(week -> SPRING.minusWeeks(5).plusWeeks(week));
    }

    @ParameterizedTest
    @MethodSource("mondays")
    void week_coversEveryInstantOnce(LocalDate monday) {
        for (Feed feed : station.feeds()) {
            List<Timeslot> slots = schedule.week(station, feed, monday);
            assertThat(slots.get(0).start())
                    .isEqualTo(monday.atStartOfDay(feed.zone()).toInstant());
            assertThat(slots.get(slots.size() - 1).end())
                    .isEqualTo(monday.plusDays(7).atStartOfDay(feed.zone()).toInstant());
            for (int i = 1; i < slots.size(); i++) {
                assertThat(slots.get(i).start()).isEqualTo(slots.get(i - 1).end());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mondays")
    void breaks_standOnTheSegmentGridApartAndWithinTheirSlot(LocalDate monday) {
        for (Feed feed : station.feeds()) {
            for (Timeslot slot : schedule.week(station, feed, monday)) {
                checkBreaks(slot);
            }
        }
    }

    private static void checkBreaks(Timeslot slot) {
        AdBreak before = null;
        for (AdBreak each : slot.breaks()) {
            assertThat(each.start().toEpochMilli() % SegmentGrid.MILLIS).isZero();
            assertThat(each.capacity().toMillis() % SegmentGrid.MILLIS).isZero();
            assertThat(each.start()).isAfterOrEqualTo(slot.start().plusSeconds(60));
            assertThat(each.start().plus(each.capacity())).isBeforeOrEqualTo(slot.end());
            assertThat(each.booked()).isLessThanOrEqualTo(each.capacity());
            if (before != null) {
                assertThat(Duration.between(before.start().plus(before.capacity()), each.start()))
                        .isGreaterThan(Duration.ofSeconds(45));
            }
            before = each;
        }
        assertThat(before).isNotNull();
        assertThat(before.kind()).isEqualTo(AdBreak.Kind.UNDERWRITING);
        assertThat(Duration.between(before.start().plus(before.capacity()), slot.end()))
                .isLessThan(SegmentGrid.length(1));
    }

    @ParameterizedTest
    @MethodSource("mondays")
    void breaks_repeatNoUnderwriterAndNoSpot(LocalDate monday) {
        for (Feed feed : station.feeds()) {
            List<Spot> spots = spots(feed, monday);
            List<String> underwriters = spots.stream()
                    .map(spot -> spot.creative().underwriter())
                    .filter(name -> !name.isEmpty())
                    .toList();
            assertNoneTwiceInARow(underwriters);
            assertNoneTwiceInARow(
                    spots.stream().map(spot -> spot.creative().adId()).toList());
        }
    }

    private static void assertNoneTwiceInARow(List<String> names) {
        for (int i = 1; i < names.size(); i++) {
            assertThat(names.get(i)).as("place %d", i).isNotEqualTo(names.get(i - 1));
        }
    }

    @Test
    void breaks_areMostlyFullAndNeverOverFull() {
        Map<AdBreak.Fill, Integer> fills = new EnumMap<>(AdBreak.Fill.class);
        for (Feed feed : station.feeds()) {
            breaks(feed, MONDAY).forEach(each -> fills.merge(each.fill(), 1, Integer::sum));
        }
        int all = fills.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(fills).containsOnlyKeys(AdBreak.Fill.FULL, AdBreak.Fill.PARTIAL, AdBreak.Fill.EMPTY);
        assertThat(fills.get(AdBreak.Fill.FULL)).isBetween(all * 70 / 100, all * 90 / 100);
        assertThat(fills.get(AdBreak.Fill.PARTIAL)).isBetween(all * 8 / 100, all * 20 / 100);
        assertThat(fills.get(AdBreak.Fill.EMPTY)).isBetween(all * 3 / 100, all * 9 / 100);
    }

    /** A newcomer soon sees one, whichever feed is on. */
    @Test
    void breaks_ofTheTwoFeedsTakeTurnsEveryTwoMinutes() {
        for (Feed feed : station.feeds()) {
            long phase = feed.name().equals("main") ? 0 : 120;
            assertThat(breaks(feed, MONDAY))
                    .filteredOn(each -> each.kind() == AdBreak.Kind.PROMO)
                    .allSatisfy(each -> assertThat((each.start().getEpochSecond() - phase) % 240)
                            .isBetween(0L, 3L));
        }
    }

    @Test
    void breaks_letEverySpotAir() {
        Set<String> aired = new HashSet<>();
        for (Feed feed : station.feeds()) {
            spots(feed, MONDAY).forEach(spot -> aired.add(spot.creative().adId()));
        }
        assertThat(aired)
                .containsExactlyInAnyOrderElementsOf(
                        Messages.all().stream().map(Message::adId).toList());
    }

    @Test
    void breaks_onTheKidsFeedHoldNoUnderwriterLongerThan15Seconds() {
        assertThat(spots(station.feeds().get(1), MONDAY))
                .filteredOn(spot -> !spot.creative().underwriter().isEmpty())
                .allSatisfy(spot -> assertThat(spot.creative().length()).isEqualTo(Duration.ofMillis(15_015)));
    }

    @Test
    void week_needsMoreThan4000StatementsWhenWalkedLazily() {
        int rows = 0;
        for (Feed feed : station.feeds()) {
            rows += schedule.week(station, feed, MONDAY).size()
                    + breaks(feed, MONDAY).size();
        }
        assertThat(rows).isGreaterThan(4000);
    }

    @Test
    void week_isTheSameEveryTime() {
        Feed main = station.feeds().get(0);
        DemoSchedule another = new DemoSchedule(URI.create("http://127.0.0.1:9000/"));
        assertThat(another.week(another.stations().get(0), main, MONDAY))
                .isEqualTo(schedule.week(station, main, MONDAY));
    }

    @Test
    void week_keepsLocalTimesAcrossTheChangesOfTheClock() {
        for (LocalDate monday : List.of(SPRING, FALL, MONDAY)) {
            Timeslot tonight = slotAt(monday.plusDays(6), LocalTime.of(20, 0));
            assertThat(tonight.program().title()).isEqualTo("Harbor Lights");
        }
    }

    @Test
    void week_airsTheRepeatedHourTwiceAndSkipsTheMissingOne() {
        Feed main = station.feeds().get(0);
        assertThat(localStarts(main, FALL)).containsSubsequence("01:00-04:00", "01:00-05:00", "02:00-05:00");
        assertThat(localStarts(main, SPRING))
                .containsSubsequence("01:00-05:00", "03:00-04:00")
                .doesNotContain("02:00-05:00");
    }

    private List<String> localStarts(Feed feed, LocalDate monday) {
        return schedule.week(station, feed, monday).stream()
                .map(slot -> slot.start().atZone(feed.zone()))
                .filter(start -> start.getDayOfWeek() == DayOfWeek.SUNDAY)
                .map(start -> start.toLocalTime() + start.getOffset().getId().substring(0, 6))
                .toList();
    }

    /** A promo that names another time than the program's would be a lie on air. */
    @ParameterizedTest
    @CsvSource({
        "Harbor Lights, main, SUNDAY, 20:00",
        "Live from Weir Hall, main, SATURDAY, 21:00",
        "Larkhaven Tonight, main, MONDAY, 18:00",
        "Larkhaven Tonight, main, SATURDAY, 18:00",
        "Larkhaven Tonight, main, SUNDAY, 18:00",
        "The Living Shore, main, WEDNESDAY, 20:00",
        "Garden Gate, main, THURSDAY, 20:00",
        "Pip & Pebble, kids, FRIDAY, 12:00",
        "Pip & Pebble, kids, SUNDAY, 12:00",
        "Numberland Ferry, kids, MONDAY, 05:00",
        "Numberland Ferry, kids, SATURDAY, 05:00",
        "Good Night Lighthouse, kids, TUESDAY, 20:00"
    })
    void promos_tellTheTruth(String title, String feedName, DayOfWeek day, LocalTime time) {
        Feed feed = station.feeds().stream()
                .filter(each -> each.name().equals(feedName))
                .findFirst()
                .orElseThrow();
        LocalDate date = MONDAY.plusDays(day.getValue() - 1);
        assertThat(schedule.week(station, feed, MONDAY)).anySatisfy(slot -> {
            assertThat(slot.start())
                    .isEqualTo(date.atTime(time).atZone(feed.zone()).toInstant());
            assertThat(slot.program().title()).isEqualTo(title);
        });
    }

    private Timeslot slotAt(LocalDate date, LocalTime time) {
        Feed main = station.feeds().get(0);
        LocalDate monday = date.with(DayOfWeek.MONDAY);
        return schedule.week(station, main, monday).stream()
                .filter(slot -> slot.start()
                        .equals(date.atTime(time).atZone(main.zone()).toInstant()))
                .findFirst()
                .orElseThrow();
    }

    private List<AdBreak> breaks(Feed feed, LocalDate monday) {
        List<AdBreak> breaks = new ArrayList<>();
        schedule.week(station, feed, monday).forEach(slot -> breaks.addAll(slot.breaks()));
        return breaks;
    }

    private List<Spot> spots(Feed feed, LocalDate monday) {
        return breaks(feed, monday).stream()
                .flatMap(each -> each.spots().stream())
                .toList();
    }
}
