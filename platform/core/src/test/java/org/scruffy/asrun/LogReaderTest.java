package org.scruffy.asrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LogReaderTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);
    private static final String CSV = """
            {"layout": "CSV", "header": true, "date": "yyyy-MM-dd", "columns": {"DATE": {"name": "Date"}, "TIME": {"name": "Time"},
             "LENGTH": {"name": "Length"}, "AD_ID": {"name": "Ad-ID"}, "TITLE": {"name": "Title"}}}""";
    private static final String HEAD = "Date,Time,Length,Ad-ID,Title\n";

    private static LogTemplate template(String json) {
        return LogTemplate.of("test", "Test", json);
    }

    private static List<LogEntry> read(LogTemplate template, LocalDate day, InputStream log) {
        try {
            LogReader reader = new LogReader(
                    log,
                    template,
                    new LogReader.Context(NEW_YORK, LocalTime.of(6, 0), new FrameRate(30000, 1001), day, day));
            List<LogEntry> entries = new ArrayList<>();
            for (Optional<LogEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.add(entry.get());
            }
            return entries;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<LogEntry> read(String json, LocalDate day, String log) {
        return read(template(json), day, new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    }

    private static LogRow row(LogEntry entry) {
        assertThat(entry).isInstanceOf(LogRow.class);
        return (LogRow) entry;
    }

    private static BadRow bad(LogEntry entry) {
        assertThat(entry).isInstanceOf(BadRow.class);
        return (BadRow) entry;
    }

    private static List<Instant> times(List<LogEntry> entries) {
        return entries.stream().map(entry -> row(entry).at()).toList();
    }

    @Test
    void csv_isReadByItsHeader_withQuotesAndAMark() {
        List<LogEntry> entries = read(
                CSV,
                DAY,
                "\uFEFFTitle,ad-id,Date,Time,Length,More\r\n"
                        + "\"Say \"\"hi\"\", you\",abcd-1234000h,2026-11-24,20:00:00.25,0:30,x\r\n");
        assertThat(entries).hasSize(1);
        LogRow row = row(entries.get(0));
        assertThat(row.title()).isEqualTo("Say \"hi\", you");
        assertThat(row.adId()).isEqualTo("ABCD1234000H");
        assertThat(row.at()).isEqualTo(Instant.parse("2026-11-25T01:00:00.250Z"));
        assertThat(row.length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void csv_isRefusedWhereItsHeaderLacksAColumn() {
        assertThatThrownBy(() -> read(CSV, DAY, "Date,Time,Length,House\n"))
                .isInstanceOf(AsRunProblem.class)
                .hasMessageContaining("a column 'Ad-ID'");
    }

    @Test
    void badRow_saysLineFieldFoundAndExpected_andTheOthersGoOn() {
        List<LogEntry> entries = read(
                CSV,
                DAY,
                HEAD
                        + "2026-11-24,25:61:00,0:30,ABCD1234,a\n"
                        + "24.11.2026,20:00:00,0:30,ABCD1234,b\n"
                        + "2026-11-24,20:00:00,soon,ABCD1234,c\n"
                        + "2026-11-24,20:00:00,0:30,A!,d\n"
                        + "2026-11-24,20:00:00\n"
                        + "2026-11-24,20:00:00,0:30,\"ABCD1234,f\n"
                        + "2026-11-24,20:00:00,0:30,ABCD1234,g\n");
        assertThat(entries.subList(0, 6).stream().map(entry -> bad(entry).words()))
                .containsExactly(
                        "line 2: time is '25:61:00', expected 20:15:30, 20:15:30.50, 20:15:30;12 or 8:15:30 PM",
                        "line 3: date is '24.11.2026', expected a date as yyyy-MM-dd",
                        "line 4: length is 'soon', expected 20:15:30, 20:15:30.50, 20:15:30;12 or 8:15:30 PM",
                        "line 5: ad_id is 'A!', expected 4 to 32 letters and digits",
                        "line 6: length is '2 columns', expected at least 3 columns",
                        "line 7: line is '2026-11-24,20:00:00,0:30,\"ABCD1234,f', expected columns of a CSV, each quote closed");
        assertThat(row(entries.get(6)).title()).isEqualTo("g");
    }

    @Test
    void framesAndHundredths_areParts_ofASecond() {
        FrameRate ntsc = new FrameRate(30000, 1001);
        assertThat(ClockForm.CLOCK.time("20:00:00;15", ntsc))
                .contains(Duration.ofHours(20).plusMillis(501));
        assertThat(ClockForm.CLOCK.time("20:00:00:29", ntsc))
                .contains(Duration.ofHours(20).plusMillis(968));
        assertThat(ClockForm.CLOCK.time("20:00:00:30", ntsc)).isEmpty();
        assertThat(ClockForm.CLOCK.time("08:00:00 pm", ntsc)).contains(Duration.ofHours(20));
        assertThat(ClockForm.CLOCK.time("12:00:00 AM", ntsc)).contains(Duration.ZERO);
        assertThat(ClockForm.CLOCK.time("13:00:00 AM", ntsc)).isEmpty();
        assertThat(ClockForm.HHMMSSHH.length("00002997", ntsc)).contains(Duration.ofMillis(29_970));
        assertThat(ClockForm.HHMMSSFF.length("00002915", ntsc)).contains(Duration.ofMillis(29_501));
        assertThat(ClockForm.SECONDS.length("29.97", ntsc)).contains(Duration.ofMillis(29_970));
        assertThat(ClockForm.MILLISECONDS.length("29970", ntsc)).contains(Duration.ofMillis(29_970));
    }

    @Test
    void twoEqualHours_areToldApartByTheirOrder() {
        LocalDate fold = LocalDate.of(2026, 10, 31); // the broadcast day that ends on Sunday 06:00
        List<LogEntry> entries = read(
                CSV,
                fold,
                HEAD
                        + "2026-11-01,00:58:00,0:30,ABCD1234,a\n"
                        + "2026-11-01,01:30:00,0:30,ABCD1234,b\n"
                        + "2026-11-01,01:58:00,0:30,ABCD1234,c\n"
                        + "2026-11-01,01:58:00,0:30,ABCD1235,d\n"
                        + "2026-11-01,01:59:00,0:30,ABCD1234,e\n"
                        + "2026-11-01,02:01:00,0:30,ABCD1234,f\n");
        assertThat(times(entries))
                .containsExactly(
                        Instant.parse("2026-11-01T04:58:00Z"),
                        Instant.parse("2026-11-01T05:30:00Z"),
                        Instant.parse("2026-11-01T05:58:00Z"),
                        Instant.parse("2026-11-01T06:58:00Z"),
                        Instant.parse("2026-11-01T06:59:00Z"),
                        Instant.parse("2026-11-01T07:01:00Z"));
    }

    @Test
    void skippedHour_movesForward() {
        LocalDate gap = LocalDate.of(2026, 3, 7);
        assertThat(times(read(
                        CSV, gap, HEAD + "2026-03-08,02:30:00,0:30,ABCD1234,a\n2026-03-08,03:45:00,0:30,ABCD1234,b\n")))
                .containsExactly(Instant.parse("2026-03-08T07:30:00Z"), Instant.parse("2026-03-08T07:45:00Z"));
    }

    @Test
    void afterMidnight_isOnTheBroadcastDayBefore() {
        String broadcast = CSV.replace("{\"layout\"", "{\"dateIs\": \"BROADCAST\", \"layout\"");
        assertThat(times(read(
                        broadcast,
                        DAY,
                        HEAD + "2026-11-24,23:59:00,0:30,ABCD1234,a\n2026-11-24,01:00:00,0:30,ABCD1234,b\n"
                                + "2026-11-24,25:30:00,0:30,ABCD1234,c\n")))
                .containsExactly(
                        Instant.parse("2026-11-25T04:59:00Z"),
                        Instant.parse("2026-11-25T06:00:00Z"),
                        Instant.parse("2026-11-25T06:30:00Z"));
    }

    @Test
    void whatWasPlannedBeforeMidnight_mayAirAfterIt() {
        String json = CSV.replace("\"TIME\"", "\"SCHEDULED\": {\"name\": \"Planned\"}, \"TIME\"");
        LogRow row = row(
                read(json, DAY, "Date,Planned,Time,Length,Ad-ID,Title\n2026-11-24,23:59:50,00:00:05,0:30,ABCD1234,a\n")
                        .get(0));
        assertThat(row.at()).isEqualTo(Instant.parse("2026-11-25T05:00:05Z"));
        assertThat(row.scheduled()).contains(Instant.parse("2026-11-25T04:59:50Z"));
    }

    @Test
    void datesOfAnotherMonth_areBad() {
        List<LogEntry> entries = read(CSV, DAY, HEAD + "2026-10-24,20:00:00,0:30,ABCD1234,a\n");
        assertThat(bad(entries.get(0)).words())
                .isEqualTo("line 2: date is '2026-10-24', expected the broadcast day 2026-11-24");
    }

    @Test
    void sameLineAgain_isBad() {
        String line = "2026-11-24,20:00:00,0:30,ABCD1234,a\n";
        assertThat(bad(read(CSV, DAY, HEAD + line + line).get(1)).words())
                .isEqualTo("line 3: line is 'the same as line 2', expected each spot once");
    }

    @Test
    void anotherEncoding_isSaid_andTheOthersGoOn() {
        byte[] latin = (HEAD + "2026-11-24,20:00:00,0:30,ABCD1234,Café\n2026-11-24,20:01:00,0:30,ABCD1234,a\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        List<LogEntry> entries = read(template(CSV), DAY, new ByteArrayInputStream(latin));
        assertThat(bad(entries.get(0)).words()).contains("bytes that are not UTF-8");
        assertThat(row(entries.get(1)).title()).isEqualTo("a");
        LogTemplate windows = template(CSV.replace("{\"layout\"", "{\"charset\": \"windows-1252\", \"layout\""));
        assertThat(row(read(windows, DAY, new ByteArrayInputStream(latin)).get(0))
                        .title())
                .isEqualTo("Café");
    }

    /** That many equal bytes, then a text; in no memory at all. */
    private static InputStream after(long bytes, String text) {
        InputStream rest = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new InputStream() {
            private long left = bytes;

            @Override
            public int read() throws IOException {
                return left-- > 0 ? 'x' : rest.read();
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left <= 0) {
                    return rest.read(into, offset, length);
                }
                int some = (int) Math.min(left, length);
                java.util.Arrays.fill(into, offset, offset + some, (byte) 'x');
                left -= some;
                return some;
            }
        };
    }

    @Test
    void lineOf100Megabytes_isSkippedToItsEnd() {
        String json = CSV.replace("\"header\": true", "\"header\": false")
                .replaceAll("\\{\"name\": \"Date\"}", "{\"position\": 1}")
                .replace("{\"name\": \"Time\"}", "{\"position\": 2}")
                .replace("{\"name\": \"Length\"}", "{\"position\": 3}")
                .replace("{\"name\": \"Ad-ID\"}", "{\"position\": 4}")
                .replace("{\"name\": \"Title\"}", "{\"position\": 5}");
        List<LogEntry> entries =
                read(template(json), DAY, after(100_000_000, "\n2026-11-24,20:00:00,0:30,ABCD1234,a\n"));
        assertThat(bad(entries.get(0)).words()).contains("100000000 bytes");
        assertThat(row(entries.get(1)).line()).isEqualTo(2);
    }

    @Test
    void binary_isSaidToBeNoText() {
        byte[] bytes = {'D', 'a', 0, 1, 2, '\n'};
        assertThatThrownBy(() -> read(template(CSV), DAY, new ByteArrayInputStream(bytes)))
                .isInstanceOf(AsRunProblem.class)
                .hasMessageContaining("byte 0 at column 3");
    }

    @Test
    void template_isTheSameAfterJson() {
        LogTemplate template = template(CSV);
        assertThat(template(template.toJson())).isEqualTo(template);
    }

    @Test
    void template_isRefusedWhereItContradictsItself() {
        assertThatThrownBy(() -> template(CSV.replace("\"header\": true", "\"header\": false")))
                .hasMessageContaining("found by their header");
        assertThatThrownBy(() -> template(CSV.replace("\"DATE\": {\"name\": \"Date\"}, ", "")))
                .hasMessageContaining("column DATE");
        assertThatThrownBy(() -> template(CSV.replace("\"header\"", "\"heads\"")))
                .hasMessageContaining("content is 'heads'");
        assertThatThrownBy(() -> template("[1]")).isInstanceOf(AsRunProblem.class);
        assertThatThrownBy(() -> template("{\"layout\": 1}")).isInstanceOf(AsRunProblem.class);
    }

    /** A fixed layout and a row in it: columns of any width and order, with gaps between them. */
    record Fixed(List<Integer> gaps, int extra, boolean timeFirst, int second, String adId, int ms) {}

    @Provide
    Arbitrary<Fixed> fixed() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9).list().ofSize(3),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(6 * 3600, 23 * 3600),
                        Arbitraries.strings()
                                .withChars("ABCXYZ0189")
                                .ofMinLength(4)
                                .ofMaxLength(20),
                        Arbitraries.integers().between(1, 43_200_000))
                .as(Fixed::new);
    }

    @Property(tries = 300)
    void fixedRow_isReadAsItWasWritten(@ForAll("fixed") Fixed fixed) {
        String time = LocalTime.ofSecondOfDay(fixed.second()).toString();
        String clock = time.length() == 5 ? time + ":00" : time;
        String ad = fixed.adId() + " ".repeat(fixed.extra());
        String ms = "%8d".formatted(fixed.ms());
        String first = fixed.timeFirst() ? clock : ad;
        String second = fixed.timeFirst() ? ad : clock;
        int one = fixed.gaps().get(0);
        int two = one + first.length() + fixed.gaps().get(1);
        int three = two + second.length() + fixed.gaps().get(2);
        String line = "~".repeat(one)
                + first
                + "~".repeat(fixed.gaps().get(1))
                + second
                + "~".repeat(fixed.gaps().get(2))
                + ms;
        String json = "{\"layout\": \"FIXED\", \"length\": \"MILLISECONDS\", \"columns\": {"
                + column(fixed.timeFirst() ? "TIME" : "AD_ID", one, first.length()) + ", "
                + column(fixed.timeFirst() ? "AD_ID" : "TIME", two, second.length()) + ", " + column("LENGTH", three, 8)
                + "}}";
        LogRow row = row(read(json, DAY, line + "\n").get(0));
        assertThat(row.adId()).isEqualTo(fixed.adId());
        assertThat(row.length()).isEqualTo(Duration.ofMillis(fixed.ms()));
        assertThat(row.at()).isEqualTo(Instant.parse("2026-11-24T05:00:00Z").plusSeconds(fixed.second()));
    }

    private static String column(String field, int offset, int length) {
        return "\"%s\": {\"offset\": %d, \"length\": %d}".formatted(field, offset, length);
    }

    /** Whatever a line holds, it is a row or says why it is none. */
    @Property(tries = 500)
    void anyLine_isReadOrSaysWhyNot(@ForAll("lines") String line) {
        String json = "{\"layout\": \"FIXED\", \"columns\": {" + column("TIME", 0, 8) + ", " + column("LENGTH", 8, 5)
                + ", " + column("AD_ID", 13, 12) + "}}";
        assertThat(read(json, DAY, line + "\n20:00:0000:30ABCD1234\n"))
                .last()
                .isInstanceOfSatisfying(
                        LogRow.class, row -> assertThat(row.adId()).isEqualTo("ABCD1234"));
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.strings()
                .withChars("0123456789:;. AZé\t\"")
                .ofMaxLength(40)
                .filter(line -> !line.isBlank());
    }
}
