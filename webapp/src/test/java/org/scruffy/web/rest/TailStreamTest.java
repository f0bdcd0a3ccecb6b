package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Tail;

class TailStreamTest {

    private static final Event EVENT = new Event(Instant.parse("2026-11-24T12:00:00Z"), Map.of("name", "a\nb"));

    private final Tail tail = new Tail();
    private final Connection connection = new Connection();
    private final List<String> done = new ArrayList<>();
    private final AsyncContext context = (AsyncContext) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                done.add(method.getName());
                return null;
            });

    /** A connection that takes as many writes as it is told, and breaks when it is told. */
    private static final class Connection extends ServletOutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int takes = 100;
        private boolean broken;

        @Override
        public boolean isReady() {
            return takes > 0;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int one) {
            bytes.write(one);
        }

        @Override
        public void write(byte[] many) throws IOException {
            if (broken) {
                throw new IOException("hung up");
            }
            takes--;
            bytes.write(many);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    private TailStream started(boolean sent) {
        TailStream stream = new TailStream(sent);
        stream.start(context, connection, tail.listen(event -> true, () -> {}).orElseThrow());
        return stream;
    }

    @Test
    void events_areLines() {
        TailStream stream = started(false);
        stream.write();
        tail.kept(List.of(EVENT));
        stream.write();
        assertThat(connection.text())
                .isEqualTo("\n{\"time\":\"2026-11-24T12:00:00Z\",\"data\":{\"name\":\"a\\nb\"}}\n");
    }

    @Test
    void events_areSentAsTheStandardHasIt() {
        TailStream stream = started(true);
        tail.kept(List.of(EVENT));
        stream.write();
        assertThat(connection.text())
                .isEqualTo("data: {\"time\":\"2026-11-24T12:00:00Z\",\"data\":{\"name\":\"a\\nb\"}}\n\n");
    }

    @Test
    void slowConnection_isWaitedFor() {
        TailStream stream = started(false);
        connection.takes = 1;
        tail.kept(List.of(EVENT, EVENT));
        stream.write();
        assertThat(connection.text()).hasLineCount(1);
        connection.takes = 5;
        stream.onWritePossible();
        assertThat(connection.text()).hasLineCount(2);
    }

    @Test
    void lostEvents_areTold() {
        TailStream stream = started(false);
        connection.takes = 1;
        for (int i = 0; i < 1_007; i++) {
            tail.kept(List.of(EVENT));
        }
        stream.write();
        assertThat(connection.text()).isEqualTo("{\"missed\":7}\n");
    }

    @Test
    void whoHungUp_isFoundOutAndForgotten() {
        TailStream stream = started(false);
        connection.broken = true;
        stream.write();
        assertThat(done).contains("complete");
        for (int i = 0; i < 50; i++) {
            assertThat(tail.listen(event -> true, () -> {})).isPresent();
        }
        stream.write();
        assertThat(done).containsOnlyOnce("complete");
    }
}
