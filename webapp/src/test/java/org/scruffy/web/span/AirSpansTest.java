package org.scruffy.web.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose trace a request goes on with. */
class AirSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SHORT = "a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String OTHER = "5b8efff798038103d269b633813fc60c";
    private static final String NONE = "00000000000000000000000000000000";

    private static final String W3C = "00-" + TRACE + "-" + SPAN + "-01";
    private static final String HONEYCOMB = "1;trace_id=" + OTHER + ",parent_id=" + SPAN;

    private static SpanContext caller(Map<String, String> headers) {
        return Span.fromContext(AirSpans.caller(headers::get)).getSpanContext();
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of(Map.of("traceparent", W3C), TRACE),
                Arguments.of(Map.of("traceparent", "00-" + TRACE + "-" + SPAN + "-00"), TRACE),
                Arguments.of(Map.of("b3", TRACE + "-" + SPAN), TRACE),
                Arguments.of(Map.of("b3", TRACE + "-" + SPAN + "-0-05e3ac9a4f6e3b90"), TRACE),
                Arguments.of(Map.of("b3", SHORT + "-" + SPAN + "-d"), NONE.substring(16) + SHORT),
                Arguments.of(Map.of("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "1"), TRACE),
                Arguments.of(
                        Map.of("X-B3-TraceId", SHORT, "X-B3-SpanId", SPAN, "X-B3-Flags", "1"),
                        NONE.substring(16) + SHORT),
                Arguments.of(Map.of("X-Honeycomb-Trace", HONEYCOMB), OTHER));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void trace_goesOnWhateverHeaderNamesIt(Map<String, String> headers, String trace) {
        SpanContext caller = caller(headers);

        assertThat(caller.getTraceId()).isEqualTo(trace);
        assertThat(caller.getSpanId()).isEqualTo(SPAN);
        assertThat(caller.isRemote()).isTrue();
    }

    @Test
    void w3c_winsOverB3AndB3OverHoneycomb() {
        assertThat(caller(Map.of("traceparent", W3C, "b3", OTHER + "-" + SPAN, "X-Honeycomb-Trace", HONEYCOMB))
                        .getTraceId())
                .isEqualTo(TRACE);
        assertThat(caller(Map.of("b3", TRACE + "-" + SPAN, "X-Honeycomb-Trace", HONEYCOMB))
                        .getTraceId())
                .isEqualTo(TRACE);
    }

    @Test
    void headerThatSaysNothing_leavesItToTheNext() {
        assertThat(caller(Map.of(
                                "traceparent",
                                "00-" + NONE + "-" + SPAN + "-01",
                                "b3",
                                "0",
                                "X-Honeycomb-Trace",
                                HONEYCOMB))
                        .getTraceId())
                .isEqualTo(OTHER);
    }

    static Stream<String> hostile() {
        Random random = new Random(3);
        return Stream.concat(
                Stream.of(
                        "",
                        "-",
                        ";",
                        "-".repeat(10_240),
                        "a".repeat(10_240),
                        TRACE + "-" + "f".repeat(10_240),
                        "ff-" + TRACE + "-" + SPAN + "-01",
                        "00-" + TRACE + "\u0000" + SPAN + "-01",
                        TRACE.replace('4', '\uffff') + "-" + SPAN,
                        TRACE + "-" + SPAN.replace('0', '\uffff'),
                        "00-" + TRACE.replace('4', '\uffff') + "-" + SPAN + "-01",
                        "\uffff".repeat(32),
                        "\uffff".repeat(16)),
                Stream.generate(() -> random.ints(random.nextInt(80), 0, 0x10000)
                                .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                                .toString())
                        .limit(200));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatNoHeaderMaySay_isNoTraceAndNoFailure(String value) {
        for (String name : new String[] {"traceparent", "tracestate", "b3", "X-B3-TraceId", "X-B3-SpanId"}) {
            assertThat(caller(Map.of(name, value)).isValid()).as(name).isFalse();
        }
        assertThat(caller(Map.of("X-B3-TraceId", TRACE, "X-B3-SpanId", value)).isValid())
                .isFalse();
        assertThat(caller(Map.of(
                                "X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", value, "X-B3-Flags", value))
                        .getTraceId())
                .isEqualTo(TRACE);
        assertThat(caller(Map.of("traceparent", W3C, "tracestate", value)).getTraceId())
                .isEqualTo(TRACE);
        assertThat(caller(Map.of("X-Honeycomb-Trace", value)).isValid()).isFalse();
        assertThat(caller(Map.of("X-Honeycomb-Trace", "1;trace_id=" + value + ",parent_id=" + SPAN))
                        .isValid())
                .isFalse();
    }

    @Test
    void headerLongerThanAnyHead_isNotRead() {
        String longest = HONEYCOMB + ",context=" + "a".repeat(8_192 - HONEYCOMB.length() - ",context=".length());

        assertThat(caller(Map.of("X-Honeycomb-Trace", longest)).isValid()).isTrue();
        assertThat(caller(Map.of("X-Honeycomb-Trace", longest + "a")).isValid()).isFalse();
    }
}
