package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a week costs in statements when it is asked for over HTTP, as the request's own span says. */
@ExtendWith(RunningScruffy.Shared.class)
class WeekOverHttpIT {

    private static final int TRIES = 200;
    private static final Pattern COUNTED = Pattern.compile("\"db\\.statements\":(\\d+)");

    private record Traced(HttpResponse<String> answer, int statements) {}

    private static Traced ask(RunningScruffy scruffy, HttpRequest.Builder request) throws InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String trace = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong() | 1);
        HttpResponse<String> answer =
                scruffy.send(request.header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        for (int i = 0; i < TRIES; i++) {
            Optional<Integer> statements = counted(scruffy.get("/api/v1/traces/" + trace));
            if (statements.isPresent()) {
                return new Traced(answer, statements.get());
            }
            Thread.sleep(100);
        }
        throw new AssertionError("The span of the request is not kept: " + trace);
    }

    /** The statements that the span of the request counted, once it is kept: no other span of a trace counts any. */
    private static Optional<Integer> counted(HttpResponse<String> trace) {
        return trace.body().contains("\"plan\":\"week")
                ? COUNTED.matcher(trace.body())
                        .results()
                        .map(found -> Integer.valueOf(found.group(1)))
                        .findFirst()
                : Optional.empty();
    }

    @Test
    void week_takesAtMostFiveStatementsAndOneWhereItIsKnown(RunningScruffy scruffy) throws InterruptedException {
        String path = "/api/v1/stations/KSCF/weeks/" + scruffy.today();

        Traced first = ask(scruffy, scruffy.request(path));
        String tag = first.answer().headers().firstValue("ETag").orElseThrow();
        Traced second = ask(scruffy, scruffy.request(path).header("If-None-Match", tag));

        assertThat(first.answer().statusCode()).isEqualTo(200);
        assertThat(first.statements()).isBetween(3, 5);
        assertThat(second.answer().statusCode()).isEqualTo(304);
        assertThat(second.statements()).isEqualTo(1);
    }

    @Test
    void weekWithConflicts_isAnotherWhenARuleOrTheNameOfAnUnderwriterIs(RunningScruffy scruffy)
            throws InterruptedException {
        Api api = Api.ofTheDemo(scruffy);
        String path = "/api/v1/stations/KSCF/weeks/" + scruffy.today() + "?include=conflicts,underwriters";
        Traced first = ask(scruffy, scruffy.request(path));
        String tag = tag(first.answer());

        Traced known = ask(scruffy, scruffy.request(path).header("If-None-Match", tag));

        assertThat(first.statements()).isBetween(8, 10);
        assertThat(first.answer().body()).contains("\"underwriters\":{\"", "\"conflicts\":[");
        assertThat(known.answer().statusCode()).isEqualTo(304);
        assertThat(known.statements()).isEqualTo(1);
        Api.Answer rule = api.post("rules", Api.json("""
                {'scope':'FEED','feed':'kids','type':'MAX_POD_MS','params':{'maxMs':90000},'severity':'WARN','from':'2999-01-01'}
                """)).is(201);
        String withRule = tag(scruffy.send(scruffy.request(path).header("If-None-Match", tag)));
        assertThat(withRule).isNotEqualTo(tag);
        Api.Answer underwriter =
                api.post("underwriters", Api.json("{'name':'Tagged'}")).is(201);
        api.put(
                        "underwriters/" + underwriter.json().getString("id"),
                        Api.json("{'name':'Tagged anew'}"),
                        "If-Match",
                        underwriter.header("ETag"))
                .is(200);
        assertThat(tag(scruffy.send(scruffy.request(path)))).isNotEqualTo(withRule);
        api.delete("rules/" + rule.json().getString("id"), "If-Match", rule.header("ETag"))
                .is(200);
    }

    /** Of a week that was answered: 304 where it is known. */
    private static String tag(HttpResponse<String> week) {
        assertThat(week.statusCode()).isEqualTo(200);
        return week.headers().firstValue("ETag").orElseThrow();
    }
}
