package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningScruffy.Shared.class)
class WeekIT {

    private static String week(RunningScruffy scruffy) {
        return "/api/week/" + scruffy.today();
    }

    @Test
    void week_hasBothFeedsAndIsNotSentTwice(RunningScruffy scruffy) {
        HttpResponse<String> first = scruffy.get(week(scruffy));
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> second =
                scruffy.send(scruffy.request(week(scruffy)).header("If-None-Match", tag));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("\"name\":\"main\"", "\"name\":\"kids\"", "\"station\":\"KSCF\"");
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void week_hasASecondName(RunningScruffy scruffy) {
        assertThat(scruffy.get("/api/v1/stations/KSCF/weeks/" + scruffy.today() + "?feed=kids")
                        .body())
                .isEqualTo(scruffy.get(week(scruffy) + "?feed=kids").body());
    }

    @Test
    void legacyWeek_isTheSameDocument(RunningScruffy scruffy) {
        HttpResponse<String> legacy = scruffy.get("/demo/legacy/week/" + scruffy.today());

        assertThat(legacy.statusCode()).isEqualTo(200);
        assertThat(legacy.body()).isEqualTo(scruffy.get(week(scruffy)).body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/week/tomorrow                        | 400 | a day like
            /api/week/2026-02-30                      | 400 | 2026-02-30
            /api/week/1999-01-01                      | 404 | there is one from
            /api/week/2026-11-24?feed=create          | 404 | known: main, kids
            /api/week/2026-11-24?station=KXYZ         | 404 | KSCF
            /api/nothing                              | 404 | Not Found
            """)
    void badInput_isAProblemWithATrace(String path, int status, String says, RunningScruffy scruffy) {
        HttpResponse<String> answer = scruffy.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains(says).containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
    }

    @Test
    void move_thatCannotBeReadOrDoneIsAProblem(RunningScruffy scruffy) {
        assertThat(scruffy.post("/api/spots/1/move", "{").statusCode()).isEqualTo(400);
        assertThat(scruffy.post("/api/spots/1/move", "{}").statusCode()).isEqualTo(400);
        assertThat(scruffy.post("/api/spots/x/move", "{\"to\":{\"adBreak\":\"1\"}}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void stations_haveFeedsWithTheirLiveAddress(RunningScruffy scruffy) {
        assertThat(scruffy.get("/api/stations").body())
                .contains("\"callSign\":\"KSCF\"", scruffy.base() + "live/KSCF/main/master.m3u8");
    }

    @ParameterizedTest
    @CsvSource({"390, 844", "768, 1024", "1280, 800", "1920, 1080"})
    void page_fitsAndMarksWhatIsOnAir(int width, int height, RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            screen.page().setViewportSize(width, height);
            Page page = screen.open("week.xhtml?station=KSCF&feed=main");

            assertThat(page.locator(".week-day.chosen .slot.on-air")).isVisible();
            assertThat(page.locator(".week-panel h2")).isVisible();
            assertThat((Integer) page.evaluate(
                            "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isZero();
            screen.shot("week-" + width);
        }
    }

    @Test
    void page_ofAWeekWithoutAScheduleSaysWhereThereIsOne(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("week.xhtml?station=KSCF&feed=main&date=2001-01-01");

            assertThat(page.locator(".week-problem")).containsText("there is one from");
            screen.forgive();
        }
    }
}
