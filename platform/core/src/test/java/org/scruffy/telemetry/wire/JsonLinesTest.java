package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Event;

class JsonLinesTest {

    @Test
    void eachLine_isAnEventOrSaysWhatIsWrongWithIt() throws IOException {
        String lines =
                "{\"time\":1780822800,\"samplerate\":2,\"a\":1}\r\n\n{\"timestamp\":\"2026-06-07T09:00:00Z\",\"b\":\"é\"}\n"
                        + "{\"a\":\n[1]\n{\"a\":1}{}\n{\"a\":2}";
        List<Row> rows =
                JsonLines.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "D d", Instant.EPOCH);
        Instant time = Instant.parse("2026-06-07T09:00:00Z");
        assertThat(rows.get(0).event())
                .isEqualTo(new Event(time, Map.of("a", 1L, Event.DATASET, "d-d", Event.SAMPLE_RATE, 2L)));
        assertThat(rows.get(1).event()).isEqualTo(new Event(time, Map.of("b", "é", Event.DATASET, "d-d")));
        assertThat(rows.subList(2, 5)).allMatch(Row::isRefused);
        assertThat(rows.get(2).refusal()).startsWith("Line 1, column ");
        assertThat(rows.get(3).refusal()).isEqualTo("The line is no JSON object");
        assertThat(rows.get(4).refusal()).contains("More follows");
        assertThat(rows.get(5).event()).isEqualTo(new Event(Instant.EPOCH, Map.of("a", 2L, Event.DATASET, "d-d")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"NaN\"", "1e308", "-9223372036854775808", "\"+9999999999-01-01T00:00:00Z\""})
    void timeThatNoClockTells_isTheArrival(String time) throws IOException {
        String line = "{\"a\":1,\"time\":" + time + "}";
        List<Row> rows =
                JsonLines.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)), "d", Instant.EPOCH);
        assertThat(rows.get(0).event().time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void lineThatIsTooDeep_isRefusedAlone() throws IOException {
        String lines = "[".repeat(10_000) + "\n{\"a\":1}";
        List<Row> rows =
                JsonLines.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "d", Instant.EPOCH);
        assertThat(rows).extracting(Row::isRefused).containsExactly(true, false);
        assertThat(rows.get(0).refusal()).contains("nesting");
    }

    @Test
    void moreLinesThanARequestMayHave_areRefusedTogether() {
        byte[] lines = "{}\n".repeat(100_001).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonLines.read(new ByteArrayInputStream(lines), "d", Instant.EPOCH))
                .isInstanceOf(TooMany.class)
                .hasMessage("The request has more than 100000 events: send them in parts");
    }
}
