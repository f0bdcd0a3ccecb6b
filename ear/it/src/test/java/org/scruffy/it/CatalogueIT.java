package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.bring;
import static org.scruffy.it.Api.send;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is known of the events that were brought: over the wire, in Honeycomb's words and in ours. */
@ExtendWith(RunningScruffy.Shared.class)
class CatalogueIT {

    private final String mark = UUID.randomUUID().toString();
    private final String dataset = "it-" + mark;

    @Test
    void columns_areThereAsSoonAsTheirEventIs(RunningScruffy scruffy) {
        bring(scruffy, dataset, "{'items':3,'paid':true}");
        bring(scruffy, dataset, "{'items':'three'}");
        JsonObject told =
                send(scruffy, "GET", "/1/datasets/" + dataset, "").is(200).json();
        assertThat(told.getInt("regular_columns_count")).isEqualTo(3);
        JsonObject column = send(scruffy, "GET", "/1/columns/" + dataset + "?key_name=items", "")
                .is(200)
                .json();
        assertThat(column.getString("type")).isEqualTo("string");
        String path = "/1/columns/" + dataset + "/" + column.getString("id");
        send(scruffy, "PUT", path, "{'description':'how many','hidden':true}").is(200);
        send(scruffy, "PUT", path, "{'type':'money'}").is(422);
        String ours = send(scruffy, "GET", "/api/v1/datasets/" + dataset + "/columns", "")
                .is(200)
                .response()
                .body();
        assertThat(ours).contains("\"mixed\":true", "\"description\":\"how many\"", "\"hidden\":true");
        send(scruffy, "DELETE", path, "").is(204);
        send(scruffy, "GET", path, "").is(404);
        send(scruffy, "GET", "/api/v1/datasets/none-" + mark + "/columns", "").is(404);
    }

    @Test
    void datasets_areMadeOnceAndNeverDeleted(RunningScruffy scruffy) {
        String body = "{'name':'" + dataset.toUpperCase(Locale.ROOT) + "!'}";
        JsonObject made = send(scruffy, "POST", "/1/datasets", body).is(201).json();
        assertThat(made.getString("slug")).isEqualTo(dataset + "-");
        send(scruffy, "POST", "/1/datasets", body).is(200);
        send(scruffy, "POST", "/1/datasets", "{}").is(422);
        send(scruffy, "PUT", "/1/datasets/" + dataset + "-", "{'description':'x'}")
                .is(200);
        assertThat(send(scruffy, "DELETE", "/1/datasets/" + dataset + "-", "")
                        .is(405)
                        .header("Allow"))
                .isEqualTo("GET, PUT");
        send(scruffy, "GET", "/1/datasets/none-" + mark, "").is(404);
    }

    @Test
    void markers_areMadeChangedAndDeleted(RunningScruffy scruffy) {
        String id = send(scruffy, "POST", "/1/markers/__all__", "{'message':'" + mark + "','type':'deploy'}")
                .is(201)
                .json()
                .getString("id");
        assertThat(send(scruffy, "GET", "/1/markers/__all__", "")
                        .is(200)
                        .response()
                        .body())
                .contains(mark);
        JsonObject changed = send(scruffy, "PUT", "/1/markers/__all__/" + id, "{'start_time':1471040808}")
                .is(200)
                .json();
        assertThat(changed.getString("message")).isEmpty();
        send(scruffy, "POST", "/1/markers/__all__", "{'url':'javascript:1'}").is(422);
        send(scruffy, "POST", "/1/markers/none-" + mark, "{}").is(404);
        send(scruffy, "DELETE", "/1/markers/__all__/" + id, "").is(200);
        send(scruffy, "DELETE", "/1/markers/__all__/" + id, "").is(404);
    }

    @Test
    void errors_areGroupedAndResolved(RunningScruffy scruffy) throws InterruptedException {
        bring(scruffy, dataset, "{'exception.type':'Broken','exception.message':'user 7 is gone','release':'1'}");
        bring(scruffy, dataset, "{'exception.type':'Broken','exception.message':'user 8 is gone','release':'1'}");
        String list = "/api/v1/errors?dataset=" + dataset;
        Instant deadline = Instant.now().plusSeconds(20);
        while (send(scruffy, "GET", list, "")
                .is(200)
                .json()
                .getJsonArray("groups")
                .isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(200);
        }
        JsonObject group =
                send(scruffy, "GET", list, "").json().getJsonArray("groups").getJsonObject(0);
        assertThat(group.getString("message")).isEqualTo("user <*> is gone");
        String path = "/api/v1/errors/" + group.getString("id");
        assertThat(send(scruffy, "PUT", path, "{'state':'RESOLVED','nextBuild':true}")
                        .is(200)
                        .json()
                        .getJsonObject("group")
                        .getString("state"))
                .isEqualTo("RESOLVED");
        send(scruffy, "PUT", path, "{'state':'GONE'}").refuses(400, "state");
        send(scruffy, "PUT", path, "{'state':'OPEN','assignee':'nobody-of-that-name'}")
                .refuses(400, "assignee");
        send(scruffy, "GET", "/api/v1/errors/x", "").is(404);

        String many = "/api/v1/errors/verdicts";
        String open = "{'id':'" + group.getString("id") + "','state':'OPEN'}";
        assertThat(send(scruffy, "POST", many, "{'verdicts':[{'id':'999999999','state':'OPEN'}," + open + "]}")
                        .is(200)
                        .json()
                        .getJsonArray("results")
                        .toString())
                .isEqualTo(
                        Api.json("[{'id':'999999999','status':404},{'id':'%s','status':200}]", group.getString("id")));
        assertThat(send(scruffy, "GET", path, "").json().getJsonObject("group").getString("state"))
                .isEqualTo("OPEN");
        send(scruffy, "POST", many, "{}").refuses(400, "verdicts");
        send(scruffy, "POST", many, "{'verdicts':[]}").refuses(400, "verdicts");
        send(scruffy, "POST", many, "{'verdicts':[" + open + "," + open + "]}").refuses(400, "verdicts[1].id");
        send(scruffy, "POST", many, "{'verdicts':[" + open + ",{'id':'x','state':'OPEN'}]}")
                .refuses(400, "verdicts[1].id");
        send(scruffy, "POST", many, "{'verdicts':[" + open.replace("OPEN", "GONE") + "]}")
                .refuses(400, "verdicts[0].state");
    }

    @Test
    void patterns_areFound(RunningScruffy scruffy) {
        bring(scruffy, dataset, "{'say':'spot 17 aired','who':'" + mark + "'}");
        bring(scruffy, dataset, "{'say':'spot 18 aired','who':'" + mark + "'}");
        String query =
                "{'time_range':3600,'column':'say','filters':[{'column':'who','op':'=','value':'" + mark + "'}]%s}";
        JsonObject found = send(
                        scruffy,
                        "POST",
                        "/api/v1/logs/patterns",
                        query.replace("%s", ",'compare_time_offset_seconds':3600"))
                .is(200)
                .json();
        JsonObject pattern = found.getJsonArray("patterns").getJsonObject(0);
        assertThat(pattern.getString("pattern")).isEqualTo("spot <*> aired");
        assertThat(pattern.getInt("count")).isEqualTo(2);
        assertThat(pattern.getString("change")).isEqualTo("NEW");
        send(scruffy, "POST", "/api/v1/logs/patterns", "{'column':7}").refuses(400, "column");
    }

    @Test
    void tail_tellsEventsAsTheyAreKept(RunningScruffy scruffy) throws IOException {
        String filters = "%5B%7B%22column%22:%22who%22,%22op%22:%22=%22,%22value%22:%22" + mark + "%22%7D%5D";
        HttpURLConnection connection = (HttpURLConnection) scruffy.base()
                .resolve("/api/v1/events/tail?filters=" + filters)
                .toURL()
                .openConnection();
        connection.setRequestProperty("X-Scruffy-Key", RunningScruffy.DEMO_KEY);
        connection.setReadTimeout(20_000);
        try (InputStream in = connection.getInputStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).as("a sign of life").isEmpty();
            bring(scruffy, dataset, "{'who':'somebody else'}");
            bring(scruffy, dataset, "{'who':'" + mark + "'}");
            String line = lines.readLine();
            while (line.isEmpty()) {
                line = lines.readLine();
            }
            assertThat(line).contains(mark);
        }
        send(scruffy, "GET", "/api/v1/events/tail?filters=x", "").is(400);
    }

    @Test
    void exportedEvents_comeBackOnce(RunningScruffy scruffy) {
        bring(scruffy, dataset, "{'who':'" + mark + "','items':3}");
        String path = "/api/v1/event-store/events?dataset=" + dataset + "&from="
                + Instant.now().minusSeconds(3_600) + "&format=";
        HttpResponse<byte[]> parquet = scruffy.bytes(scruffy.request(path + "parquet"));
        assertThat(imported(scruffy, "application/vnd.apache.parquet", parquet.body())
                        .toString())
                .contains(Api.json("'known':1,'read':1,'refused':0,'running':false"));
        String lines = scruffy.get(path + "json").body();
        String others = "it-" + UUID.randomUUID();
        JsonObject told = imported(
                scruffy, "application/x-ndjson", lines.replace(dataset, others).getBytes(StandardCharsets.UTF_8));
        assertThat(told.getInt("kept")).isEqualTo(1);
        assertThat(scruffy.get("/api/v1/event-store/import").body()).contains(Api.json("'kept':1,'known':0"));
        assertThat(scruffy.get("/api/v1/datasets/" + others + "/columns").body())
                .contains(Api.json("'name':'items'"));
        HttpRequest.Builder wrong = scruffy.request("/api/v1/event-store/events")
                .header("Content-Type", "application/vnd.apache.parquet")
                .POST(BodyPublishers.ofString("no such file"));
        new Api.Answer(scruffy.send(wrong)).refuses(400, "body");
        new Api.Answer(scruffy.send(wrong.setHeader("Content-Type", "text/csv"))).is(415);
    }

    private static JsonObject imported(RunningScruffy scruffy, String type, byte[] file) {
        HttpRequest.Builder request = scruffy.request("/api/v1/event-store/events")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(file));
        return new Api.Answer(scruffy.send(request)).is(200).json();
    }

    @Test
    void samplingRules_arePutAndTold(RunningScruffy scruffy) {
        String before = send(scruffy, "GET", "/api/v1/sampling-rules", "")
                .is(200)
                .response()
                .body();
        String rules =
                "{'rules':[{'name':'It','filters':[{'column':'who','op':'=','value':'" + mark + "'}],'rate':1000000}]}";
        try {
            send(scruffy, "PUT", "/api/v1/sampling-rules", rules).is(200);
            for (int i = 0; i < 5; i++) {
                bring(scruffy, dataset, "{'who':'" + mark + "'}");
            }
            JsonObject counted = send(
                            scruffy,
                            "POST",
                            "/api/v1/query",
                            "{'time_range':3600,'filters':[{'column':'meta.dataset','op':'=','value':'" + dataset
                                    + "'}]}")
                    .is(200)
                    .json();
            assertThat(counted.getInt("matched")).isZero();
        } finally {
            send(scruffy, "PUT", "/api/v1/sampling-rules", before).is(200);
        }
        send(scruffy, "PUT", "/api/v1/sampling-rules", "{'rules':7}").refuses(400, "rules");
    }
}
