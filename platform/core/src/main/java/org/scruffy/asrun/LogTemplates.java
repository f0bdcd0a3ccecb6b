package org.scruffy.asrun;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/** The templates of logs: those that are shipped, and each station's own, which come before shipped ones of the same name. */
@ApplicationScoped
public class LogTemplates {

    private final Database database;
    private final Clock clock;

    protected LogTemplates() {
        this(null, null);
    }

    @Inject
    public LogTemplates(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What a station may read logs with, by name. */
    public List<LogTemplate> all(String callSign) {
        return database.read(em -> rows(new Sql(em), callSign, ""));
    }

    static LogTemplate named(Sql sql, String callSign, String name) {
        return rows(sql, callSign, name).stream()
                .findFirst()
                .orElseThrow(() -> AsRunProblem.bad(
                        "template",
                        name,
                        "one of: "
                                + String.join(
                                        ", ",
                                        rows(sql, callSign, "").stream()
                                                .map(LogTemplate::name)
                                                .toList())));
    }

    private static List<LogTemplate> rows(Sql sql, String callSign, String name) {
        return sql.rows("""
                        SELECT DISTINCT ON (t.name) t.name, t.title, CAST(t.content AS text)
                        FROM log_template t LEFT JOIN station s ON s.id = t.station_id
                        WHERE (t.station_id IS NULL OR s.call_sign = ?1) AND (?2 = '' OR t.name = ?2)
                        ORDER BY t.name, t.station_id NULLS LAST
                        """, callSign, name).stream()
                .map(LogTemplates::template)
                .toList();
    }

    private static LogTemplate template(Row row) {
        return LogTemplate.of(row.text(0), row.text(1), row.text(2));
    }

    /**
     * Writes a template of a station, in place of its own of that name.
     *
     * @param json as {@link LogTemplate#toJson} writes it
     * @throws AsRunProblem where it is no template
     */
    public LogTemplate put(String callSign, String name, String title, String json, String actor) {
        LogTemplate template = LogTemplate.of(name, title, json);
        LogDates.of(template.date(), java.time.LocalDate.EPOCH);
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("""
                    INSERT INTO log_template (station_id, name, title, content) VALUES (?1, ?2, ?3, CAST(?4 AS jsonb))
                    ON CONFLICT (station_id, name) DO UPDATE SET title = EXCLUDED.title, content = EXCLUDED.content
                    """, FeedAt.station(sql, callSign), name, template.title(), template.toJson());
            Trail.of(sql, clock, actor, "")
                    .say(callSign, "put", "log_template", id(sql, callSign, name), "", template.toJson(), "");
        });
        return template;
    }

    /** Takes a station's own template away; a shipped one of that name is there again. */
    public void delete(String callSign, String name, String actor) {
        database.change(em -> {
            Sql sql = new Sql(em);
            long id = id(sql, callSign, name);
            sql.run("DELETE FROM log_template WHERE id = ?1", id);
            Trail.of(sql, clock, actor, "").say(callSign, "delete", "log_template", id, "", "", "");
        });
    }

    private static long id(Sql sql, String callSign, String name) {
        return sql
                .rows(
                        "SELECT t.id FROM log_template t JOIN station s ON s.id = t.station_id WHERE s.call_sign = ?1 AND t.name = ?2",
                        callSign,
                        name)
                .stream()
                .findFirst()
                .orElseThrow(() -> AsRunProblem.unknown("template of its own", name))
                .number(0);
    }
}
