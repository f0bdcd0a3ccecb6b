package org.scruffy.web.ingest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.Room;
import org.scruffy.telemetry.wire.Encoding;
import org.scruffy.telemetry.wire.Row;

/** A request that brings events: its body, unpacked and metered, and the way into the store. */
final class Post implements AutoCloseable {

    private final HttpServletRequest request;
    private final Sender sender;
    private final Ingest ingest;
    private final Room.Share share;
    private final Instant arrival;

    Post(HttpServletRequest request, Sender sender, Ingest ingest, Instant arrival) {
        this.request = request;
        this.sender = sender;
        this.ingest = ingest;
        this.share = ingest.room().share();
        this.arrival = arrival;
    }

    HttpServletRequest request() {
        return request;
    }

    Instant arrival() {
        return arrival;
    }

    /** The media type without its parameters, empty where there is none. */
    static String type(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    String header(String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    InputStream body(long limit) throws IOException {
        long most = Math.min(limit, ingest.room().largest());
        Encoding encoding = Encoding.of(request.getHeader("Content-Encoding"));
        if (encoding == null) {
            throw new Refusal(
                    415,
                    "Content-Encoding " + header("Content-Encoding") + " is not known, expected gzip, deflate or zstd");
        }
        if (request.getContentLengthLong() > most) {
            throw new Refusal(413, "The body has more than " + most + " bytes");
        }
        InputStream body = new Metered(request.getInputStream(), most, share);
        return encoding == Encoding.IDENTITY ? body : new Metered(encoding.unpack(body), most, share);
    }

    /** Refuses what this sender may not send. */
    List<Row> admit(List<Row> rows) {
        return rows.stream().map(sender::admit).toList();
    }

    List<Row> keep(List<Row> rows) throws IOException {
        share.takeRows(rows.size());
        return keep(rows, sender, ingest);
    }

    /** Keeps what can be kept; what is answered says of each row whether it is on disk. */
    static List<Row> keep(List<Row> rows, Sender sender, Ingest ingest) throws IOException {
        List<Row> answer = new ArrayList<>(rows);
        answer.replaceAll(row -> ingest.admitted(sender.admit(row)));
        List<Event> events =
                answer.stream().filter(row -> !row.isRefused()).map(Row::event).toList();
        Iterator<String> refusals = ingest.keep(events).iterator();
        answer.replaceAll(row -> row.isRefused() ? row : kept(row, refusals.next()));
        return answer;
    }

    private static Row kept(Row row, String refusal) {
        return refusal.isEmpty() ? row : row.refuse(refusal);
    }

    @Override
    public void close() {
        share.close();
    }
}
