package org.scruffy.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.Background;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;

class ClickHouseStoreTest {

    private static final Instant NOW = Instant.parse("2026-06-07T10:00:00Z");

    private static ClickHouseStore with(String url) {
        return new ClickHouseStore(() -> Settings.of(Map.of("CLICKHOUSE_URLS", url)), Clock.systemUTC());
    }

    @Test
    @Timeout(30)
    void nodeThatDoesNotAnswer_isNoFailureToOpenButRefusesEventsAndQuestions() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        Map<String, Background.Work> asked = new HashMap<>();
        try (ClickHouseStore store = new ClickHouseStore(
                () -> Settings.of(Map.of("CLICKHOUSE_URLS", nobody.toString())),
                Clock.systemUTC(),
                (name, first, pace, work) -> asked.put(name + " " + pace, work))) {
            store.open();
            assertThat(asked).containsOnlyKeys("reading columns PT15S", "tidying PT1H");
            assertThatThrownBy(() -> asked.get("reading columns PT15S").run(null))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("ClickHouse at " + nobody + " does not answer");
            assertThatThrownBy(() -> asked.get("tidying PT1H").run(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("ClickHouse at " + nobody + "/ cannot be tidied: ");
            assertThat(store.columns()).isNotEmpty();
            assertThatThrownBy(() -> store.append(List.of(new Event(NOW, Map.of("name", "n")))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("ClickHouse at " + nobody + " does not answer");
            assertThatThrownBy(() -> store.query(Query.between(NOW, NOW.plusSeconds(1)), Duration.ofSeconds(5)))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void wrongSettings_areSaidInOneSentenceWhenItIsOpened() {
        try (ClickHouseStore store = with("ch1")) {
            assertThatThrownBy(store::open)
                    .hasMessageStartingWith("CLICKHOUSE_URLS has 'ch1', expected")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void values_areBoundByTypeInTheirOrder() {
        Sql sql = new Sql("a = ? AND b IN (?, ?) AND c = ? AND d", Arrays.asList("it's\t\\", 1L, 2.5, null));
        Bound bound = Bound.of(sql);
        assertThat(bound.text()).isEqualTo("a = {p0:String} AND b IN ({p1:Int64}, {p2:Float64}) AND c = NULL AND d");
        assertThat(bound.values()).containsExactly("it's\\t\\\\", "1", "2.5");
        assertThat(Bound.literal("it's \\ a ?")).isEqualTo("'it\\'s \\\\ a \\x3F'");
    }
}
