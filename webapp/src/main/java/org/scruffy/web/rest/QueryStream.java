package org.scruffy.web.rest;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.NoAnswer;
import org.scruffy.telemetry.Queries;

/** A query told line by line while it runs. */
final class QueryStream {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final long PACE_MS = 250;
    // the container keeps back what does not fill its buffer: the first line does
    private static final int BUFFER = 8_192;

    private final OutputStream out;
    private final Clock clock;

    QueryStream(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void tell(Queries queries, Function<Run, JsonObjectBuilder> question) throws IOException {
        Queries.Named named = queries.start();
        FutureTask<JsonObject> answer = new FutureTask<>(() -> line(named.run(), question));
        Thread asking = new Thread(answer, "query " + named.id());
        asking.setDaemon(true);
        try {
            write(JSON.createObjectBuilder().add("id", named.id()).build() + " ".repeat(BUFFER));
            asking.start();
            write(last(answer, named.run()).toString());
        } finally {
            // whoever closed the connection made a line fail; of a query that has its answer there is nothing to cancel
            named.run().cancel();
            queries.end(named);
        }
    }

    private static JsonObject line(Run run, Function<Run, JsonObjectBuilder> question) {
        try {
            return JSON.createObjectBuilder().add("answer", question.apply(run)).build();
        } catch (BadQuery e) {
            return problem(QueryProblems.of(e));
        } catch (NoAnswer e) {
            return problem(QueryProblems.of(e));
        }
    }

    private static JsonObject problem(JsonObject problem) {
        return JSON.createObjectBuilder().add("problem", problem).build();
    }

    private JsonObject last(FutureTask<JsonObject> answer, Run run) throws IOException {
        Instant start = clock.instant();
        while (true) {
            try {
                return answer.get(PACE_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                write(JSON.createObjectBuilder()
                        .add("progress", run.done())
                        .add(
                                "elapsedMs",
                                Duration.between(start, clock.instant()).toMillis())
                        .build()
                        .toString());
            } catch (ExecutionException e) {
                throw new IOException("The query failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Nobody waits for the query any more", e);
            }
        }
    }

    private void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
