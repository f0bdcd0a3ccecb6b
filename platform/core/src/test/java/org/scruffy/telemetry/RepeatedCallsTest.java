package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
                    .isEqualTo("GET shop:8443/user/<*>/orders?since=<*> is called 12 times, 480 ms in all");
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
                    .isEqualTo("GET shop/rates?day=<*> is called 12 times for the same answer, 480 ms in all");
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

    /** As they name it: OpenTelemetry then and now, Brave, Micrometer, Sentry's SDKs for browsers and for Python. */
    @ParameterizedTest
    @CsvSource({
        "client, http.method, http.url, https://shop/user/",
        "client, http.request.method, url.full, https://shop/user/",
        "client, http.method, http.target, /user/",
        "client, http.method, http.path, /user/",
        "client, method, http.url, https://shop/user/",
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
    @ValueSource(strings = {"server.address", "net.peer.name", "http.host", "peer.service"})
    void pathsOfDifferentHosts_areDifferentCalls(String host) {
        begin("server");
        for (int i = 0; i < 18; i++) {
            call(40, Map.of("http.method", "GET", "http.target", "/user/" + i, host, i % 2 == 0 ? "shop" : "bank"));
        }
        assertThat(found()).isEmpty();
    }

    @Test
    void pathsWhoseQueryNobodyTells_areNotTakenForTheSame() {
        begin("server");
        IntStream.range(0, 12).forEach(i -> call(40, Map.of("http.method", "GET", "http.target", "/user")));
        assertThat(found()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pass@shop/user/, shop/user/<*>",
        "https://shop?token=SECRET&next=/home&id=, shop?token=<*>&next=<*>&id=<*>",
        "https://shop/user?SECRET, shop/user?<*>",
        "https://shop/user?to=a@b.org&id=, shop/user?to=<*>&id=<*>",
    })
    void credentials_areLeftOutOfWhatIsAsked(String url, String told) {
        begin("server");
        each(12, 40, i -> url + i);
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.statement()).isEqualTo("GET " + told);
            assertThat(finding.title()).startsWith("GET " + told + " is called");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/order/6f0c1d2e-0000-4000-8000-0000000000, /order/<*>",
        "/file/5f4dcc3b5aa765d61d8327deb8, /file/<*>",
        "/customer/cus_NffrFeUfNV2, /customer/<*>",
        "/v2/user/, /v2/user/<*>",
        "/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K/send?chat=, /<*>/send?chat=<*>",
        "/verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.Xx, /verify/<*>",
        "/object/weeks%2Fplan%2Fof%2F, /object/<*>",
        "/comments?pageId=, /comments?pageId=<*>",
    })
    void ids_areLeftOutOfWhatIsAsked(String start, String template) {
        begin("server");
        each(12, 40, i -> "https://shop" + start + (10 + i));
        assertThat(found()).singleElement().extracting(Finding::statement).isEqualTo("GET shop" + template);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop/user?id=REDACTED",
                "https://shop/user?id=[Filtered]",
                "https://shop/user?id=?",
                "https://shop/user?*"
            })
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
                "/user?page[number]=#",
                "/user?page%5Bnumber%5D=#&page%5Bsize%5D=10",
                "/user?p=#",
                "/user?from=#&to=#1",
                "/user?filter={\"a\":1}&page=#",
                "/film?partNumber=#&uploadId=u",
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

    @ParameterizedTest
    @ValueSource(strings = {"http.status_code", "http.response.status_code"})
    void rangesOfOneFile_areNotTheSameAnswer(String status) {
        begin("server");
        IntStream.range(0, 20).forEach(i -> {
            Map<String, Object> range = new HashMap<>(get("https://shop/day.parquet"));
            range.put(status, 206L);
            call(40, range);
        });
        assertThat(found()).isEmpty();
    }

    private void ask(int times, double ms, double idle, String system, String method) {
        for (int i = 0; i < times; i++) {
            call(ms, Map.of("rpc.system", system, "rpc.service", "Shop", "rpc.method", method));
            now += idle;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UploadPart", "Query", "Scan", "ListObjectsV2", "GetRecords", "ReceiveMessage"})
    void partsThatAmazonsClientsAskFor_stayUntold(String method) {
        begin("server");
        ask(20, 40, 0, "aws-api", method);
        assertThat(Traces.ownFindings(spans)).isEmpty();
        ask(20, 40, 0, "grpc", method);
        assertThat(found()).hasSize(1);
    }

    @Test
    void procedures_areToldHoweverLongTheyTakeAndWhateverIsDoneBetween() {
        begin("server");
        ask(12, 40, 200, "grpc", "Price");
        ask(12, 1_200, 0, "grpc", "Forecast");
        assertThat(found()).extracting(Finding::statement).containsExactly("Shop/Forecast", "Shop/Price");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void changes_areAdvisedToBeSentInOneCall(String method) {
        begin("server");
        for (int i = 0; i < 12; i++) {
            call(40, Map.of("http.method", method, "http.url", "https://shop/user/" + i));
        }
        assertThat(found())
                .singleElement()
                .extracting(Finding::advice)
                .asString()
                .startsWith("Send all of them in one call")
                .doesNotContain("keep");
    }

    private static Stream<String> longAddresses() {
        return Stream.of(
                "https://shop/price?ids=" + "1,".repeat(10_000),
                "https://shop/price?" + "id=1&".repeat(10_000),
                "https://shop/price/" + "1,".repeat(10_000),
                "https://shop/" + "?".repeat(65_000),
                "https://shop/#" + "#".repeat(65_000) + "\n",
                "https://" + "h".repeat(65_000) + "/",
                "https://shop/" + "/1".repeat(30_000));
    }

    @ParameterizedTest
    @MethodSource("longAddresses")
    void longAddresses_areReadQuicklyAndToldInShort(String url) {
        begin("server");
        each(60, 40, i -> url + i);
        List<Finding> findings = assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Traces.ownFindings(spans));
        assertThat(findings).allSatisfy(finding -> assertThat(finding.title()).hasSizeLessThan(600));
    }

    @Test
    void longNames_areToldInShort() {
        begin("server");
        ask(12, 40, 0, "grpc", "m".repeat(65_000));
        assertThat(found()).singleElement().satisfies(finding -> {
            assertThat(finding.title()).hasSizeLessThan(600);
            assertThat(finding.statement()).hasSizeLessThan(600);
        });
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

    @ParameterizedTest
    @CsvSource({"PUT, 0", "PATCH, 0", "POST, 1"})
    void whatIsSentToOneAddress_waitsForWhatWasSentBefore(String method, int told) {
        begin("server");
        for (int i = 0; i < 4; i++) {
            call(100, Map.of("http.method", method, "http.url", "https://shop/film"));
        }
        assertThat(Traces.ownFindings(spans)).hasSize(told);
    }

    @Test
    void costliest_comesFirst() {
        begin("server");
        each(12, 40, i -> "https://shop/user/" + i);
        each(12, 90, i -> "https://shop/price/" + i);
        assertThat(found()).extracting(Finding::totalMs).containsExactly(1_080.0, 480.0);
    }
}
