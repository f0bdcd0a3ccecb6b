package org.scruffy.exchange;

import jakarta.enterprise.event.Event;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scruffy.Silence;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Editor;
import org.scruffy.plugin.TestFormats;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.ScheduleChanged;

/** The exchange of one station, KSCR in New York with a feed main, on a database of its own. */
final class Office implements AutoCloseable {

    static final Editor ANNA = new Editor("anna", false);

    final Database database;
    final List<ScheduleChanged> changes = new ArrayList<>();
    final TestFormats formats;
    final Desk desk;
    final Imports imports;
    final Exports exports;
    final Schedule schedule;

    Office(Database database, Clock clock) {
        this.database = database;
        Lines lines = new Lines();
        formats = new TestFormats(lines, lines, clock);
        schedule = new Schedule(database, clock, event());
        desk = new Desk(database, clock, new Silence(), event(), new Rules());
        imports = new Imports(formats, database, clock, new Silence(), desk);
        exports = new Exports(formats, database, schedule);
    }

    @SuppressWarnings("unchecked")
    private Event<ScheduleChanged> event() {
        return (Event<ScheduleChanged>) Proxy.newProxyInstance(
                Office.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                    changes.add((ScheduleChanged) arguments[0]);
                    return null;
                });
    }

    Office withStation() {
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("INSERT INTO station (call_sign, name, zone) VALUES ('KSCR', 'Scruffy', 'America/New_York')");
            sql.run("INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by)"
                    + " SELECT id, 'main', 'KSCR Main', 'MAIN', zone, 'http://localhost:1/m.m3u8', 'CUES', 'PERSON'"
                    + " FROM station");
        });
        return this;
    }

    ImportFile read(boolean replace, String... lines) {
        String file = String.join("\n", lines);
        return read(replace, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), file.length());
    }

    ImportFile read(boolean replace, InputStream file, long bytes) {
        return imports.read(
                new Imports.Brought("KSCR", "main", "lines", "C:\\log\\week.txt", bytes, replace, Map.of(), "anna"),
                file);
    }

    ImportFile commit(ImportFile file) {
        return commit(file, new Imports.Terms("", false, "a test"));
    }

    ImportFile commit(ImportFile file, Imports.Terms terms) {
        return imports.commit("KSCR", file.id(), terms, ANNA);
    }

    long count(String table) {
        return database.read(
                em -> new Sql(em).rows("SELECT count(*) FROM " + table).get(0).number(0));
    }

    @Override
    public void close() {
        formats.close();
        database.close();
    }
}
