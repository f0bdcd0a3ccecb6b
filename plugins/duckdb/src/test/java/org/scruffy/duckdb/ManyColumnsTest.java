package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BubbleUp;
import org.scruffy.telemetry.Difference;
import org.scruffy.telemetry.Differences;
import org.scruffy.telemetry.EventsOf;

/** As many names as a dataset may have, few of them in an event, none common enough for a column of its own. */
class ManyColumnsTest {

    private static final Instant TEN = Instant.parse("2026-06-07T10:00:00Z");
    private static final int EVENTS = 20_000;
    private static final int NAMES = 2_000;
    private static final int NAMES_OF_ONE = 40;
    private static final int SLOW_ONE_IN = 20;

    @TempDir
    private Path folder;

    private static Event event(int i, Random random) {
        Map<String, Object> fields = new HashMap<>();
        for (int name = 0; name < NAMES_OF_ONE; name++) {
            int column = random.nextInt(NAMES - 1);
            fields.put("own." + column, column % 2 == 0 ? (Object) random.nextLong(9) : "w" + random.nextInt(9));
        }
        boolean slow = i % SLOW_ONE_IN == 0;
        if (random.nextDouble() < (slow ? 0.3 : 0.015)) {
            fields.put("own.cause", "planted");
        }
        fields.put("duration_ms", slow ? 900.0 : 20.0);
        return new Event(TEN.plusMillis(i), fields);
    }

    @Test
    void causeAmongTwoThousandNames_comesFirstAndAlone() throws Exception {
        Random random = new Random(5);
        Query all = Query.between(TEN, TEN.plusSeconds(60));
        Query slow = all.where(List.of(Filter.of("duration_ms", Filter.Op.GREATER, 500.0)));
        try (EventStore store = new DuckDbStore(folder.resolve("events.duckdb"), Clock.fixed(TEN, ZoneOffset.UTC))) {
            store.open();
            store.append(
                    IntStream.range(0, EVENTS).mapToObj(i -> event(i, random)).toList());
            Differences differences = new BubbleUp(new EventsOf(store)).explain(slow, all);
            assertThat(differences.selection().events()).isEqualTo(EVENTS / SLOW_ONE_IN);
            assertThat(differences.compared()).isEqualTo(NAMES + 1); // and the duration
            assertThat(differences.columns())
                    .filteredOn(difference -> difference.verdict() == Difference.Verdict.SIGNIFICANT)
                    .extracting(difference -> difference.column().name())
                    .containsExactly("own.cause");
        }
    }
}
