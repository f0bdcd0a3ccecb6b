package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;

class ConventionsTest {

    private static Map<String, Object> known(Map<String, Object> fields) {
        return Conventions.known(new Event(Instant.EPOCH, fields)).fields();
    }

    @Test
    void anEventWithNewNames_hasTheOldOnesToo() {
        assertThat(known(Map.of("db.query.text", "SELECT 1", "http.response.status_code", 200L, "else", true)))
                .isEqualTo(Map.of(
                        "db.query.text",
                        "SELECT 1",
                        "db.statement",
                        "SELECT 1",
                        "http.response.status_code",
                        200L,
                        "http.status_code",
                        200L,
                        "else",
                        true));
    }

    @Test
    void whatTheServerFailedToDo_isAnError_unlessItsClientSaysOtherwise() {
        assertThat(known(Map.of("http.status_code", 503L))).containsEntry("error", true);
        assertThat(known(Map.of("http.response.status_code", 500L))).containsEntry("error", true);
        assertThat(known(Map.of("http.status_code", 499L))).doesNotContainKey("error");
        assertThat(known(Map.of("http.status_code", "much"))).doesNotContainKey("error");
        assertThat(known(Map.of("http.status_code", 503L, "error", false))).containsEntry("error", false);
    }

    @Test
    void whatAnEventSays_staysAsItIs() {
        Map<String, Object> both = Map.of("db.query.text", "SELECT 1", "db.statement", "SELECT ?");

        assertThat(known(both)).isEqualTo(both);
        assertThat(known(Map.of("db.statement", "SELECT ?"))).isEqualTo(Map.of("db.statement", "SELECT ?"));
    }
}
