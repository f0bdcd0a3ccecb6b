package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.client.WeekDocument;
import org.scruffy.order.Underwriter;
import org.scruffy.rule.Conflict;
import org.scruffy.rule.Severity;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.WeekJson;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Program;

class WeekPartsTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate MONDAY = LocalDate.of(2026, 10, 26);

    private static final WeekParts.Beside BESIDE = new WeekParts.Beside(
            List.of(new Underwriter("5", "Bank", "BANK", "Banks", "", false, 1)),
            List.of(new Conflict("OVERFULL", Severity.BLOCK, "main", MONDAY, "2", "", "The spots last 61 s")));

    private static String json(String include, String fields) {
        Instant start = Instant.parse("2026-11-01T05:30:00Z");
        Creative creative = new Creative("TEST0001H", "Spot", "Bank", Duration.ofSeconds(30), "a");
        FeedSheet.Line line = new FeedSheet.Line(7, "Fall", "Order 1", "Bank");
        FeedSheet.Placement spot = new FeedSheet.Placement(3, 4, creative, "PLANNED", "MANUAL", line);
        FeedSheet.Break adBreak = new FeedSheet.Break(2, 5, start, 60_000, AdBreak.Kind.PROMO, true, List.of(spot));
        FeedSheet.Slot slot = new FeedSheet.Slot(
                1,
                6,
                start,
                start.plusSeconds(1800),
                new Program("Nature", "", ""),
                "LOCAL",
                "DRAFT",
                List.of(adBreak));
        Feed feed = new Feed(
                "main", "Main", Feed.Kind.MAIN, ZONE, URI.create("http://a.test/m.m3u8"), Feed.BreakSignal.CUES);
        FeedSheet sheet = new FeedSheet(
                "KSCF",
                feed,
                new LocalWeek(MONDAY, ZONE),
                9,
                8,
                List.of(new FeedSheet.Day(MONDAY, true, 8)),
                1,
                17,
                List.of(slot));
        return new String(WeekParts.of(include, fields).write(List.of(sheet), BESIDE), StandardCharsets.UTF_8);
    }

    @Test
    void underwritersAndConflicts_areThereWhereTheyAreNamed() {
        assertThat(json(null, null)).doesNotContain("\"underwriters\"", "\"conflicts\"");
        assertThat(json("underwriters,conflicts", null))
                .contains("\"underwriters\":{\"Bank\":{\"id\":\"5\",\"category\":\"BANK\"}}")
                .contains("\"conflicts\":[{\"rule\":\"OVERFULL\",\"severity\":\"BLOCK\",\"feed\":\"main\"")
                .doesNotContain("\"breaks\"", "\"creatives\"");
    }

    @Test
    void week_isWholeWhereNothingIsAskedFor() {
        assertThat(json(null, null))
                .contains(
                        "\"hours\":169",
                        "\"publishedRevision\":8",
                        "\"days\":[{\"date\":\"2026-10-26\",\"locked\":true")
                .contains("\"localStart\":\"2026-11-01T01:30:00-04:00\"", "\"source\":\"LOCAL\"", "\"state\":\"DRAFT\"")
                .contains("\"version\":6", "\"version\":5", "\"version\":4", "\"locked\":true")
                .contains("\"status\":\"PLANNED\",\"origin\":\"MANUAL\",\"line\":\"l7\"")
                .contains("\"lines\":{\"l7\":{\"name\":\"Fall\",\"order\":\"Order 1\",\"underwriter\":\"Bank\"}}")
                .contains("\"capacityMs\":60000,\"bookedMs\":30000,\"state\":\"PARTIAL\"");
    }

    @Test
    void include_leavesOutWhatItDoesNotName() {
        assertThat(json("breaks", null)).contains("\"breaks\":[").doesNotContain("placements", "creatives", "lines");
        assertThat(json("", null)).contains("\"slots\":[").doesNotContain("breaks");
    }

    @Test
    void fields_makeTheirObjectSparseAndLeaveOthersWhole() {
        assertThat(json("", "slot.id,slot.startsAt"))
                .contains("\"slots\":[{\"id\":\"1\",\"startsAt\":\"2026-11-01T05:30:00Z\"}]")
                .contains("\"revision\":9");
    }

    @Test
    void unknownName_isBadInputNamingTheKnown() {
        assertThatThrownBy(() -> WeekParts.of("secrets", null))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("breaks, conflicts, creatives, lines, placements, underwriters");
        assertThatThrownBy(() -> WeekParts.of(null, "slot.password"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("slot.startsAt");
    }

    @Test
    void fields_areThoseThatTheClientReads() {
        Map<String, Class<?>> objects = Map.of(
                "feed", WeekDocument.FeedWeek.class,
                "day", WeekDocument.Day.class,
                "slot", WeekDocument.Slot.class,
                "break", WeekDocument.Break.class,
                "placement", WeekDocument.Placement.class,
                "program", WeekDocument.ProgramEntry.class,
                "creative", WeekDocument.CreativeEntry.class,
                "line", WeekDocument.LineEntry.class);

        assertThat(WeekJson.fields())
                .containsExactlyInAnyOrderElementsOf(objects.entrySet().stream()
                        .flatMap(object -> Stream.of(object.getValue().getRecordComponents())
                                .map(field -> object.getKey() + "." + field.getName()))
                        .toList());
    }

    @Test
    void key_differsWithThePartsAndNotWithTheirOrder() {
        assertThat(WeekParts.of("lines,breaks", "slot.id").key())
                .isEqualTo(WeekParts.of("breaks,lines", "slot.id").key())
                .isNotEqualTo(WeekParts.of("breaks", "slot.id").key())
                .isNotEqualTo(WeekParts.of(null, "slot.id").key())
                .doesNotContain("\"");
    }
}
