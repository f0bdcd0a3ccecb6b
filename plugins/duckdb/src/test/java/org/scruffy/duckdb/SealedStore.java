package org.scruffy.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Run;

/** A store a long time after the events: whatever it is asked about is sealed before. */
class SealedStore extends DuckDbStore {

    private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

    private volatile boolean unsealed = true;

    SealedStore(Path file) {
        super(file, Clock.fixed(LATER, ZoneOffset.UTC), 0, (name, first, pace, work) -> {}, new Common(1, 1));
    }

    @Override
    public void open() throws Exception {
        super.open();
        retain(new Retention(Retention.MOST_DAYS, Map.of()));
    }

    @Override
    public void append(List<Event> brought) throws SQLException {
        super.append(brought);
        unsealed = true;
    }

    private void seal() {
        if (unsealed) {
            unsealed = false;
            tidy();
        }
    }

    @Override
    public Result query(Query query, Run run) throws Exception {
        seal();
        return super.query(query, run);
    }

    @Override
    public Contrast contrast(Query selection, Query baseline, List<List<String>> sets, Duration timeout)
            throws Exception {
        seal();
        return super.contrast(selection, baseline, sets, timeout);
    }

    @Override
    public long export(Query query, FileFormat format, Path target, Run run) throws Exception {
        seal();
        return super.export(query, format, target, run);
    }

    @Override
    public Map<String, List<Event>> traces(List<String> traceIds, int limit) throws SQLException {
        seal();
        return super.traces(traceIds, limit);
    }
}
