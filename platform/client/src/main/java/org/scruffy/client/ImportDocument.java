package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A file of a schedule on its way in.
 *
 * @param state {@code READING}, {@code PREVIEW}, {@code COMMITTED}, {@code UNDONE} (it was taken over and taken
 *     back), {@code FAILED} or {@code CANCELLED}
 * @param rowsBad how many rows cannot be taken over
 * @param bytesTotal -1 where it is not known
 * @param replace whether it takes the place of what is scheduled in its time
 * @param problem why it failed, empty where it did not
 * @param undoneAt when it was taken back, left out where it was not
 */
public record ImportDocument(
        String id,
        Instant at,
        String actor,
        String station,
        String feed,
        String format,
        String fileName,
        String state,
        long rowsRead,
        long rowsBad,
        long bytesRead,
        long bytesTotal,
        boolean replace,
        String problem,
        Optional<Instant> undoneAt) {

    @JsonbCreator
    public ImportDocument {}

    /**
     * A page of its rows, those with a problem first.
     *
     * @param next the offset of the next page, -1 on the last
     */
    public record Rows(List<Row> rows, int next) {

        @JsonbCreator
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row.
     *
     * @param line in the file
     * @param kind {@code PROGRAM}, {@code BREAK}, {@code SPOT} or {@code UNREADABLE}
     * @param start RFC 3339 UTC, empty where the row has none
     * @param problem why it cannot be taken over, empty where it can
     */
    public record Row(
            long number,
            long line,
            String kind,
            String start,
            String title,
            String adId,
            long lengthMs,
            String problem) {

        @JsonbCreator
        public Row {}
    }

    /** A format, by the name that requests use; media type and suffix are empty where it is only read. */
    public record Format(String name, String title, String mediaType, String suffix) {

        @JsonbCreator
        public Format {}
    }
}
