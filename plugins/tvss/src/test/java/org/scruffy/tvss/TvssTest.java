package org.scruffy.tvss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;

class TvssTest {

    private static final FeedClock CLOCK = new FeedClock(
            "KSCR",
            new Feed(
                    "main",
                    "Main",
                    Feed.Kind.MAIN,
                    ZoneId.of("America/New_York"),
                    URI.create("http://localhost:1/m"),
                    Feed.BreakSignal.CUES),
            LocalTime.MIDNIGHT,
            30000,
            1001);
    private static final String DAY = "2019-12-31";
    private static final String FILE = """
            {"feeds": [{"cid": "1", "short_name": "A", "timezone": "America/Los_Angeles", "listings": [%s]},
                       {"cid": "2", "short_name": "B", "timezone": "America/Denver", "listings": [%s]}]}
            """;
    private static final String NEWS =
            "{\"start_time\": \"1800\", \"duration\": 130, \"title\": \"News\", \"nola_root\": \"MLNH\","
                    + " \"nola_episode\": \"12731\", \"images\": [{\"title\": \"no\"}]}";

    private static List<ScheduleRow> read(InputStream file, Map<String, String> settings) throws IOException {
        List<ScheduleRow> rows = new ArrayList<>();
        new TvssFile().read(file, CLOCK, settings, rows::add);
        return rows;
    }

    private static List<ScheduleRow> read(String file, Map<String, String> settings) throws IOException {
        return read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), settings);
    }

    private static Path recorded(String name) {
        String folder = System.getenv("SCRUFFY_TEST_DATA");
        assumeTrue(folder != null, "SCRUFFY_TEST_DATA names no folder with recorded responses in tvss/");
        Path file = Path.of(folder, "tvss", name);
        assumeTrue(Files.exists(file), () -> file + " is not there");
        return file;
    }

    @Test
    void duration_isHoursAndMinutes() throws IOException {
        SlotRow row =
                (SlotRow) read(FILE.formatted(NEWS, ""), Map.of("date", DAY)).get(0);

        assertThat(row.start()).isEqualTo(Instant.parse("2020-01-01T02:00:00Z"));
        assertThat(Duration.between(row.start(), row.end())).isEqualTo(Duration.ofMinutes(90));
        assertThat(row.program().nola()).isEqualTo("MLNH 12731");
    }

    @Test
    void read_takesTheZoneOfTheFeedInTheFile() throws IOException {
        List<ScheduleRow> rows = read(FILE.formatted(NEWS, NEWS), Map.of("date", DAY, "channel", "B"));

        assertThat(rows).hasSize(1);
        assertThat(((SlotRow) rows.get(0)).start()).isEqualTo(Instant.parse("2020-01-01T01:00:00Z"));
    }

    @Test
    void read_wantsToKnowTheFeedWhereTwoHaveListings() throws IOException {
        assertThat(read(FILE.formatted(NEWS, NEWS), Map.of("date", DAY)).get(1)).isInstanceOf(BadRow.class);
        assertThat(read(FILE.formatted(NEWS, NEWS), Map.of("date", DAY, "channel", "C"))
                        .get(0))
                .isInstanceOf(BadRow.class);
    }

    @Test
    void read_wantsTheDay() throws IOException {
        assertThat(read("{}", Map.of()).get(0))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.field()).isEqualTo("date"));
    }

    @Test
    void read_refusesWhatIsNoListing() throws IOException {
        for (String file : new String[] {
            "",
            "[]",
            "{\"feeds\": 1}",
            "{\"feeds\":" + "[".repeat(1_000_000),
            "{\"a\":\"" + "a".repeat(100_000) + "\"}",
            "\0\1\2"
        }) {
            assertThat(read(file, Map.of("date", DAY))).isNotEmpty().allMatch(BadRow.class::isInstance);
        }
        String bad = NEWS.replace("1800", "2460");
        assertThat(read(FILE.formatted(bad, ""), Map.of("date", DAY)).get(0))
                .isInstanceOfSatisfying(
                        BadRow.class, row -> assertThat(row.field()).isEqualTo("start_time"));
    }

    @Test
    void recordedDay_isReadFeedByFeed() throws IOException {
        Path file = recorded("getToday.json");
        String text = Files.readString(file);
        List<String> feeds = new ArrayList<>();
        var names =
                java.util.regex.Pattern.compile("\"short_name\": \"([^\"]+)\"").matcher(text);
        while (names.find()) {
            feeds.add(names.group(1));
        }

        int programs = 0;
        for (String feed : feeds) {
            try (InputStream in = Files.newInputStream(file)) {
                List<ScheduleRow> rows = read(in, Map.of("date", DAY, "channel", feed));
                assertThat(rows).allMatch(SlotRow.class::isInstance);
                programs += rows.size();
            }
        }
        assertThat(feeds).hasSize(6);
        assertThat(programs)
                .isEqualTo(text.split("\"start_time\"", -1).length - 1)
                .isPositive();
    }

    @Test
    void recordedDurations_areTheMinutesBesideThem() throws IOException {
        var pair = java.util.regex.Pattern.compile("\"duration\": (\\d+),\\s+\"minutes\": (\\d+)");
        int seen = 0;
        for (String name : List.of("getToday.json", "getProgram-7877.json", "getListings-20191231-fetch_images.json")) {
            var found = pair.matcher(Files.readString(recorded(name)));
            while (found.find()) {
                seen++;
                assertThat(TvssFile.duration(found.group(1)))
                        .contains(Duration.ofMinutes(Long.parseLong(found.group(2))));
            }
        }
        assertThat(seen).isPositive();
    }
}
