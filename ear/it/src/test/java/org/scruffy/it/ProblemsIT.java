package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a request to the API is said as problem details with a trace. */
@ExtendWith(RunningScruffy.Shared.class)
class ProblemsIT {

    private static final Pattern VIEW_STATE =
            Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]+)\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // method | path | accept | type of the body | body | status | words
                "GET | /api/nosuch | */* | - | - | 404 | Not Found",
                "GET | /api/ | */* | - | - | 404 | Not Found",
                "DELETE | /api/stations | */* | - | - | 405 | Method Not Allowed",
                "PATCH | /api/plugins | */* | - | - | 405 | Method Not Allowed",
                "GET | /api/stations | text/csv | - | - | 406 | Not Acceptable",
                "POST | /api/spots/1/move | */* | text/plain | x | 415 | Unsupported Media Type",
                "POST | /api/v1/query | */* | text/plain | x | 415 | Unsupported Media Type",
                "POST | /api/spots/1/move | */* | application/json | {\"to\": | 400 | cannot be read as the JSON",
                "POST | /api/spots/1/move | */* | application/json | {\"to\":5} | 400 | to is '5'",
                "POST | /api/spots/1/move | */* | application/json | { | 400 | cannot be read as the JSON",
                "POST | /api/spots/1/move | */* | application/json | {} | 400 | to.adBreak",
                "POST | /api/v1/query | */* | application/json | { | 400 | no JSON",
                "GET | /api/week/yesterday | */* | - | - | 400 | 'yesterday'",
                "GET | /api/week/9999-12-31 | */* | - | - | 400 | a day like",
                "GET | /api/week/99999-12-31 | */* | - | - | 400 | a day like",
                "POST | /api/v1/stations/KSCF/templates | */* | application/json | {\"feed\":\"main\",\"name\":\"Rule\",\"items\":"
                        + "[{\"day\":7,\"start\":\"09:00\",\"durationMs\":60000,\"program\":{\"title\":\"Nova\"},\"rrule\":"
                        + "\"FREQ=NEVER\",\"ruleStart\":\"2026-01-01\"}]} | 400 | a rule of RFC 5545",
                "GET | /api/week/1999-01-01 | */* | - | - | 404 | has no schedule",
                "GET | /api/week/2026-02-30?feed=main | */* | - | - | 400 | 2026-02-30",
                "GET | /api/stations/NOPE/feeds/main/on-air | */* | - | - | 404 | known: KSCF",
                "GET | /api/stations/KSCF/feeds/nope/on-air | */* | - | - | 404 | known: main, kids",
                "GET | /demo/legacy/week/yesterday | */* | - | - | 400 | 'yesterday'",
                "PUT | /week.xhtml | */* | application/json | {} | 405 | GET, HEAD and POST",
                "DELETE | /login.xhtml | */* | - | - | 405 | GET, HEAD and POST",
                "PUT | /live/KSCF/main/master.m3u8 | */* | - | - | 405 | Method not allowed",
            })
    void error_isProblemDetailsWithATrace(
            String method,
            String path,
            String accept,
            String type,
            String body,
            int status,
            String words,
            RunningScruffy scruffy) {
        HttpRequest.Builder request = scruffy.request(path)
                .header("Accept", accept)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> answer = scruffy.send(type == null ? request : request.header("Content-Type", type));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body())
                .contains("\"status\":" + status, words)
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"")
                .doesNotContain("\tat ", "Exception");
    }

    /** The script of PrimeFaces adds a nonce to every form it sends; a form sent by hand has none. */
    @Test
    void aFormNoPageOfOursSent_isRefusedAndNotAFailure(RunningScruffy scruffy) {
        HttpResponse<String> page =
                scruffy.send(scruffy.anonymous("/login.xhtml").GET());
        Matcher state = VIEW_STATE.matcher(page.body());
        assertThat(state.find()).isTrue();

        HttpResponse<String> answer = scruffy.send(scruffy.anonymous("/login.xhtml")
                .header(
                        "Cookie",
                        page.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0])
                .header("Origin", scruffy.base().toString().replaceAll("/$", ""))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "login=login&login%3Aname=x&jakarta.faces.ViewState=" + state.group(1))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("open it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boards | ",
                "triggers | ,'query':{},'op':'>','threshold':1,'enabled':false",
                "slos | ,'qualifying':{},'good':{},'target':99",
                "recipients | ,'kind':'EMAIL','address':'oncall@example.org'"
            })
    void whatSomebodyElseChangedMeanwhile_isNotSaidAnew(String kind, String more, RunningScruffy scruffy) {
        String document = "{'name':'%s'" + (more == null ? "" : more) + ",'updated':'%s'}";
        JsonObject read = kept(scruffy, "POST", kind, document.formatted("Slow", ""))
                .is(200)
                .json();
        String path = kind + "/" + read.getString("id");
        String seen = read.getString("updated");
        JsonObject changed = kept(scruffy, "PUT", path, document.formatted("Slower", seen))
                .is(200)
                .json();

        JsonObject problem =
                kept(scruffy, "PUT", path, document.formatted("Slowest", seen)).refuses(409, "updated");
        assertThat(problem.getString("type")).endsWith("overtaken");
        assertThat(problem.getString("detail")).contains(changed.getString("updated"));
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("found"))
                .isEqualTo(seen);
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("expected"))
                .isEqualTo(changed.getString("updated"));
        assertThat(kept(scruffy, "GET", kind, "").is(200).array().getValuesAs(JsonObject.class))
                .filteredOn(one -> one.getString("id").equals(read.getString("id")))
                .extracting(one -> one.getString("name"))
                .containsExactly("Slower");
        kept(scruffy, "PUT", path, document.formatted("Slowest", "yesterday")).refuses(400, "updated");
        kept(scruffy, "PUT", path, document.formatted("Slowest", seen).replace(",'updated':'" + seen + "'", ""))
                .is(200);
        kept(scruffy, "DELETE", path, "").is(204);
        kept(scruffy, "PUT", path, document.formatted("Slowest", seen)).is(404);
    }

    private static Api.Answer kept(RunningScruffy scruffy, String method, String path, String json) {
        return new Api.Answer(scruffy.send(scruffy.request("/api/v1/" + path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        json.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Api.json(json)))));
    }

    @Test
    void options_nameTheMethodsAndNothingElse(RunningScruffy scruffy) {
        HttpResponse<String> answer =
                scruffy.send(scruffy.request("/api/stations").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
        assertThat(answer.body()).doesNotContain("wadl", "jersey");
    }
}
