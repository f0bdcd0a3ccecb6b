package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;

class OpenedTest {

    private static final int LIMIT = 10;
    private static final List<Event> WIDE = List.of(event("wide", "x".repeat(5_000)));

    private final Opened opened = new Opened(11_000);

    private static Event event(String trace, String name) {
        return new Event(Instant.EPOCH, Map.of("trace.trace_id", trace, "name", name));
    }

    private void read(String trace, List<Event> events) {
        opened.end(opened.begin(trace, LIMIT), events);
    }

    @Test
    void trace_isThereUntilOneOfItsEventsComes() {
        List<Event> events = List.of(event("a", "first"));
        read("a", events);
        read("b", List.of());
        assertThat(opened.find("a", LIMIT)).isSameAs(events);
        assertThat(opened.find("b", LIMIT)).isEmpty();

        opened.came(List.of(event("c", "other"), new Event(Instant.EPOCH, Map.of("name", "of no trace"))));
        assertThat(opened.find("a", LIMIT)).isSameAs(events);
        opened.came(List.of(event("a", "second")));
        assertThat(opened.find("a", LIMIT)).isNull();
        assertThat(opened.find("b", LIMIT)).isEmpty();
        opened.forgetAll();
        assertThat(opened.find("b", LIMIT)).isNull();
    }

    @Test
    void otherLimit_isAnotherQuestion() {
        read("a", List.of(event("a", "first")));
        assertThat(opened.find("a", LIMIT + 1)).isNull();
    }

    @Test
    void whatIsOtherwiseByTheEnd_isNotHeld() {
        Opened.Reading before = opened.begin("a", LIMIT);
        opened.came(List.of(event("a", "came meanwhile")));
        opened.end(before, List.of());
        assertThat(opened.find("a", LIMIT)).isNull();

        Opened.Reading first = opened.begin("a", LIMIT);
        Opened.Reading second = opened.begin("a", LIMIT);
        opened.end(first, List.of());
        assertThat(opened.find("a", LIMIT)).isNull();
        opened.end(second, WIDE);
        assertThat(opened.find("a", LIMIT)).isSameAs(WIDE);
    }

    @Test
    void oldestAreForgotten_whateverTheyHold() {
        read("a", WIDE);
        read("nothing", List.of());
        assertThat(opened.find("a", LIMIT)).isNotNull(); // so it is not the oldest
        IntStream.range(0, 60).forEach(i -> read("absent " + i, List.of()));
        assertThat(opened.find("a", LIMIT)).isNotNull();
        assertThat(opened.find("nothing", LIMIT)).isNotNull();
        read("b", WIDE);
        assertThat(opened.find("a", LIMIT)).isNotNull();
        assertThat(opened.find("absent 0", LIMIT)).isNull();
        IntStream.range(0, 200).forEach(i -> opened.begin("asked " + i, LIMIT)); // and never read
        assertThat(opened.find("b", LIMIT)).isNull();

        read("a", WIDE);
        assertThat(opened.find("a", LIMIT)).isNotNull();
        opened.begin("x".repeat(11_000), LIMIT);
        assertThat(opened.find("a", LIMIT)).isNull();
    }

    @Test
    void traceThatWouldLeaveNothingElse_isNotHeld() {
        read("a", WIDE);
        read("huge", List.of(WIDE.get(0), WIDE.get(0), WIDE.get(0)));
        assertThat(opened.find("huge", LIMIT)).isNull();
        assertThat(opened.find("a", LIMIT)).isSameAs(WIDE);
    }
}
