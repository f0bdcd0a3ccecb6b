package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OTLP's own JSON of a protobuf message: ids are hexadecimal, enums whole numbers, 64-bit numbers words or numbers, and what is
 * not known is passed over.
 */
final class ProtoJson {

    private static final Set<String> IDS = Set.of("trace_id", "span_id", "parent_span_id");
    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

    // each map in a map is three objects and a list, and a value is below fifteen of them at most
    private static final JsonFactory JSON = JsonText.factory(4 * Otlp.DEEPEST + 15);

    private ProtoJson() {}

    static void read(InputStream body, Message.Builder into) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new Unreadable("The body is " + (first == null ? "empty" : "no JSON object") + ", expected one");
            }
            object(json, into, new Otlp.Parts());
        } catch (JsonProcessingException e) {
            throw new Unreadable(JsonText.fault(e), e);
        }
    }

    private static void object(JsonParser json, Message.Builder into, Otlp.Parts parts) throws IOException {
        Map<String, FieldDescriptor> fields = FIELDS.computeIfAbsent(into.getDescriptorForType(), ProtoJson::byName);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            FieldDescriptor field = fields.get(json.currentName());
            JsonToken token = json.nextToken();
            if (field == null || token == JsonToken.VALUE_NULL) {
                json.skipChildren();
            } else if (field.isRepeated()) {
                expect(JsonToken.START_ARRAY, json, field);
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    into.addRepeatedField(field, value(json, field, into, parts));
                }
            } else {
                into.setField(field, value(json, field, into, parts));
            }
        }
    }

    private static Map<String, FieldDescriptor> byName(Descriptor message) {
        Map<String, FieldDescriptor> fields = new HashMap<>();
        message.getFields().forEach(field -> fields.put(field.getJsonName(), field));
        return fields;
    }

    private static Object value(JsonParser json, FieldDescriptor field, Message.Builder parent, Otlp.Parts parts)
            throws IOException {
        try {
            return switch (field.getJavaType()) {
                case MESSAGE -> {
                    expect(JsonToken.START_OBJECT, json, field);
                    parts.add();
                    Message.Builder inner = parent.newBuilderForField(field);
                    object(json, inner, parts);
                    yield inner.build();
                }
                case STRING -> words(json, field);
                case BYTE_STRING -> bytes(words(json, field), field);
                case ENUM ->
                    field.getEnumType().findValueByNumberCreatingIfUnknown(Integer.parseInt(scalar(json, field)));
                case LONG -> whole(scalar(json, field));
                case INT -> (int) whole(scalar(json, field));
                case DOUBLE -> Double.valueOf(scalar(json, field));
                case FLOAT -> Float.valueOf(scalar(json, field));
                case BOOLEAN -> json.getBooleanValue();
            };
        } catch (IllegalArgumentException e) {
            throw wrong(json, field);
        }
    }

    private static long whole(String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    private static ByteString bytes(String text, FieldDescriptor field) {
        return ByteString.copyFrom(
                IDS.contains(field.getName())
                        ? HexFormat.of().parseHex(text)
                        : Base64.getDecoder().decode(text));
    }

    private static String words(JsonParser json, FieldDescriptor field) throws IOException {
        expect(JsonToken.VALUE_STRING, json, field);
        return json.getText();
    }

    private static String scalar(JsonParser json, FieldDescriptor field) throws IOException {
        if (!json.currentToken().isScalarValue()) {
            throw wrong(json, field);
        }
        return json.getText();
    }

    private static void expect(JsonToken token, JsonParser json, FieldDescriptor field) throws IOException {
        if (json.currentToken() != token) {
            throw wrong(json, field);
        }
    }

    private static Unreadable wrong(JsonParser json, FieldDescriptor field) throws IOException {
        String text = String.valueOf(json.getText());
        return new Unreadable("Line " + json.currentTokenLocation().getLineNr() + ": " + field.getJsonName() + " is "
                + text.substring(0, Math.min(text.length(), 40)) + ", expected "
                + (field.isRepeated() ? "an array of " : "")
                + field.getType().name().toLowerCase(Locale.ROOT));
    }
}
