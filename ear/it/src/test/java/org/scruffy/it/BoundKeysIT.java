package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import zipkin2.codec.SpanBytesEncoder;

/**
 * One key brings events of its datasets alone, another those of its station alone. Each protocol says in its own words which ones
 * are refused; none of them is in the store, and the others are.
 */
@ExtendWith(RunningScruffy.Shared.class)
class BoundKeysIT {

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final String OURS = "ours-" + RUN;
    private static final String THEIRS = "theirs-" + RUN;
    private static final String NOT_THE_DATASET = "Dataset is '" + THEIRS + "', this key sends for ";
    private static final String NOT_THE_STATION = "Column 'station' is 'KOTH', this key sends for KSCF";

    private static String ofDataset;
    private static String ofStation;

    private final String mark = UUID.randomUUID().toString();

    @BeforeAll
    static void makeKeys(RunningScruffy scruffy, Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            ofDataset = UsersIT.key(screen, "admin", OURS + ", sentry-7");
            String sender = "sender-" + RUN;
            UsersIT.add(screen, sender, "SENDER", "KSCF");
            ofStation = UsersIT.key(screen, sender);
        }
    }

    private static Api.Answer bring(RunningScruffy scruffy, String key, String path, byte[] body) {
        HttpRequest.Builder request = scruffy.anonymous(path)
                .header("X-Scruffy-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return new Api.Answer(scruffy.send(request));
    }

    private static Api.Answer bring(RunningScruffy scruffy, String key, String path, String json) {
        return bring(scruffy, key, path, Api.json("%s", json).getBytes(StandardCharsets.UTF_8));
    }

    /** How many events of this test there are with a value in a column. */
    private long kept(RunningScruffy scruffy, String column, String value) {
        String query = Api.json(
                "{'time_range':3600,'filters':[{'column':'bound.mark','op':'=','value':'%s'},"
                        + "{'column':'%s','op':'=','value':'%s'}]}",
                mark, column, value);
        return new Api.Answer(scruffy.post("/api/v1/query", query))
                .is(200)
                .json()
                .getJsonNumber("matched")
                .longValue();
    }

    private void keptAre(RunningScruffy scruffy, long events) {
        assertThat(StrangersClientsIT.count(scruffy, "bound.mark", mark)).isEqualTo(events);
    }

    /** Three rows in a protocol's words: of nobody's station, of another's and of its own. */
    private List<String> threeStations(String row) {
        return List.of(row.formatted("", mark), row.formatted("KOTH", mark), row.formatted("KSCF", mark));
    }

    @Test
    void honeycombsBatch_isAnsweredEventByEvent(RunningScruffy scruffy) {
        String two = "[{'data':{'bound.mark':'%1$s'}},{'data':{'bound.mark':'%1$s','meta.dataset':'%2$s'}}]";
        assertThat(bring(scruffy, ofDataset, "/1/batch/" + THEIRS, two.formatted(mark, OURS))
                        .is(200)
                        .array()
                        .getValuesAs(JsonObject.class))
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.getInt("status")).isEqualTo(400);
                    assertThat(each.getString("error")).startsWith(NOT_THE_DATASET);
                });
        bring(scruffy, ofDataset, "/1/events/" + THEIRS, "{'bound.mark':'%s'}".formatted(mark))
                .is(400);
        assertThat(bring(scruffy, ofDataset, "/1/batch/" + OURS, two.formatted(mark, THEIRS))
                        .is(200)
                        .body())
                .isEqualTo(Api.json("[{'status':202},{'status':202}]"));
        keptAre(scruffy, 2);
        assertThat(kept(scruffy, "meta.dataset", OURS))
                .as("whatever the event says")
                .isEqualTo(2);

        String three = String.join(",", threeStations("{'data':{'station':'%s','bound.mark':'%s'}}"));
        assertThat(bring(scruffy, ofStation, "/1/batch/" + THEIRS, "[" + three + "]")
                        .is(200)
                        .body())
                .isEqualTo(
                        "[{\"status\":202},{\"error\":\"" + NOT_THE_STATION + "\",\"status\":400},{\"status\":202}]");
        keptAre(scruffy, 4);
        assertThat(kept(scruffy, "station", "KSCF")).isEqualTo(2);
    }

    private String otlp(String service, String... stations) {
        StringBuilder spans = new StringBuilder();
        for (String station : stations) {
            spans.append(spans.length() == 0 ? "" : ",")
                    .append("""
                    {'traceId':'%s','spanId':'%s','name':'bound','startTimeUnixNano':'%d000000','attributes':[
                     {'key':'bound.mark','value':{'stringValue':'%s'}},{'key':'station','value':{'stringValue':'%s'}}]}""".formatted(id(32), id(16), System.currentTimeMillis(), mark, station));
        }
        return "{'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'%s'}}]},'scopeSpans':[{'spans':[%s]}]}"
                .formatted(service, spans);
    }

    private static String id(int digits) {
        return UUID.randomUUID().toString().replace("-", "").substring(0, digits);
    }

    @Test
    void otlp_countsTheRefusedInItsPartialSuccess(RunningScruffy scruffy) {
        String both = "{'resourceSpans':[" + otlp(THEIRS, "", "KSCF") + "," + otlp(OURS, "") + "]}";
        assertThat(bring(scruffy, ofDataset, "/v1/traces", both).is(200).body())
                .contains("\"rejectedSpans\":\"2\"", NOT_THE_DATASET);
        keptAre(scruffy, 1);
        assertThat(kept(scruffy, "meta.dataset", OURS)).isEqualTo(1);

        String three = "{'resourceSpans':[" + otlp(THEIRS, "", "KOTH", "KSCF") + "]}";
        assertThat(bring(scruffy, ofStation, "/v1/traces", three).is(200).body())
                .contains("\"rejectedSpans\":\"1\"", NOT_THE_STATION);
        keptAre(scruffy, 3);
        assertThat(kept(scruffy, "station", "KSCF")).isEqualTo(2);
    }

    private static byte[] zipkin(zipkin2.Span... spans) {
        return SpanBytesEncoder.JSON_V2.encodeList(List.of(spans));
    }

    private zipkin2.Span span(String service, String station) {
        return zipkin2.Span.newBuilder()
                .traceId(id(32))
                .id(id(16))
                .timestamp(System.currentTimeMillis() * 1_000)
                .localEndpoint(
                        zipkin2.Endpoint.newBuilder().serviceName(service).build())
                .putTag("bound.mark", mark)
                .putTag("station", station)
                .build();
    }

    /** Zipkin has no word for a part: one span that may not be brought is the end of all. */
    @Test
    void zipkin_isAllOrNone(RunningScruffy scruffy) {
        String path = "/api/v2/spans";
        assertThat(bring(scruffy, ofDataset, path, zipkin(span(OURS, ""), span(THEIRS, "")))
                        .is(400)
                        .body())
                .startsWith(NOT_THE_DATASET);
        assertThat(bring(scruffy, ofStation, path, zipkin(span(OURS, "KSCF"), span(OURS, "KOTH")))
                        .is(400)
                        .body())
                .isEqualTo(NOT_THE_STATION);
        bring(scruffy, ofDataset, path, zipkin(span(OURS, ""))).is(202);
        keptAre(scruffy, 1);
        bring(scruffy, ofStation, path, zipkin(span(THEIRS, "KSCF"), span(THEIRS, "")))
                .is(202);
        keptAre(scruffy, 3);
        assertThat(kept(scruffy, "station", "KSCF")).isEqualTo(2);
    }

    @Test
    void lines_areToldWhichAreRefused(RunningScruffy scruffy) {
        String path = "/api/v1/events/";
        String one = "{'bound.mark':'%s'}\n".formatted(mark);
        JsonObject none = bring(scruffy, ofDataset, path + THEIRS, one).is(400).json();
        assertThat(none.getInt("kept")).isZero();
        assertThat(none.getJsonArray("refused").getJsonObject(0).getString("error"))
                .startsWith(NOT_THE_DATASET);
        assertThat(bring(scruffy, ofDataset, path + OURS, one).is(200).json().getInt("kept"))
                .isEqualTo(1);
        keptAre(scruffy, 1);

        String three = String.join("\n", threeStations("{'station':'%s','bound.mark':'%s'}"));
        assertThat(bring(scruffy, ofStation, path + THEIRS, three).is(200).body())
                .isEqualTo("{\"kept\":2,\"refused\":[{\"line\":2,\"error\":\"" + NOT_THE_STATION
                        + "\"}],\"warnings\":[]}");
        keptAre(scruffy, 3);
        assertThat(kept(scruffy, "station", "KSCF")).isEqualTo(2);
    }

    @Test
    void sentry_isToldWhichOfAnEnvelopeAreRefused(RunningScruffy scruffy) {
        String item = "{'type':'event'}\n{'message':'bound','tags':{'station':'%s','bound.mark':'%s'}}\n";
        Api.Answer none = bring(scruffy, ofDataset, "/api/8/envelope/", "{}\n" + item.formatted("", mark))
                .is(400);
        assertThat(none.json().getString("detail")).startsWith("Dataset is 'sentry-8', this key sends for ");
        assertThat(none.header("X-Sentry-Error")).startsWith("Dataset is 'sentry-8'");
        bring(scruffy, ofDataset, "/api/7/envelope/", "{}\n" + item.formatted("", mark))
                .is(200);
        keptAre(scruffy, 1);

        String three = "{}\n" + String.join("", threeStations(item));
        assertThat(bring(scruffy, ofStation, "/api/8/envelope/", three).is(200).body())
                .contains("\"1 of 3 events not kept\"", "\"Event 2: " + NOT_THE_STATION + "\"");
        keptAre(scruffy, 3);
        assertThat(kept(scruffy, "station", "KSCF")).isEqualTo(2);
    }
}
