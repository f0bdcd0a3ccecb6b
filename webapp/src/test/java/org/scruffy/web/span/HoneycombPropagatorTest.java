package org.scruffy.web.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoneycombPropagatorTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String IDS = "trace_id=" + TRACE + ",parent_id=" + PARENT;

    private final HoneycombPropagator propagator = new HoneycombPropagator();

    private enum Value implements TextMapGetter<String> {
        OF_THE_HEADER;

        @Override
        public Iterable<String> keys(String header) {
            return List.of("X-Honeycomb-Trace");
        }

        @Override
        public String get(String header, String name) {
            return name.equals("X-Honeycomb-Trace") ? header : null;
        }
    }

    private Context read(String header) {
        return propagator.extract(Context.root(), header, Value.OF_THE_HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1;" + IDS,
                "1;" + IDS + ",context=e30=",
                "1;" + IDS + ",dataset=a%20shop,context=eyJ1c2VyIjoxfQ==",
                "1;parent_id=" + PARENT + ",context=,trace_id=" + TRACE,
                "1;dataset=x,,tea=y," + IDS + ",",
            })
    void header_namesTheTraceAndTheSpanThatCalls(String header) {
        SpanContext caller = Span.fromContext(read(header)).getSpanContext();

        assertThat(caller.getTraceId()).isEqualTo(TRACE);
        assertThat(caller.getSpanId()).isEqualTo(PARENT);
        assertThat(caller.isRemote()).isTrue();
        assertThat(caller.isSampled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1;",
                "1;,,,=,",
                IDS,
                "2;" + IDS,
                "11;" + IDS,
                " 1;" + IDS,
                "1;trace_id=" + TRACE,
                "1;parent_id=" + PARENT,
                "1;trace_id=" + TRACE + ",parent_id=",
                "1;trace_id=4bf92f35-77b3-4da6-a3ce-929d0e0e4736,parent_id=" + PARENT,
                "1;trace_id=" + TRACE + ",parent_id=4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
                "1;trace_id=a3ce929d0e0e4736,parent_id=" + PARENT,
                "1;trace_id=" + TRACE + "0,parent_id=" + PARENT,
                "1;trace_id=" + TRACE + ",parent_id=" + PARENT + " ",
                "1;trace_id=4BF92F3577B34DA6A3CE929D0E0E4736,parent_id=" + PARENT,
                "1;trace_id=4bf92f3577b34da6a3ce929d0e0e473g,parent_id=" + PARENT,
                "1;trace_id=4bf92f3577b34da6a3ce929d0e0e473\u0000,parent_id=" + PARENT,
                "1;trace_id=00000000000000000000000000000000,parent_id=" + PARENT,
                "1;trace_id=" + TRACE + ",parent_id=0000000000000000",
                "1;Trace_Id=" + TRACE + ",parent_id=" + PARENT,
            })
    void headerThatNamesNoTrace_isAsNone(String header) {
        assertThat(read(header)).isSameAs(Context.root());
    }

    @Test
    void requestWithoutTheHeader_isOfNoTrace() {
        assertThat(read(null)).isSameAs(Context.root());
    }

    @Test
    void nothing_isWritten() {
        Map<String, String> headers = new HashMap<>();
        propagator.inject(read("1;" + IDS), headers, Map::put);

        assertThat(headers).isEmpty();
    }
}
