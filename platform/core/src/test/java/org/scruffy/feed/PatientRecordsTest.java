package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientRecordsTest {

    private static final int THREADS = 4;
    private static final int WRITES = 200_000;

    private final MemoryRecords records = new MemoryRecords();
    private final PatientRecords patient = new PatientRecords(records, Runnable::run);

    @Test
    void whatTheDatabaseDidNotTake_isWrittenThoughNothingNewCame() {
        Map<String, Numbering> seen = Map.of("v0", new Numbering(6, Epoch.FIRST, OriginMark.NONE, 7, 1));
        records.down = true;
        patient.mark(seen);
        patient.again();
        assertThat(patient.trouble()).isNotEmpty();

        records.down = false;
        patient.again();

        assertThat(records.numberings()).isEqualTo(seen);
        assertThat(patient.trouble()).isEmpty();
    }

    @Test
    void whatComesWhileOthersAreWritten_isWrittenToo() throws Exception {
        AtomicInteger written = new AtomicInteger();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        PatientRecords behind = new PatientRecords(records, writer);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < WRITES; i++) {
                    behind.behind("one", written::incrementAndGet);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        writer.shutdown();
        assertThat(writer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(written).hasValue(THREADS * WRITES);
    }
}
