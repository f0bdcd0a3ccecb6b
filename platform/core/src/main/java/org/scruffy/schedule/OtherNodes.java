package org.scruffy.schedule;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Platform;

/**
 * Tells the other nodes on this database what changed here, and fires here what changed there, by LISTEN and NOTIFY of PostgreSQL.
 * Nobody waits for it: it tells on a thread of its own and listens on another, with one connection outside the pool. When that
 * connection was lost, the revisions of all weeks say what was missed meanwhile.
 */
@ApplicationScoped
public class OtherNodes {

    private static final Logger LOG = Logger.getLogger(OtherNodes.class.getName());
    private static final String CHANNEL = "schedule_changed";
    private static final int LISTEN_MILLIS = 10_000;
    private static final int PAUSE_MILLIS = 1_000;
    private static final int MOST_UNTOLD = 1_000;

    private static final String REVISIONS = """
            SELECT s.call_sign, f.name, w.week_start, w.revision
            FROM feed_week w JOIN feed f ON f.id = w.feed_id JOIN station s ON s.id = f.station_id
            """;

    private record WeekOf(String callSign, String feed, LocalDate monday) {}

    private final Database database;
    private final Event<ScheduleChanged> changes;
    private final String node = UUID.randomUUID().toString();
    private final ExecutorService teller = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_UNTOLD),
            work -> daemon(work, "tells other nodes"),
            new ThreadPoolExecutor.DiscardOldestPolicy());
    private final Thread listener = daemon(this::listen, "listens to other nodes");
    private volatile Connection connection;
    private volatile boolean stopped;
    private Map<WeekOf, Long> known;

    protected OtherNodes() {
        this(null, null);
    }

    @Inject
    public OtherNodes(Database database, Event<ScheduleChanged> changes) {
        this.database = database;
        this.changes = changes;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    void start(@Observes @Priority(Platform.IMPORT_SCHEDULE) @Initialized(ApplicationScoped.class) Object event) {
        start();
    }

    void start() {
        listener.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        teller.shutdownNow();
        Connection open = connection;
        try {
            if (open != null) {
                open.abort(Runnable::run); // closing would wait for what is listened to
            }
        } catch (SQLException e) {
            LOG.log(Level.FINE, "The connection was lost before", e);
        }
    }

    /** What came from another node is not told again. */
    void changed(@Observes ScheduleChanged change) {
        if (Thread.currentThread() != listener && !stopped) {
            String words = words(change);
            teller.execute(() -> tell(words));
        }
    }

    private void tell(String words) {
        try {
            database.read(em -> new Sql(em).rows("SELECT CAST(pg_notify(?1, ?2) AS text)", CHANNEL, words));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The other nodes were not told of " + words);
        }
    }

    private String words(ScheduleChanged change) {
        return Json.createObjectBuilder()
                .add("node", node)
                .add("station", change.callSign())
                .add("feed", change.feed())
                .add("week", change.monday().map(LocalDate::toString).orElse(""))
                .add("revision", change.revision())
                .add("actor", change.actor())
                .add("label", change.label())
                .build()
                .toString();
    }

    // on the thread that listens

    private void listen() {
        while (!stopped) {
            try (Connection open = database.connect()) {
                connection = open;
                try (PreparedStatement listen = open.prepareStatement("LISTEN " + CHANNEL)) {
                    listen.execute();
                }
                catchUp(open);
                while (!stopped) {
                    hear(open.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS));
                }
            } catch (SQLException e) {
                if (!stopped) {
                    LOG.log(Level.WARNING, "The other nodes are not heard; trying again: " + e.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(PGNotification[] told) {
        if (told == null) {
            return;
        }
        for (PGNotification one : told) {
            hear(one.getParameter());
        }
    }

    private void hear(String words) {
        try (JsonReader reader = Json.createReader(new StringReader(words))) {
            JsonObject told = reader.readObject();
            String week = told.getString("week");
            ScheduleChanged change = new ScheduleChanged(
                    told.getString("station"),
                    told.getString("feed"),
                    week.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(week)),
                    told.getJsonNumber("revision").longValue(),
                    told.getString("actor"),
                    told.getString("label"));
            change.monday()
                    .ifPresent(monday -> known.merge(
                            new WeekOf(change.callSign(), change.feed(), monday), change.revision(), Math::max));
            if (!told.getString("node").equals(node)) {
                fire(change);
            }
        } catch (JsonException | NullPointerException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "What was told cannot be read: " + words, e);
        }
    }

    /** One who cannot hear it keeps nobody else from it. */
    private void fire(ScheduleChanged change) {
        try {
            changes.fire(change);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "Somebody failed at " + change);
        }
    }

    /** Fires what changed since it was last listened. */
    private void catchUp(Connection open) throws SQLException {
        Map<WeekOf, Long> now = new HashMap<>();
        try (PreparedStatement revisions = open.prepareStatement(REVISIONS);
                ResultSet rows = revisions.executeQuery()) {
            while (rows.next()) {
                WeekOf week = new WeekOf(rows.getString(1), rows.getString(2), LocalDate.parse(rows.getString(3)));
                now.put(week, rows.getLong(4));
            }
        }
        Map<WeekOf, Long> before = known == null ? now : known;
        known = now;
        Map.copyOf(now).forEach((week, revision) -> {
            if (before.getOrDefault(week, 0L) < revision) {
                fire(new ScheduleChanged(week.callSign(), week.feed(), Optional.of(week.monday()), revision, "", ""));
            }
        });
    }
}
