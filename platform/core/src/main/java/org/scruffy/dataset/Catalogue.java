package org.scruffy.dataset;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.database.Database;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Telemetry;
import org.scruffy.telemetry.EventWatch;
import org.scruffy.telemetry.wire.Dataset;

/**
 * Which columns the events of each dataset had. Events are looked up in memory; what is new goes to the database a few seconds later,
 * all of it in a few statements. A node learns what others saw when it starts, and of each column as it writes it.
 */
@ApplicationScoped
public class Catalogue implements EventWatch {

    private static final Logger LOG = Logger.getLogger(Catalogue.class.getName());
    private static final int MOST_DATASETS = 1_000;
    private static final int MOST_COLUMNS = 100_000;
    private static final int LONGEST_REFUSAL = 10_000;
    private static final Duration PACE = Duration.ofSeconds(10);

    private final Database database;
    private final Clock clock;
    private final Map<String, Columns> datasets = new ConcurrentHashMap<>();
    private final AtomicInteger room = new AtomicInteger(MOST_COLUMNS);
    private final Object writing = new Object();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "catalogue");
        named.setDaemon(true);
        return named;
    });

    protected Catalogue() {
        this(null, null);
    }

    @Inject
    public Catalogue(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.OPEN_EVENTS - 1) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Telemetry telemetry) {
        read();
        routines.every(PACE, PACE, thread, "write catalogue", () -> write(telemetry));
    }

    private void read() {
        Map<String, Columns> known = database.read(em -> new CatalogueTable(em).all(room));
        datasets.putAll(known);
    }

    /** A run that has nothing to write is none. */
    void write(Telemetry telemetry) {
        synchronized (writing) {
            List<CatalogueTable.Line> lines = changes();
            if (lines.isEmpty()) {
                return;
            }
            try (Telemetry.Span job = telemetry.job("write catalogue")) {
                job.set("catalogue.lines", lines.size());
                try {
                    write(lines);
                } catch (RuntimeException e) {
                    job.fail(e);
                    LOG.log(Level.WARNING, "The catalogue of events is not written, trying again in " + PACE, e);
                }
            }
        }
    }

    @Override
    public Event admit(Event event) {
        String slug = event.text(Event.DATASET);
        if (slug.isEmpty()) {
            return event;
        }
        Columns columns = columns(slug);
        long now = clock.millis();
        columns.all().see(Column.Type.STRING, now);
        List<String> refused = new ArrayList<>(0);
        event.fields().forEach((name, value) -> {
            Column.Type type = Column.Type.of(value);
            columns.of(name, type).ifPresentOrElse(column -> column.see(type, now, value), () -> refused.add(name));
        });
        return refused.isEmpty() ? event : without(refused, event);
    }

    private Columns columns(String name) {
        Columns known = datasets.get(name);
        if (known != null) {
            return known;
        }
        String slug = Dataset.slug(name);
        if (datasets.size() >= MOST_DATASETS && !datasets.containsKey(slug)) {
            throw new IllegalArgumentException(
                    "Dataset '" + name + "' is new, and there are " + MOST_DATASETS + " already");
        }
        return datasets.computeIfAbsent(slug, one -> new Columns(room));
    }

    private static Event without(List<String> refused, Event event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        refused.forEach(fields::remove);
        String names = String.join(",", refused);
        fields.put(REFUSED_COLUMNS, names.substring(0, Math.min(names.length(), LONGEST_REFUSAL)));
        return new Event(event.time(), fields);
    }

    /** Brings what is new into the database; not for a replay, which reads what was there. */
    void write() {
        if (database.isReplaying()) {
            return;
        }
        synchronized (writing) {
            List<CatalogueTable.Line> lines = changes();
            if (!lines.isEmpty()) {
                write(lines);
            }
        }
    }

    private void write(List<CatalogueTable.Line> lines) {
        try {
            database.change(em -> new CatalogueTable(em).write(lines, clock.instant()));
        } catch (RuntimeException e) {
            lines.forEach(line -> line.seen().putBack());
            throw e;
        }
    }

    private List<CatalogueTable.Line> changes() {
        long now = clock.millis();
        List<CatalogueTable.Line> lines = new ArrayList<>();
        datasets.forEach((slug, columns) -> {
            if (columns.all().take(now)) {
                lines.add(new CatalogueTable.Line(slug, "", columns.all()));
            }
            columns.byName().forEach((name, column) -> {
                if (column.take(now)) {
                    lines.add(new CatalogueTable.Line(slug, name, column));
                }
            });
        });
        return lines;
    }

    /** A column made by hand, or whose type is said by hand; false where there is no room for it. */
    boolean declare(String slug, String name, Column.Type type) {
        Optional<Observed> column = columns(slug).of(name, type);
        column.ifPresent(made -> made.is(type));
        return column.isPresent();
    }

    /** Until the next event that has it there is no such column. */
    void forget(String slug, String name) {
        Optional.ofNullable(datasets.get(slug)).ifPresent(columns -> columns.remove(name));
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
