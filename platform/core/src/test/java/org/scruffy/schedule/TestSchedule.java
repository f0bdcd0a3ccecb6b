package org.scruffy.schedule;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.spi.schedule.Feed;

/** A schedule on a fresh database of a real PostgreSQL, shared by the tests of one run. */
public final class TestSchedule implements AutoCloseable {

    public final Database database;
    public final CountingDataSource source;
    public final List<ScheduleChanged> changes = Collections.synchronizedList(new ArrayList<>());
    public final Schedule schedule;
    public Instant now;

    public TestSchedule(Instant now) throws SQLException {
        this.now = now;
        source = new CountingDataSource(FreshDatabase.current());
        database = FreshDatabase.on(source);
        schedule = new Schedule(database, clock(), event());
        source.forget();
    }

    public Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }

    /** Takes one week of every feed of a station over, as the import does. */
    public void take(TestStation station, LocalDate monday) {
        database.change(em -> new Stations(new Sql(em)).follow(station.station()));
        for (Feed feed : station.station().feeds()) {
            database.change(em -> {
                Sql sql = new Sql(em);
                FeedRow row = FeedRow.named(sql, station.station().callSign(), feed.name(), monday)
                        .get(0);
                WeekIntake intake = new WeekIntake(sql);
                intake.follow(station.week(station.station(), feed, monday));
                intake.take(row.id(), row.week(monday), station.week(station.station(), feed, monday));
            });
        }
        source.forget();
    }

    public List<String> column(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                var statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        }
    }

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    public Event<ScheduleChanged> event() {
        return (Event<ScheduleChanged>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    changes.add((ScheduleChanged) arguments[0]);
                    return null;
                });
    }

    @Override
    public void close() {
        database.close();
    }
}
