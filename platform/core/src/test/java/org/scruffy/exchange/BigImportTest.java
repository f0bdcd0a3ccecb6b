package org.scruffy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.scruffy.database.FreshDatabase;

/** Imports in a server of their own, which has little memory or dies. */
class BigImportTest {

    private final Path output = Path.of("target", "importer-" + System.nanoTime() + ".txt");

    private Process importer(PGSimpleDataSource source, int rows) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Importer.class.getName(),
                        source.getURL(),
                        "" + rows)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(new File(output.toString())))
                .start();
    }

    @Test
    void import_ofAHundredThousandRowsIsTakenOverAndBackInLittleMemory() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) FreshDatabase.current();
        try (Office office = new Office(FreshDatabase.on(source), Clock.systemUTC()).withStation()) {
            Process importer = importer(source, 100_000);

            boolean ended = importer.waitFor(5, TimeUnit.MINUTES);

            importer.destroyForcibly();
            assertThat(ended).isTrue();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(said).contains("COMMITTED 100000 100000");
            assertThat(said).contains("took back");
            assertThat(office.count("timeslot")).isZero();
            assertThat(office.imports.all("KSCR"))
                    .extracting(ImportFile::state)
                    .containsExactly(ImportFile.State.UNDONE);
        }
    }

    @Test
    void import_thatIsKilledLeavesNothingAndSaysSo() throws Exception {
        PGSimpleDataSource source = (PGSimpleDataSource) FreshDatabase.current();
        Clock later = Clock.offset(Clock.systemUTC(), Imports.SILENCE.plusSeconds(5));
        try (Office office = new Office(FreshDatabase.on(source), Clock.systemUTC()).withStation();
                Office restarted = new Office(FreshDatabase.on(source), later)) {
            Process importer = importer(source, 900_000);
            awaitRows(office, importer);

            importer.destroyForcibly().waitFor();

            assertThat(office.imports.all("KSCR"))
                    .extracting(ImportFile::state)
                    .containsExactly(ImportFile.State.READING);
            restarted.imports.start("started");
            ImportFile dead = restarted.imports.all("KSCR").get(0);
            assertThat(dead.state()).isEqualTo(ImportFile.State.FAILED);
            assertThat(dead.problem()).startsWith("The server stopped");
            assertThat(restarted.count("import_row")).isZero();
            assertThat(restarted.count("timeslot")).isZero();
        }
    }

    private static void awaitRows(Office office, Process importer) throws InterruptedException, SQLException {
        for (int tries = 0; tries < 600 && office.count("import_row") < 5_000; tries++) {
            assertThat(importer.isAlive()).isTrue();
            Thread.sleep(Duration.ofMillis(100).toMillis());
        }
        assertThat(office.count("import_row")).isGreaterThanOrEqualTo(5_000);
    }
}
