package org.scruffy.exchange;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Enumeration;
import java.util.stream.IntStream;
import org.postgresql.ds.PGSimpleDataSource;
import org.scruffy.database.FreshDatabase;

/** A server of its own that reads a file of so many programs of two minutes, takes it over, and takes it back: url, rows. */
final class Importer {

    private Importer() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(arguments[0]);
        source.setUser("postgres");
        try (Office office = new Office(FreshDatabase.on(source), Clock.systemUTC())) {
            ImportFile file = office.read(false, file(Integer.parseInt(arguments[1])), -1);
            ImportFile done = office.commit(file);
            System.out.println(done.state() + " " + done.rowsRead() + " " + office.count("timeslot"));
            Instant before = Instant.now();
            office.desk.undo(Office.ANNA, "KSCR");
            System.out.println(
                    "took back in " + Duration.between(before, Instant.now()).toSeconds() + " s");
        }
    }

    private static InputStream file(int rows) {
        // to come: what has started is not taken back
        Instant first = Instant.now().plus(Duration.ofDays(2)).truncatedTo(java.time.temporal.ChronoUnit.DAYS);
        var lines = IntStream.range(0, rows)
                .mapToObj(i -> line(first.plus(Duration.ofMinutes(2L * i)), i))
                .iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return lines.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return lines.next();
            }
        });
    }

    private static InputStream line(Instant start, int number) {
        String line = "P|" + start + "|" + start.plus(Duration.ofMinutes(2)) + "|Program " + number % 100 + "\n";
        return new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
    }
}
