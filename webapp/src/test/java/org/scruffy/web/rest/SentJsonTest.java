package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.telemetry.BadQuery;

class SentJsonTest {

    static Stream<String> wrong() {
        return Stream.of(
                "",
                "nonsense",
                "[]",
                "7",
                "{\"a\":",
                "{\"a\":NaN}",
                "{\"a\":" + "[".repeat(100_000),
                "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
                "{\"a\":1e" + "9".repeat(100) + "}",
                "{\"a\":" + "9".repeat(2_000) + "}");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsNoObject_isRefusedByName(String body) {
        assertThatThrownBy(() -> SentJson.object(body))
                .isInstanceOf(BadQuery.class)
                .hasMessageStartingWith("body is ");
    }

    @Test
    void ofKeysThatComeTwice_theLastCounts() {
        assertThat(SentJson.object("{\"a\":1,\"a\":" + "{\"b\":".repeat(100) + "2" + "}".repeat(100) + ",\"a\":3}")
                        .getInt("a"))
                .isEqualTo(3);
    }
}
