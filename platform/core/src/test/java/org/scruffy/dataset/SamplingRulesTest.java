package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.Silence;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Filter.Op;

class SamplingRulesTest {

    private Database database;
    private SamplingRules rules;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        rules = new SamplingRules(database);
        rules.start(new Object(), new Routines(Clock.systemUTC()), new Silence());
    }

    @AfterEach
    void close() {
        rules.stop();
        database.close();
    }

    private static Event event(Map<String, ?> fields) {
        return new Event(Instant.EPOCH, new HashMap<>(fields));
    }

    @Test
    void everythingIsKept_unlessARuleSaysSo() {
        assertThat(rules.rate(event(Map.of("name", "checkout")), false)).isEqualTo(1);
        assertThat(rules.rules()).extracting(SamplingRule::name).containsExactly("Errors", "Slow", "Live path");
        assertThat(rules.rules()).extracting(SamplingRule::rate).containsOnly(1);
    }

    @Test
    void firstRuleThatCovers_counts() {
        SamplingRule slow = new SamplingRule("Slow", List.of(Filter.of("ms", Op.GREATER, 2.5)), 1, false);
        SamplingRule health = new SamplingRule(
                "Health",
                List.of(Filter.of("route", Op.IN, "/health", "'; --\""), Filter.of("n", Op.EQUAL, 7L)),
                50,
                false);
        SamplingRule pressed = new SamplingRule("All", List.of(), 9, true);
        rules.replace(List.of(slow, health, pressed));

        assertThat(rules.rules()).containsExactly(slow, health, pressed);
        assertThat(rules.rate(event(Map.of("route", "/health", "n", 7L)), false))
                .isEqualTo(50);
        assertThat(rules.rate(event(Map.of("route", "/health", "n", 8L)), false))
                .isEqualTo(1);
        assertThat(rules.rate(event(Map.of("route", "/health", "n", 7L, "ms", 3L)), true))
                .isEqualTo(1);
        assertThat(rules.rate(event(Map.of("n", 8L)), true)).isEqualTo(9);
    }

    @Test
    void underPressure_frequentNamesGiveWay_rareAndFailedOnesStay() {
        Event frequent = event(Map.of("name", "frequent"));
        for (int i = 0; i < 20_000; i++) {
            rules.rate(frequent, false);
        }
        assertThat(rules.rate(frequent, true)).isGreaterThan(1);
        assertThat(rules.rate(frequent, false)).isEqualTo(1);
        assertThat(rules.rate(event(Map.of("name", "rare")), true)).isEqualTo(1);
        assertThat(rules.rate(event(Map.of("name", "frequent", "error", true)), true))
                .isEqualTo(1);
        assertThat(rules.rate(event(Map.of("name", "frequent", "duration_ms", 1_500.0)), true))
                .isEqualTo(1);
        assertThat(rules.rate(event(Map.of("name", "frequent", "http.route", "/live/{x}")), true))
                .isEqualTo(1);
    }

    @Test
    void rateOutOfRange_isRefused() {
        assertThatThrownBy(() -> new SamplingRule("x", List.of(), 0, false)).hasMessageContaining("rate 0");
    }
}
