package org.scruffy.desk;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Telemetry;

/** Makes the months of placements and as-run rows ahead of their time, and forgets answers nobody asks for any more; daily. */
@ApplicationScoped
public class Housekeeping {

    private final Database database;
    private final Requests requests;
    private final Clock clock;
    private final Telemetry telemetry;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "desk housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    protected Housekeeping() {
        this(null, null, null, null);
    }

    @Inject
    public Housekeeping(Database database, Requests requests, Clock clock, Telemetry telemetry) {
        this.database = database;
        this.requests = requests;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    void start(
            @Observes @Priority(Platform.MIGRATE + 50) @Initialized(ApplicationScoped.class) Object event,
            Routines routines) {
        run();
        routines.every(Duration.ofDays(1), Duration.ofDays(1), timer, "desk housekeeping", this::run);
    }

    void run() {
        try (Telemetry.Span job = telemetry.job("desk housekeeping")) {
            try {
                job.set("months_made", makeMonths()).set("requests_forgotten", requests.forgetOld());
            } catch (RuntimeException e) {
                // tomorrow is early enough: a year of months is ahead
                job.fail(e);
            }
        }
    }

    private long makeMonths() {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            sql.run("UPDATE feed_day SET locked = locked WHERE false");
            return sql.rows(
                            "SELECT make_months(CAST(?1 AS date))",
                            clock.instant().atZone(ZoneOffset.UTC).toLocalDate())
                    .get(0)
                    .number(0);
        });
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
