package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.TraceSpan;

/** The shapes are those of the examples in Sentry's documentation. */
class SentryRulesTest {

    private final List<TraceSpan> spans = new ArrayList<>();

    private void begin(String operation) {
        spans.add(new TraceSpan("root", "", "/books", "", "it", 0, 9_000, false, Map.of("sentry.op", operation)));
    }

    private void statement(double start, double ms, String sql) {
        span(start, ms, "query", Map.of("db.system", "postgresql", "db.statement", sql));
    }

    private void get(double start, double ms, String address) {
        span(start, ms, "GET", Map.of("http.method", "GET", "http.url", address));
    }

    private void span(double start, double ms, String name, Map<String, Object> fields) {
        spans.add(new TraceSpan("s" + spans.size(), "root", name, "client", "it", start, ms, false, fields));
    }

    @Test
    void consecutiveStatements_areToldWhenOneWaitsForNothing() {
        begin("http.server");
        statement(0, 150, "SELECT * FROM users");
        statement(150, 110, "SELECT COUNT(*) FROM users");
        assertThat(SentryRules.serialStatements(spans)).isTrue();
    }

    @Test
    void consecutiveStatements_areNotToldWhenEachIsAboutSomething() {
        begin("http.server");
        statement(0, 150, "SELECT * FROM users");
        statement(150, 110, "SELECT COUNT(*) FROM users WHERE name = owner");
        statement(260, 110, "SELECT name FROM users LIMIT 5");
        assertThat(SentryRules.serialStatements(spans)).isFalse();
    }

    @Test
    void consecutiveCalls_areToldWhateverIsBetweenThem() {
        begin("http.server");
        get(0, 1_000, "https://books/1");
        statement(1_000, 20, "SELECT 1");
        get(1_100, 1_000, "https://books/2");
        get(2_600, 1_000, "https://authors");
        assertThat(SentryRules.serialCalls(spans)).isTrue();
    }

    @Test
    void consecutiveCalls_areNotToldWhenTooMuchTimeIsBetweenThem() {
        begin("http.server");
        get(0, 1_000, "https://books/1");
        get(1_100, 1_000, "https://books/2");
        get(2_601, 1_000, "https://authors");
        assertThat(SentryRules.serialCalls(spans)).isFalse();
    }

    @Test
    void callsAtOnce_areToldOfAPageThatGetsOneForEach() {
        begin("pageload");
        for (int i = 0; i < 10; i++) {
            get(5 * i, 30, "https://books?id=" + i + "&shelf=" + i % 2);
        }
        assertThat(SentryRules.repeatedCalls(spans)).isTrue();
    }

    @Test
    void callsAtOnce_areNotToldOfAServer() {
        begin("http.server");
        for (int i = 0; i < 10; i++) {
            get(5 * i, 30, "https://books/" + i);
        }
        assertThat(SentryRules.repeatedCalls(spans)).isFalse();
    }

    @Test
    void callsAtOnce_areNotToldWhenTheyGetPictures() {
        begin("pageload");
        for (int i = 0; i < 10; i++) {
            get(5 * i, 30, "https://books/" + i + "/cover.png");
        }
        assertThat(SentryRules.repeatedCalls(spans)).isFalse();
    }
}
