package org.scruffy.telemetry.wire;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A log record as a wide event: its body in {@code body}, or unfolded below it. */
final class OtlpLogs {

    private static final int ERROR = 17;

    private OtlpLogs() {}

    static List<Row> rows(ExportLogsServiceRequest request, Instant arrival) {
        List<Row> rows = new Rows();
        request.getResourceLogsList()
                .forEach(resource -> resource.getScopeLogsList().forEach(scope -> {
                    Map<String, Object> common = Otlp.common(resource.getResource(), scope.getScope());
                    scope.getLogRecordsList()
                            .forEach(record -> rows.add(Row.of(() -> fields(record, common)
                                    .at(
                                            record.getTimeUnixNano() == 0
                                                    ? record.getObservedTimeUnixNano()
                                                    : record.getTimeUnixNano(),
                                            arrival))));
                }));
        return rows;
    }

    private static Fields fields(LogRecord record, Map<String, Object> common) {
        Fields fields = new Fields().putAll(common).putAll(Otlp.map(record.getAttributesList()));
        Otlp.own(fields, common, "log");
        if (record.getBody().getValueCase() != AnyValue.ValueCase.VALUE_NOT_SET) {
            fields.put("body", Otlp.value(record.getBody(), 0));
        }
        if (record.getSeverityNumberValue() != 0) {
            fields.put("severity_code", record.getSeverityNumberValue());
        }
        if (!record.getSeverityText().isEmpty()) {
            fields.put("severity", record.getSeverityText());
        }
        if (record.getSeverityNumberValue() >= ERROR) {
            fields.put("error", true);
        }
        if (!record.getEventName().isEmpty()) {
            fields.put("name", record.getEventName());
        }
        fields.put("trace.trace_id", Otlp.idIfAny("trace id", record.getTraceId(), 16));
        String span = Otlp.idIfAny("span id", record.getSpanId(), 8);
        if (span != null) {
            fields.put("trace.parent_id", span).put("meta.annotation_type", "span_event");
        }
        fields.sampledAt(fields.has("sampleRate") ? fields.remove("sampleRate") : 1L);
        return fields;
    }
}
