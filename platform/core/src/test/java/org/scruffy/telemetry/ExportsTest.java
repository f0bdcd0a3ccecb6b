package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Run;

class ExportsTest {

    private static final Instant TEN = Instant.parse("2026-06-07T10:00:00Z");
    private static final Query EVENTS =
            Query.between(TEN, TEN.plusSeconds(60)).calculating(List.of()).first(5_000);

    private final CountDownLatch may = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(2);
    private volatile String full = "";
    private volatile Path written;

    /** Writes three bytes when it may. */
    private final class Written extends Events {

        @Override
        public List<Column> columns() {
            return List.of();
        }

        @Override
        public String full() {
            return full;
        }

        @Override
        long export(Query query, FileFormat format, Path file, Run run) {
            begun.countDown();
            try {
                may.await();
                written = Files.writeString(file, "abc");
                return 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Events events = new Written();
    private final Exports exports = new Exports(new Queries(events), events);

    @Test
    void of_isTheWholeFileAndLeavesNothingBehind() throws Exception {
        may.countDown();
        Exports.Export export = exports.of(EVENTS, FileFormat.CSV);
        assertThat(export.bytes()).isEqualTo(3);
        assertThat(export.rows()).isEqualTo(1);
        try (InputStream content = export.content()) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("abc");
        }
        assertThat(written.getParent()).doesNotExist();
        try (Stream<Path> all = Files.list(written.getParent().getParent())) {
            assertThat(all.filter(path ->
                            path.toString().startsWith(written.getParent().toString())))
                    .isEmpty();
        }
    }

    @Test
    void of_refusesTheThirdAtOnce() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try {
            Future<Exports.Export> one = others.submit(() -> exports.of(EVENTS, FileFormat.CSV));
            Future<Exports.Export> two = others.submit(() -> exports.of(EVENTS, FileFormat.CSV));
            begun.await();
            assertThatThrownBy(() -> exports.of(EVENTS, FileFormat.CSV))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageContaining("Two exports");
            may.countDown();
            one.get().content().close();
            two.get().content().close();
            exports.of(EVENTS, FileFormat.CSV).content().close();
        } finally {
            may.countDown();
            others.shutdownNow();
        }
    }

    @Test
    void of_writesNothingOnAFullDisk() {
        full = "The disk is nearly full";
        assertThatThrownBy(() -> exports.of(EVENTS, FileFormat.CSV))
                .isInstanceOf(NoAnswer.class)
                .hasMessageStartingWith(full);
    }

    @Test
    void of_namesALimitThatIsTooLarge() {
        assertThatThrownBy(() -> exports.of(EVENTS.first(1_000_001), FileFormat.CSV))
                .isInstanceOfSatisfying(
                        BadQuery.class, bad -> assertThat(bad.field()).isEqualTo("limit"));
        assertThatThrownBy(
                        () -> exports.of(Query.between(TEN, TEN.plusSeconds(60)).first(1_001), FileFormat.CSV))
                .isInstanceOfSatisfying(
                        BadQuery.class, bad -> assertThat(bad.field()).isEqualTo("limit"));
    }
}
