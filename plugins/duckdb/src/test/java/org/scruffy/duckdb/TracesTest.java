package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.eventsql.Traces;
import org.scruffy.spi.telemetry.Event;

class TracesTest {

    private static Event event(String trace, int second, String name) {
        return new Event(Instant.ofEpochSecond(second), Map.of("trace.trace_id", trace, "name", name));
    }

    @Test
    void equalEvents_areThereOnce_othersOfTheSameTimeAllOfThem() {
        List<Event> first = List.of(event("a", 1, "x"), event("a", 2, "x"), event("a", 2, "y"), event("a", 2, "z"));
        List<Event> second = List.of(event("b", 2, "x"), event("b", 2, "y"), event("b", 3, "y"));
        Traces traces = new Traces();
        Stream.of(0, 0, 1, 2, 1, 3, 3, 2).map(first::get).forEach(traces::add);
        Stream.of(0, 1, 0, 1, 2, 2).map(second::get).forEach(traces::add);

        assertThat(traces.read()).isEqualTo(Map.of("a", first, "b", second));
    }
}
