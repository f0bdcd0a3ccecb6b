package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Queries;

@Timeout(30)
class QueryStreamTest {

    private final Queries queries = new Queries(null);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    private static List<JsonObject> lines(ByteArrayOutputStream told) {
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .toList();
    }

    @Test
    void stream_tellsTheIdThenProgressThenTheAnswer() throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new QueryStream(told, Clock.systemUTC()).tell(queries, run -> {
            run.done(0.5);
            pause(600);
            return Json.createObjectBuilder().add("matched", 7);
        });
        List<JsonObject> lines = lines(told);
        assertThat(lines.get(0).getString("id")).isNotBlank();
        assertThat(lines.get(1).getJsonNumber("progress").doubleValue()).isEqualTo(0.5);
        assertThat(lines.get(lines.size() - 1).getJsonObject("answer").getInt("matched"))
                .isEqualTo(7);
        assertThat(told.size()).as("what the container keeps back is filled").isGreaterThan(8_192);
    }

    private static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void stream_tellsWhatIsWrong() throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new QueryStream(told, Clock.systemUTC()).tell(queries, run -> {
            throw new BadQuery("limit", 0, "1 on");
        });
        List<JsonObject> lines = lines(told);
        JsonObject problem = lines.get(lines.size() - 1).getJsonObject("problem");
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("limit");
    }

    private JsonObjectBuilder untilCancelled(Run run) {
        run.onCancel(cancelled::countDown);
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Json.createObjectBuilder();
    }

    @Test
    void clientThatGoesAway_cancelsTheQuery() throws InterruptedException {
        OutputStream closed = new OutputStream() {
            private int lines;

            @Override
            public void write(int letter) throws IOException {
                lines += letter == '\n' ? 1 : 0;
                if (lines > 1) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        assertThatThrownBy(() -> new QueryStream(closed, Clock.systemUTC()).tell(queries, this::untilCancelled))
                .hasMessage("Broken pipe");
        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void query_isCancelledByTheIdItTold() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        Thread client = new Thread(() -> {
            while (!told.toString(StandardCharsets.UTF_8).contains("progress")) {
                pause(10);
            }
            assertThat(queries.cancel(lines(told).get(0).getString("id"))).isTrue();
        });
        client.start();
        new QueryStream(told, Clock.systemUTC()).tell(queries, this::untilCancelled);
        client.join();
        assertThat(queries.cancel(lines(told).get(0).getString("id"))).isFalse();
    }
}
