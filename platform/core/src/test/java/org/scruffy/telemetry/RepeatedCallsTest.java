package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

class RepeatedCallsTest {

    private final List<TraceSpan> spans = new ArrayList<>();

    private double now;

    private void begin(String kind) {
        spans.add(new TraceSpan("root", "", "GET /week", kind, "scruffy", 0, 1_000, false, Map.of()));
    }

    private String span(String parent, String kind, double ms, boolean error, Map<String, Object> fields) {
        String id = "s" + spans.size();
        spans.add(new TraceSpan(id, parent, "GET", kind, "scruffy", now, ms, error, fields));
        now += ms;
        return id;
    }

    private void call(double ms, Map<String, Object> fields) {
        span("root", "client", ms, false, fields);
    }

    private static Map<String, Object> get(String url) {
        return Map.of("http.method", "GET", "http.url", url);
    }

    private void each(int times, double ms, IntFunction<String> url) {
        IntStream.range(0, times).forEach(i -> call(ms, get(url.apply(i))));
    }

    private List<Finding> found() {
        return new RepeatedCalls().findings(spans);
    }

    @Test
    void callForEach_isToldWithWhatIsAskedAndWhere() {
        begin("server");
        for (int i = 0; i < 12; i++) {
            Map<String, Object> fields =
                    new HashMap<>(get("https://Shop:8443/user/" + i + "/orders?since=2026-06-0" + i % 9));
            fields.put("code.namespace", "org.shop.Orders");
            fields.put("code.function", "ofUser");
            call(40, fields);
        }
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.REPEATED_CALLS);
            assertThat(finding.title())
                    .isEqualTo("GET shop:8443/user/<*>/orders?since=<*> is called 12 times, in 480 ms");
            assertThat(finding.statement()).isEqualTo("GET shop:8443/user/<*>/orders?since=<*>");
            assertThat(finding.place().entryPoint()).isEqualTo("GET /week");
            assertThat(finding.place().code()).isEqualTo("org.shop.Orders.ofUser");
            assertThat(finding.spans()).hasSize(12).startsWith("s1");
            assertThat(finding.advice()).startsWith("Ask for all of them in one call");
        });
    }

    @Test
    void sameAddressAgainAndAgain_isRedundant() {
        begin("server");
        each(12, 40, i -> "https://shop/rates?day=7");
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.REDUNDANT);
            assertThat(finding.title())
                    .isEqualTo("GET shop/rates?day=<*> is called 12 times for the same answer, in 480 ms");
        });
    }

    @Test
    void fewAddressesByTurns_areRedundant() {
        begin("server");
        each(40, 40, i -> "https://shop/user/" + i % 4);
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.REDUNDANT);
            assertThat(finding.title()).contains("40 times for 4 answers");
        });
    }

    /** As they name it: OpenTelemetry then and now, Zipkin's clients, Sentry's SDKs for browsers and for Python. */
    @ParameterizedTest
    @CsvSource({
        "client, http.method, http.url, https://shop/user/",
        "client, http.request.method, url.full, https://shop/user/",
        "client, http.method, http.target, /user/",
        "'', http.method, http.url, https://shop/user/",
        "'', http.method, url, https://shop/user/",
    })
    void callsOfEveryDialect_areTold(String kind, String method, String address, String url) {
        begin("server");
        for (int i = 0; i < 12; i++) {
            String operation = kind.isEmpty() ? "http.client" : "";
            span(
                    "root",
                    kind,
                    40,
                    false,
                    Map.of(method, "GET", address, url + i, "server.address", "shop", "sentry.op", operation));
        }
        assertThat(found()).singleElement().extracting(Finding::statement).isEqualTo("GET shop/user/<*>");
    }

    @Test
    void queryInAFieldOfItsOwn_isAPartOfTheAddress() {
        begin("server");
        IntStream.range(0, 12)
                .forEach(i -> call(
                        40, Map.of("http.method", "GET", "http.url", "https://shop/user", "http.query", "?id=" + i)));
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.REPEATED_CALLS);
            assertThat(finding.statement()).isEqualTo("GET shop/user?id=<*>");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/order/6f0c1d2e-0000-4000-8000-0000000000, /order/<*>",
        "/file/5f4dcc3b5aa765d61d8327deb8, /file/<*>",
        "/customer/cus_NffrFeUfNV2, /customer/<*>",
        "/v2/user/, /v2/user/<*>",
        "/comments?pageId=, /comments?pageId=<*>",
    })
    void ids_areLeftOutOfWhatIsAsked(String start, String template) {
        begin("server");
        each(12, 40, i -> "https://shop" + start + (10 + i));
        assertThat(found()).singleElement().extracting(Finding::statement).isEqualTo("GET shop" + template);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop/user?id=REDACTED", "https://shop/user?id=[Filtered]", "https://shop/user?*"})
    void hiddenValues_areNotTakenForTheSame(String url) {
        begin("server");
        each(12, 40, i -> url);
        assertThat(found()).singleElement().extracting(Finding::kind).isEqualTo(Finding.REPEATED_CALLS);
    }

    @Test
    void fieldOfAGraph_isAdvisedToBeResolvedForAllParents() {
        begin("server");
        for (int i = 0; i < 12; i++) {
            String field = span("root", "internal", 0, false, Map.of("graphql.field.path", "users." + i + ".price"));
            span(field, "client", 40, false, get("https://shop/price/" + i));
        }
        assertThat(found())
                .singleElement()
                .extracting(Finding::advice)
                .asString()
                .startsWith("Resolve users.price with a DataLoader");
    }

    @Test
    void nineCalls_andThoseThatTakeNoTime_stayUntold() {
        begin("server");
        each(9, 400, i -> "https://shop/user/" + i);
        each(40, 1, i -> "https://shop/flag/" + i);
        assertThat(found()).isEmpty();
    }

    @Test
    void oneCallThatComesMuchLater_doesNotHideTheOthers() {
        begin("");
        each(12, 40, i -> "https://shop/user/" + i);
        now += 60_000;
        each(1, 40, i -> "https://shop/user/99");
        assertThat(found()).singleElement().extracting(Finding::count).isEqualTo(12);
    }

    @Test
    void pauses_areThoseOfAReaderWhereNoRequestIsServed() {
        begin("");
        for (int i = 0; i < 20; i++) {
            call(40, get("https://shop/user/" + i));
            now += 150;
        }
        assertThat(found()).isEmpty();
        spans.remove(0);
        begin("server");
        assertThat(found()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/user?page=#",
                "/user?size=10&pageToken=#",
                "/user?%24skip=#",
                "/user?after=#&first=10",
                "/user/page/#",
                "/user?id=#1,#2,#3",
                "/user?id=#1&id=#2&id=#3",
                "/user/#1,#2,#3",
                "/usage?start=#&end=#1",
                "/poster/#.jpg",
                "/_next/data/#.json",
                "/healthz?at=#",
                "/ping/#",
            })
    void partsOfOneAnswer_files_andSignsOfLife_stayUntold(String path) {
        begin("server");
        each(20, 40, i -> "https://shop" + path.replace("#", "" + (10 + i)));
        assertThat(found()).isEmpty();
    }

    @Test
    void whatIsSentToOneAddress_mayBeAnything() {
        begin("server");
        IntStream.range(0, 20).forEach(i -> call(40, Map.of("http.method", "POST", "http.url", "https://shop/rpc")));
        IntStream.range(0, 20)
                .forEach(i -> call(40, Map.of("http.method", "POST", "http.url", "https://shop/graphql?v=" + i)));
        assertThat(found()).isEmpty();
    }

    @Test
    void callsWithinCalls_areToldOnce() {
        begin("server");
        for (int i = 0; i < 12; i++) {
            String outer =
                    span("root", "client", 40, false, Map.of("rpc.system", "aws-api", "rpc.method", "GetObject"));
            span(outer, "client", 30, false, get("https://bucket/" + i));
        }
        assertThat(found()).singleElement().extracting(Finding::statement).isEqualTo("/GetObject");
    }

    @Test
    void failures_areNotCounted() {
        begin("server");
        for (int i = 0; i < 12; i++) {
            span("root", "client", 40, i < 6, get("https://shop/user/" + i));
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void statementsOverHttp_areToldByTheStatements() {
        begin("server");
        for (int i = 0; i < 12; i++) {
            call(
                    40,
                    Map.of(
                            "http.method",
                            "GET",
                            "http.url",
                            "https://db/?n=" + i,
                            "db.statement",
                            "SELECT a FROM t WHERE n = " + i));
        }
        assertThat(found()).isEmpty();
        assertThat(Traces.ownFindings(spans)).extracting(Finding::kind).containsExactly(Finding.N_PLUS_ONE);
    }

    @Test
    void repetitionsThatWaitForEachOther_areToldAsRepetitionsOnly() {
        begin("server");
        each(3, 100, i -> "https://shop/" + "abc".charAt(i));
        each(12, 100, i -> "https://shop/user/" + i);
        assertThat(Traces.ownFindings(spans))
                .extracting(Finding::kind, Finding::count)
                .containsExactly(tuple(Finding.REPEATED_CALLS, 12), tuple(Finding.SERIAL_CALLS, 3));
    }

    @Test
    void nextPages_andTheSameQuestionAgain_doNotWaitInVain() {
        begin("server");
        each(4, 100, i -> "https://shop/orders" + (i == 0 ? "" : "?cursor=" + i));
        each(4, 100, i -> "https://shop/news");
        assertThat(Traces.ownFindings(spans)).isEmpty();
    }

    @Test
    void costliest_comesFirst() {
        begin("server");
        each(12, 40, i -> "https://shop/user/" + i);
        each(12, 90, i -> "https://shop/price/" + i);
        assertThat(found()).extracting(Finding::totalMs).containsExactly(1_080.0, 480.0);
    }
}
