package org.scruffy.exchange;

import java.time.Instant;
import java.util.Optional;
import org.scruffy.database.Sql.Row;

/**
 * A file that somebody brought.
 *
 * @param rowsBad how many rows cannot be taken over
 * @param bytesTotal -1 where it is not known
 * @param problem why it failed, empty where it did not
 * @param undoneAt when it was taken back, empty where it was not
 */
public record ImportFile(
        String id,
        Instant at,
        String actor,
        String station,
        String feed,
        String format,
        String fileName,
        State state,
        long rowsRead,
        long rowsBad,
        long bytesRead,
        long bytesTotal,
        boolean replace,
        String problem,
        Optional<Instant> undoneAt) {

    /** Where it is on its way. */
    public enum State {
        READING,
        PREVIEW,
        COMMITTED,
        /** It was taken over, and taken back: it may still be done again. */
        UNDONE,
        FAILED,
        CANCELLED
    }

    static final String SELECT = """
            SELECT CAST(i.id AS text), i.at, i.actor, i.station, f.name, i.format, i.file_name,
                   CASE WHEN i.state = 'COMMITTED' AND c.undone THEN 'UNDONE' ELSE i.state END, i.rows_read, i.rows_bad,
                   i.bytes_read, i.bytes_total, i.settings ->> 'replace', i.problem, i.feed_id,
                   CASE WHEN c.undone THEN c.undone_at END
            FROM import_file i JOIN feed f ON f.id = i.feed_id LEFT JOIN command c ON c.id = i.id
            WHERE i.kind = 'SCHEDULE' AND i.station = ?1
            """;

    static ImportFile of(Row row) {
        return new ImportFile(
                row.text(0),
                row.at(1),
                row.text(2),
                row.text(3),
                row.text(4),
                row.text(5),
                row.text(6),
                State.valueOf(row.text(7)),
                row.number(8),
                row.number(9),
                row.number(10),
                row.number(11),
                row.text(12).equals("true"),
                row.text(13),
                row.empty(15) ? Optional.empty() : Optional.of(row.at(15)));
    }
}
