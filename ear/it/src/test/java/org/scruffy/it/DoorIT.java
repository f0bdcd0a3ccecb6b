package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Screen.button;
import static org.scruffy.it.Screen.field;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningScruffy.Shared.class)
class DoorIT {

    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @CsvSource({
        // path, anonymous, with a bad key, with the admin's key
        "/health/ready, 200, 200, 200",
        "/login.xhtml, 200, 200, 200",
        "/favicon.svg, 200, 200, 200",
        "/live/KSCF/nosuch/master.m3u8, 404, 404, 404",
        "/week.xhtml, 302, 401, 200",
        "/plugins.xhtml, 302, 401, 200",
        "/feeds.xhtml, 302, 401, 200",
        "/keys.xhtml, 302, 401, 200",
        "/setup.xhtml, 302, 302, 302",
        "/api/plugins, 401, 401, 200",
        "/api/stations, 401, 401, 200",
        "/metrics, 401, 401, 200",
        "/openapi, 401, 401, 200",
        "/nosuch, 401, 401, 404",
        "/WEB-INF/web.xml, 404, 404, 404",
        "/api/nosuch, 401, 401, 404",
        "/live/%2e%2e/api/plugins, 401, 401, 404",
        "/login.xhtml/..;/api/plugins, 401, 401, 404",
        "/jakarta.faces.resource/%2e%2e/api/plugins, 401, 401, 404",
    })
    void path_isOpenToWhomItIsFor(String path, int anonymous, int badKey, int goodKey, RunningScruffy scruffy) {
        assertThat(scruffy.send(scruffy.anonymous(path).GET()).statusCode())
                .as("anonymous")
                .isEqualTo(anonymous);
        assertThat(scruffy.send(scruffy.anonymous(path)
                                .header("X-Scruffy-Key", "nobodys")
                                .GET())
                        .statusCode())
                .as("bad key")
                .isEqualTo(badKey);
        assertThat(scruffy.get(path).statusCode()).as("good key").isEqualTo(goodKey);
    }

    @Test
    void refusal_isAProblemWithATraceAndSaysHowToSignIn(RunningScruffy scruffy) {
        HttpResponse<String> answer =
                scruffy.send(scruffy.anonymous("/api/plugins").GET());

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(PROBLEM);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"Scruffy\", charset=\"UTF-8\"");
        assertThat(answer.body())
                .contains("\"status\":401", "\"title\":\"Sign in first\"")
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"");
    }

    @ParameterizedTest
    @CsvSource({"admin:scruffy, 200", "ADMIN:scruffy, 200", "admin:wrong, 401", "nobody:scruffy, 401", "admin:, 401"})
    void basic_isReadFromTheSameUsers(String credentials, int status, RunningScruffy scruffy) {
        assertThat(scruffy.send(scruffy.anonymous("/api/plugins")
                                .header("Authorization", "Basic " + base64(credentials))
                                .GET())
                        .statusCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ????", "Bearer", "Negotiate abc", "Basic bm9jb2xvbg=="})
    void nonsenseCredentials_areRefusedAndNothingBreaks(String header, RunningScruffy scruffy) {
        assertThat(scruffy.send(scruffy.anonymous("/api/plugins")
                                .header("Authorization", header)
                                .GET())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void everyPage_saysHowItMayBeUsed(RunningScruffy scruffy) {
        for (String path : List.of("/login.xhtml", "/plugins.xhtml", "/api/plugins", "/nosuch")) {
            var headers = scruffy.get(path).headers();
            assertThat(headers.allValues("Content-Security-Policy"))
                    .as(path)
                    .singleElement()
                    .asString()
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe-eval");
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).as(path).contains("same-origin");
            assertThat(headers.firstValue("Cache-Control").orElse("")).as(path).containsAnyOf("no-store", "no-cache");
        }
        assertThat(scruffy.get("/login.xhtml")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .containsPattern("script-src 'self' 'nonce-[A-Za-z0-9+/=]+'")
                .contains("object-src 'none'", "base-uri 'self'", "form-action 'self'");
    }

    @Test
    void sessionsCookie_isForTheServerAndForOurPagesOnly(RunningScruffy scruffy) {
        assertThat(scruffy.send(scruffy.anonymous("/login.xhtml").GET())
                        .headers()
                        .allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Lax");
    }

    @Test
    void form_ofAStrangersPageIsRefused(RunningScruffy scruffy) {
        HttpResponse<String> answer = scruffy.send(scruffy.anonymous("/login.xhtml")
                .header("Origin", "https://evil.example")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("login%3Aname=admin&login%3Apassword=scruffy")));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void formWithoutItsViewState_changesNothing(RunningScruffy scruffy) {
        HttpResponse<String> answer = scruffy.send(scruffy.anonymous("/login.xhtml")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "login=login&login%3Aname=admin&login%3Apassword=scruffy&login%3AsignIn=Sign+in"
                                + "&jakarta.faces.ViewState=1%3A2")));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).doesNotContain("\tat ", "Exception");
    }

    @Test
    void formThatIsTooLarge_isRefused(RunningScruffy scruffy) {
        HttpResponse<String> answer = scruffy.send(scruffy.anonymous("/login.xhtml")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Content-Type", "application/x-www-form-urlencoded")
                // or the answer races with a body that nobody reads
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString("login%3Aname=" + "a".repeat(1_500_000))));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void errorPage_isInTheFrameAndTellsNoSecrets(RunningScruffy scruffy) {
        HttpResponse<String> answer = scruffy.send(scruffy.request("/no%3Cscript%3Esuch.xhtml")
                .header("Accept", "text/html")
                .GET());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("There is no such page")
                .doesNotContain("<script>such", "\tat ", "Payara", "Exception");
    }

    @Test
    void form_leadsToTheWantedPageAndOut(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy)) {
            Page page = screen.open("plugins.xhtml");
            assertThat(page.url()).contains("/login.xhtml?next=");
            field(page, "Name").fill("admin");
            field(page, "Password").fill("wrong");
            button(page, "Sign in").click();
            page.getByText("Name or password is wrong.").waitFor();
            String before = session(page);
            field(page, "Password").fill("scruffy");
            button(page, "Sign in").click();
            page.waitForURL("**/plugins.xhtml");
            assertThat(session(page)).isNotEqualTo(before);

            page.locator("details.account summary").click();
            button(page, "Sign out").click();
            page.waitForURL("**/login.xhtml");
            screen.open("plugins.xhtml");
            assertThat(page.url()).contains("/login.xhtml");
        }
    }

    @Test
    void pages_fitSmallAndLargeScreensInBothThemes(RunningScruffy scruffy, Chromium chromium) {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(390, 1920)) {
                try (Screen screen =
                        chromium.screen(scruffy, width, 900, colours).signIn()) {
                    for (String path : List.of("plugins", "feeds", "keys")) {
                        Page page = screen.open(path + ".xhtml");
                        assertThat(page.evaluate("document.documentElement.dataset.theme"))
                                .isEqualTo(colours == ColorScheme.DARK ? "dark" : "light");
                        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                                .as(path + " at " + width)
                                .isLessThanOrEqualTo(0);
                        screen.shot(path + "-" + colours.name().toLowerCase(java.util.Locale.ROOT) + "-" + width);
                    }
                }
            }
        }
    }

    @Test
    void stationsClock_ticksInTheStationsZone(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("plugins.xhtml?station=KSCF&feed=kids");
            assertThat(page.locator(".clock").getAttribute("data-zone")).isEqualTo("America/New_York");
            assertThat(page.locator(".clock-zone").textContent()).matches("E[SD]T");
            String before = page.locator(".clock-time").textContent();
            page.waitForCondition(
                    () -> !page.locator(".clock-time").textContent().equals(before));
            assertThat(page.locator("#chooser").inputValue()).isEqualTo("?station=KSCF&feed=kids");
        }
    }

    @Test
    void feedForm_saysWhatIsWrongAtEachFieldAndKeepsHostileWordsWords(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("feeds.xhtml");
            field(page, "Short name").fill("Not Good");
            field(page, "Origin").fill("ftp://origin/x");
            button(page, "Add this feed").click();
            page.getByText("A short name has 1 to 32 small letters").waitFor();
            page.getByText("A title has 1 to 100 characters.").waitFor();
            page.getByText("starts with http:// or https://").waitFor();

            field(page, "Title").fill("<img src=x onerror=alert(1)>\"'");
            field(page, "Short name").fill("hostile");
            field(page, "Origin").fill("http://127.0.0.1:1/x.m3u8");
            button(page, "Check the origin").click();
            page.getByText("This address refuses the connection.").waitFor();
            button(page, "Add this feed").click();
            page.waitForURL("**/feeds.xhtml?feed=hostile&station=KSCF");
            assertThat(page.locator("tbody").textContent()).contains("<img src=x onerror=alert(1)>\"'");
            assertThat(page.locator("main img").count()).isZero();
        }
    }

    private static String session(Page page) {
        return page.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("JSESSIONID"))
                .findFirst()
                .orElseThrow()
                .value;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
