package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.scruffy.spi.telemetry.Event;

/** Events as Honeycomb's clients send them, one or many, with the words its API answers with. */
public final class Honeycomb {

    public static final String MALFORMED = "Request body is malformed and cannot be read.";
    public static final String EMPTY = "Request body should not be empty.";
    public static final String TOO_LARGE = "Request body is too large.";
    public static final String FULL = "Dataset has too many columns.";

    /** How many bytes of JSON or MessagePack one event may have, alone or in a batch. */
    public static final int LARGEST_EVENT = 1_000_000;

    private static final Pattern WHOLE = Pattern.compile("[0-9]{10,19}");

    private Honeycomb() {}

    /**
     * One event: an object of fields.
     *
     * @param time the header X-Honeycomb-Event-Time, empty where there is none
     * @param rate the header X-Honeycomb-Samplerate, empty where there is none
     */
    public static Row event(InputStream body, boolean packed, String dataset, String time, String rate, Instant arrival)
            throws IOException {
        Object data = packed ? unpacked(body) : whole(body);
        if (!(data instanceof Map<?, ?> fields)) {
            throw new Unreadable(MALFORMED);
        }
        return row(Map.of("data", fields, "time", time, "samplerate", rate), Dataset.slug(dataset), arrival);
    }

    /** Many events in their order, each with its own time and sample rate. */
    public static List<Row> batch(InputStream body, boolean packed, String dataset, Instant arrival)
            throws IOException {
        String slug = Dataset.slug(dataset);
        return packed ? packedBatch(body, slug, arrival) : jsonBatch(body, slug, arrival);
    }

    private static List<Row> jsonBatch(InputStream body, String dataset, Instant arrival) throws IOException {
        try (JsonParser json = JsonText.parser(body)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_ARRAY) {
                throw new Unreadable(first == null ? EMPTY : MALFORMED);
            }
            List<Row> rows = new Rows();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                long from = offset(json.currentTokenLocation());
                Object element = JsonText.value(json);
                rows.add(row(element, offset(json.currentLocation()) - from, dataset, arrival));
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw new Unreadable(MALFORMED, e);
        }
    }

    /** In bytes; of UTF-16 and -32 the parser counts characters alone. */
    private static long offset(JsonLocation location) {
        return Math.max(location.getByteOffset(), location.getCharOffset());
    }

    private static Object whole(InputStream body) throws IOException {
        try (JsonParser json = JsonText.parser(body)) {
            if (json.nextToken() == null) {
                throw new Unreadable(EMPTY);
            }
            return JsonText.value(json);
        } catch (JsonProcessingException e) {
            throw new Unreadable(MALFORMED, e);
        }
    }

    private static List<Row> packedBatch(InputStream body, String dataset, Instant arrival) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.open(body)) {
            int size = unpacker.unpackArrayHeader();
            List<Row> rows = new Rows();
            for (int i = 0; i < size; i++) {
                long from = unpacker.getTotalReadBytes();
                Object element = MessagePack.value(unpacker);
                rows.add(row(element, unpacker.getTotalReadBytes() - from, dataset, arrival));
            }
            return rows;
        } catch (MessagePackException | EOFException e) {
            throw new Unreadable(MALFORMED, e);
        }
    }

    private static Object unpacked(InputStream body) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.open(body)) {
            if (!unpacker.hasNext() || unpacker.getNextFormat() == MessageFormat.NIL) {
                throw new Unreadable(EMPTY);
            }
            return MessagePack.value(unpacker);
        } catch (MessagePackException | EOFException e) {
            throw new Unreadable(MALFORMED, e);
        }
    }

    private static Row row(Object element, long bytes, String dataset, Instant arrival) {
        return bytes > LARGEST_EVENT ? Row.refused(TOO_LARGE) : row(element, dataset, arrival);
    }

    private static Row row(Object element, String dataset, Instant arrival) {
        if (!(element instanceof Map<?, ?> event) || !(event.get("data") instanceof Map<?, ?>)) {
            return Row.refused(MALFORMED);
        }
        Map<String, Object> data = JsonText.mapOf(event.get("data"));
        if (data.isEmpty()) {
            return Row.refused(EMPTY);
        }
        return Row.of(() -> new Fields()
                .putAll(data)
                .put(Event.DATASET, dataset)
                .refuseLong()
                .sampledAt(event.get("samplerate"))
                .at(time(event.get("time"), arrival)));
    }

    /** RFC 3339, or seconds since 1970: of a whole number the first ten digits, what follows is their fraction. */
    static Instant time(Object said, Instant arrival) {
        if (said instanceof Instant time) {
            return time;
        }
        String text = said == null ? "" : said.toString().strip();
        if (text.isEmpty()) {
            return arrival;
        }
        try {
            if (WHOLE.matcher(text).matches()) {
                String nanos = (text.substring(10) + "000000000").substring(0, 9);
                return Instant.ofEpochSecond(Long.parseLong(text.substring(0, 10)), Long.parseLong(nanos));
            }
            return text.indexOf('T') > 0 || text.indexOf('t') > 0
                    ? OffsetDateTime.parse(text).toInstant()
                    : seconds(Double.parseDouble(text));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return arrival;
        }
    }

    static Instant seconds(double seconds) {
        double whole = Math.floor(seconds);
        if (!Double.isFinite(whole) || Math.abs(whole) > Integer.MAX_VALUE * 8.0) {
            throw new DateTimeException("no time: " + seconds);
        }
        return Instant.ofEpochSecond((long) whole, Math.round((seconds - whole) * 1e6) * 1_000);
    }

    /** What a batch is answered with, one status for each event in its order. */
    public static byte[] answer(List<Row> rows, boolean packed) throws IOException {
        if (packed) {
            return packedAnswer(rows);
        }
        List<Object> statuses = new ArrayList<>();
        rows.forEach(row -> statuses.add(status(row)));
        return JsonText.write(statuses).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> status(Row row) {
        Map<String, Object> status = new TreeMap<>(Map.of("status", row.isRefused() ? 400L : 202L));
        if (!row.words().isEmpty()) {
            status.put("error", row.words());
        }
        return status;
    }

    private static byte[] packedAnswer(List<Row> rows) throws IOException {
        try (MessageBufferPacker packer = org.msgpack.core.MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(rows.size());
            for (Row row : rows) {
                packer.packMapHeader(row.words().isEmpty() ? 1 : 2)
                        .packString("status")
                        .packInt(row.isRefused() ? 400 : 202);
                if (!row.words().isEmpty()) {
                    packer.packString("error").packString(row.words());
                }
            }
            return packer.toByteArray();
        }
    }
}
