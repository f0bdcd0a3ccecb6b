package org.scruffy.telemetry.wire;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Event;

/** What OpenTelemetry's exporters send, in protobuf or JSON, and what they are answered with. */
public final class Otlp {

    /** What is exported, with the name of what was refused in the answer. */
    public enum Signal {
        TRACES("rejectedSpans"),
        LOGS("rejectedLogRecords"),
        METRICS("rejectedDataPoints");

        private final String rejected;

        Signal(String rejected) {
            this.rejected = rejected;
        }
    }

    /**
     * How deep a value may be in lists and maps: nobody writes deeper ones by hand, and a stack of 512 KB is enough to read them.
     * What is deeper costs the client the whole request, and it does not come again.
     */
    static final int DEEPEST = 100;

    // each map in a map is three messages, and a value is below eight at most
    private static final int MESSAGES = 3 * DEEPEST + 8;
    private static final int MOST_PARTS = 1_000_000;
    private static final int LOOK = 256;
    private static final Pattern JSON = Pattern.compile("[ \\t\\r\\n]*\\{[\\t\\r\\n\\x20-\\xff]*");
    private static final int MESSAGE = 2;
    private static final int DETAILS = 3;

    private Otlp() {}

    /** The events of a request. */
    public static List<Row> read(Signal signal, InputStream body, boolean json, Instant arrival) throws IOException {
        return switch (signal) {
            case TRACES ->
                OtlpSpans.rows(
                        message(body, json, ExportTraceServiceRequest.newBuilder())
                                .build(),
                        arrival);
            case LOGS ->
                OtlpLogs.rows(
                        message(body, json, ExportLogsServiceRequest.newBuilder())
                                .build(),
                        arrival);
            case METRICS ->
                OtlpMetrics.rows(
                        message(body, json, ExportMetricsServiceRequest.newBuilder())
                                .build(),
                        arrival);
        };
    }

    /**
     * Whether a body is JSON, where nobody says so. Its brace is not enough: a protobuf of 123 bytes begins with a line feed and a
     * brace, too. But it has the number of its second field further on, and JSON no such character.
     *
     * @param body can go back to a mark
     */
    public static boolean isJson(InputStream body) throws IOException {
        body.mark(LOOK);
        String start = new String(body.readNBytes(LOOK), StandardCharsets.ISO_8859_1);
        body.reset();
        return JSON.matcher(start).matches();
    }

    private static <B extends Message.Builder> B message(InputStream body, boolean json, B into) throws IOException {
        if (json) {
            ProtoJson.read(body, into);
            return into;
        }
        byte[] bytes = body.readAllBytes();
        try {
            if (bytes.length > MOST_PARTS) { // else there is no need to count them
                new Parts().count(packed(bytes), into.getDescriptorForType(), 0);
            }
            into.mergeFrom(packed(bytes));
            return into;
        } catch (InvalidProtocolBufferException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new Unreadable("The body is no protobuf message: " + e.getMessage(), e);
        }
    }

    private static CodedInputStream packed(byte[] bytes) {
        CodedInputStream packed = CodedInputStream.newInstance(bytes);
        packed.setRecursionLimit(MESSAGES);
        return packed;
    }

    /** Counts messages in messages before they are made: an empty one is two bytes on the wire, and an object here. */
    static final class Parts {

        private int count;

        void add() {
            if (++count > MOST_PARTS) {
                throw new TooMany(MOST_PARTS, "attributes and other parts");
            }
        }

        private void count(CodedInputStream in, Descriptor type, int depth) throws IOException {
            if (depth > MESSAGES) {
                throw new InvalidProtocolBufferException("more than " + MESSAGES + " messages inside of each other");
            }
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
                boolean inner = field != null
                        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (inner) {
                    add();
                    int end = in.pushLimit(in.readRawVarint32());
                    count(in, field.getMessageType(), depth + 1);
                    in.popLimit(end);
                } else if (!in.skipField(tag)) {
                    return; // the end of a group, which the parser refuses
                }
            }
        }
    }

    /** The answer to a request that was read: empty where all was kept, else how many were not and why, or what of them was not. */
    public static byte[] answer(Signal signal, List<Row> rows, boolean json) throws IOException {
        String why = rows.stream()
                .map(Row::words)
                .filter(words -> !words.isEmpty())
                .distinct()
                .limit(3)
                .collect(Collectors.joining("; "));
        if (why.isEmpty()) {
            return json ? "{}".getBytes(StandardCharsets.UTF_8) : new byte[0];
        }
        long refused =
                rows.stream().filter(Row::isRefused).mapToLong(Row::count).sum();
        if (json) {
            Map<String, Object> partial = new LinkedHashMap<>();
            partial.put(signal.rejected, Long.toString(refused));
            partial.put("errorMessage", why);
            return JsonText.write(Map.of("partialSuccess", partial)).getBytes(StandardCharsets.UTF_8);
        }
        return field(1, numberAndText(refused, why));
    }

    /** A {@code google.rpc.Status}. */
    public static byte[] failure(int code, String message, boolean json) throws IOException {
        if (!json) {
            return numberAndText(code, message);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("code", (long) code);
        status.put("message", message);
        return JsonText.write(status).getBytes(StandardCharsets.UTF_8);
    }

    /** The same in protobuf with a {@code google.rpc.RetryInfo}: how long to wait before it makes sense to come again. */
    public static byte[] failure(int code, String message, Duration retryAfter) throws IOException {
        byte[] delay = com.google.protobuf.Duration.newBuilder()
                .setSeconds(retryAfter.toSeconds())
                .setNanos(retryAfter.getNano())
                .build()
                .toByteArray();
        Any info = Any.newBuilder()
                .setTypeUrl("type.googleapis.com/google.rpc.RetryInfo")
                .setValue(ByteString.copyFrom(field(1, delay)))
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(numberAndText(code, message));
        bytes.write(field(DETAILS, info.toByteArray()));
        return bytes.toByteArray();
    }

    private static byte[] field(int number, byte[] value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeByteArray(number, value);
        out.flush();
        return bytes.toByteArray();
    }

    // partial successes and statuses are the same on the wire: a number in field 1, words in field 2
    private static byte[] numberAndText(long number, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeInt64(1, number);
        out.writeString(MESSAGE, text);
        out.flush();
        return bytes.toByteArray();
    }

    /** What all of a scope have in common. */
    static Map<String, Object> common(Resource resource, InstrumentationScope scope) {
        Map<String, Object> common = new LinkedHashMap<>();
        put(resource.getAttributesList(), common);
        if (!scope.getName().isEmpty()) {
            common.put("library.name", scope.getName());
        }
        if (!scope.getVersion().isEmpty()) {
            common.put("library.version", scope.getVersion());
        }
        put(scope.getAttributesList(), common);
        Object service = common.get("service.name");
        common.put(Event.DATASET, Dataset.slug(service == null ? "" : service.toString()));
        return common;
    }

    /** What events say of themselves, put after all attributes: no client may say another dataset or kind in theirs. */
    static Fields own(Fields fields, Map<String, Object> common, String signal) {
        return fields.put(Event.DATASET, common.get(Event.DATASET)).put("meta.signal_type", signal);
    }

    static void put(List<KeyValue> attributes, Map<String, Object> into) {
        attributes.forEach(attribute -> into.put(attribute.getKey(), value(attribute.getValue(), 0)));
    }

    static Map<String, Object> map(List<KeyValue> attributes) {
        Map<String, Object> map = new LinkedHashMap<>();
        put(attributes, map);
        return map;
    }

    static Object value(AnyValue value, int depth) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> value.getDoubleValue();
            case BYTES_VALUE -> value.getBytesValue().toByteArray();
            case ARRAY_VALUE -> list(value, depth);
            case KVLIST_VALUE -> {
                Map<String, Object> map = new LinkedHashMap<>();
                value.getKvlistValue()
                        .getValuesList()
                        .forEach(inner -> map.put(inner.getKey(), value(inner.getValue(), depth + 1)));
                yield map;
            }
            default -> null;
        };
    }

    private static List<Object> list(AnyValue value, int depth) {
        List<Object> list = new ArrayList<>();
        value.getArrayValue().getValuesList().forEach(inner -> list.add(value(inner, depth + 1)));
        return list;
    }

    /** An id in hexadecimal; one of another length or of zeros, which OpenTelemetry calls invalid, is refused. */
    static String id(String what, ByteString id, int bytes) {
        if (id.size() != bytes) {
            throw new Refused("A " + what + " has " + id.size() + " bytes, expected " + bytes);
        }
        if (isZero(id)) {
            throw new Refused("A " + what + " has only zeros");
        }
        return hex(id);
    }

    /** The same of what need not have one: null where it is empty or zeros, as some clients write what they do not know. */
    static String idIfAny(String what, ByteString id, int bytes) {
        return isZero(id) ? null : id(what, id, bytes);
    }

    private static boolean isZero(ByteString id) {
        for (int i = 0; i < id.size(); i++) {
            if (id.byteAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
