package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules that four projects published with what is expected of them, none of it made by this code. Where two of them contradict
 * each other, or a rule is not taken, deviations.tsv says so and why.
 */
class RecurrenceVectorsTest {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final int MOST_IN_PUBLISHED_TEST = 10_000;
    private static final List<Row> DEVIATIONS = rows("deviations").toList();

    record Row(String file, List<String> cells) {

        String cell(int column) {
            return column < cells.size() ? cells.get(column) : "";
        }

        String rule() {
            return cell(file.equals("dateutil") || file.equals("rrule-js") ? 1 : 0);
        }

        @Override
        public String toString() {
            return file + " " + cell(0) + " " + cell(1) + " " + cell(2);
        }
    }

    static Stream<Row> rows(String file) {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                RecurrenceVectorsTest.class.getResourceAsStream("/recurrence/" + file + ".tsv"),
                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> rows.add(new Row(file, List.of(line.split("\t", -1)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.stream();
    }

    static Stream<Row> ofLibRecur() {
        return followed("lib-recur");
    }

    static Stream<Row> withOccurrences() {
        return Stream.concat(followed("dateutil"), followed("rrule-js"));
    }

    static Stream<Row> ofIcal4j() {
        return followed("ical4j");
    }

    static Stream<Row> refused() {
        return DEVIATIONS.stream().filter(row -> row.cell(2).equals("REFUSED"));
    }

    private static Stream<Row> followed(String file) {
        return rows(file)
                .filter(row -> DEVIATIONS.stream()
                        .noneMatch(deviation -> deviation.cell(0).equals(file)
                                && deviation.cell(1).equals(row.rule())));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void rule_isRefusedWithItsReason(Row row) {
        LocalDateTime start = LocalDateTime.of(1997, 9, 2, 9, 0);

        assertThatThrownBy(() -> Recurrence.of(row.cell(1), start, ZoneOffset.UTC)
                        .all()
                        .limit(100)
                        .count())
                .isInstanceOf(BadRecurrence.class)
                .hasMessageContaining("rrule is '" + row.cell(1) + "', expected ");
    }

    @ParameterizedTest
    @MethodSource("ofLibRecur")
    void rule_meetsWhatLibRecurPublished(Row row) {
        String rule = row.cell(0);
        Start start = Start.of(row);
        Recurrence recurrence = Recurrence.of(rule, start.time(), start.zone());

        List<LocalDateTime> occurrences =
                recurrence.all().limit(MOST_IN_PUBLISHED_TEST).toList();

        if (!row.cell(4).isEmpty()) {
            assertThat(occurrences).hasSize(Integer.parseInt(row.cell(4)));
        }
        if (!rule.contains("UNTIL=")) {
            assertThat(occurrences.size())
                    .isEqualTo(row.cell(3).isEmpty() ? endless(occurrences) : Integer.parseInt(row.cell(3)));
        }
        if (!row.cell(5).isEmpty()) {
            assertThat(occurrences.get(occurrences.size() - 1))
                    .isEqualTo(time(row.cell(5).split("@", -1)[0]));
        }
        assertThat(occurrences).isSorted().doesNotHaveDuplicates();
        onlyIn(row.cell(6), occurrences, LocalDateTime::getMonthValue);
        onlyIn(row.cell(7), occurrences, time -> time.getDayOfWeek().getValue() % 7 + 1);
        onlyIn(row.cell(8), occurrences, LocalDateTime::getDayOfMonth);
        onlyIn(row.cell(9), occurrences, time -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        onlyIn(row.cell(10), occurrences, LocalDateTime::getHour);
        onlyIn(row.cell(11), occurrences, LocalDateTime::getMinute);
        onlyIn(row.cell(12), occurrences, LocalDateTime::getSecond);
    }

    /** As many as the published test takes, or all there are until our years end. */
    private static int endless(List<LocalDateTime> occurrences) {
        LocalDateTime last = occurrences.get(occurrences.size() - 1);
        return last.getYear() > 9950 ? occurrences.size() : MOST_IN_PUBLISHED_TEST;
    }

    private static void onlyIn(String allowed, List<LocalDateTime> occurrences, ToIntFunction<LocalDateTime> part) {
        if (allowed.isEmpty()) {
            return;
        }
        Set<Integer> found = new LinkedHashSet<>();
        occurrences.forEach(time -> found.add(part.applyAsInt(time)));
        assertThat(Stream.of(allowed.split(",")).map(Integer::valueOf).toList()).containsAll(found);
    }

    /** Where the published test starts: in UTC where it says nothing, in floating time after a floating UNTIL. */
    private record Start(LocalDateTime time, ZoneId zone) {

        static Start of(Row row) {
            String start = row.cell(2);
            if (start.isEmpty()) {
                boolean allDay = row.cell(0).matches(".*UNTIL=\\d{8}(?!T).*");
                return new Start(RecurrenceVectorsTest.time(allDay ? "19850501" : "19850501T133912"), ZoneOffset.UTC);
            }
            String[] parts = start.split("@", -1);
            return new Start(
                    RecurrenceVectorsTest.time(parts[0]), parts.length == 2 ? ZoneId.of(parts[1]) : ZoneOffset.UTC);
        }
    }

    @ParameterizedTest
    @MethodSource("withOccurrences")
    void rule_fallsWhereDateutilAndRruleJsPublished(Row row) {
        List<LocalDateTime> expected = times(row.cell(3));

        assertThat(Recurrence.of(row.cell(1), time(row.cell(2))).all().limit(expected.size() + 1L))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("ofIcal4j")
    void rule_fallsWhereIcal4jPublished(Row row) {
        LocalDateTime start = time(row.cell(1));

        assertThat(Recurrence.of(row.cell(0), start)
                        .within(start, time(row.cell(2)).plusSeconds(1)))
                .isEqualTo(times(row.cell(3)));
    }

    @ParameterizedTest
    @MethodSource({"withOccurrences", "ofLibRecur"})
    void window_hasWhatOneFindsByWalkingThere(Row row) {
        boolean libRecur = row.file().equals("lib-recur");
        Start start = libRecur ? Start.of(row) : new Start(time(row.cell(2)), ZoneOffset.UTC);
        Recurrence recurrence = Recurrence.of(row.cell(libRecur ? 0 : 1), start.time(), start.zone());
        List<LocalDateTime> walked = recurrence.all().limit(400).toList();
        assumeThat(walked).isNotEmpty();
        LocalDateTime from = walked.get(walked.size() / 2).plusSeconds(1);
        LocalDateTime to = walked.get(walked.size() - 1);

        assertThat(recurrence.within(from, to))
                .isEqualTo(walked.stream()
                        .filter(time -> !time.isBefore(from) && time.isBefore(to))
                        .toList());
    }

    @Test
    void vectors_areMoreThanSevenHundred() {
        assertThat(ofLibRecur().count()).isGreaterThan(500);
        assertThat(withOccurrences().count()).isGreaterThan(130);
        assertThat(ofIcal4j().count()).isGreaterThan(25);
    }

    private static List<LocalDateTime> times(String list) {
        return Stream.of(list.split(","))
                .filter(each -> !each.isEmpty())
                .map(RecurrenceVectorsTest::time)
                .toList();
    }

    private static LocalDateTime time(String text) {
        String local = text.replace("Z", "");
        return local.contains("T")
                ? LocalDateTime.parse(local, TIME)
                : LocalDate.parse(local, DateTimeFormatter.BASIC_ISO_DATE).atStartOfDay();
    }
}
