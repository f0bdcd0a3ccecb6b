package org.scruffy.asrun;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;

/** How exact each station wants to be; what {@link AsRunSettings#DEFAULT} says where it said nothing. */
@ApplicationScoped
public class AsRunSettingsTable {

    private final Database database;
    private final Clock clock;

    protected AsRunSettingsTable() {
        this(null, null);
    }

    @Inject
    public AsRunSettingsTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public AsRunSettings of(String callSign) {
        return database.read(em -> of(new Sql(em), callSign));
    }

    static AsRunSettings of(Sql sql, String callSign) {
        return sql.rows("""
                        SELECT a.late_ms, a.early_ms, a.short_ms, a.near_ms, a.paper
                        FROM as_run_settings a JOIN station s ON s.id = a.station_id WHERE s.call_sign = ?1
                        """, callSign).stream()
                .map(row -> new AsRunSettings(
                        row.length(0),
                        row.length(1),
                        row.length(2),
                        row.length(3),
                        AsRunSettings.Paper.valueOf(row.text(4))))
                .findFirst()
                .orElse(AsRunSettings.DEFAULT);
    }

    public void put(String callSign, AsRunSettings settings, String actor) {
        database.change(em -> {
            Sql sql = new Sql(em);
            long station = FeedAt.station(sql, callSign);
            String before = json(of(sql, callSign));
            sql.run(
                    """
                    INSERT INTO as_run_settings (station_id, late_ms, early_ms, short_ms, near_ms, paper)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                    ON CONFLICT (station_id) DO UPDATE SET late_ms = EXCLUDED.late_ms, early_ms = EXCLUDED.early_ms,
                        short_ms = EXCLUDED.short_ms, near_ms = EXCLUDED.near_ms, paper = EXCLUDED.paper
                    """,
                    station,
                    settings.late().toMillis(),
                    settings.early().toMillis(),
                    settings.missing().toMillis(),
                    settings.near().toMillis(),
                    settings.paper());
            Trail.of(sql, clock, actor, "")
                    .say(callSign, "put", "as_run_settings", station, before, json(settings), "");
        });
    }

    private static String json(AsRunSettings settings) {
        return "{\"late\":\"%s\",\"early\":\"%s\",\"missing\":\"%s\",\"near\":\"%s\",\"paper\":\"%s\"}"
                .formatted(settings.late(), settings.early(), settings.missing(), settings.near(), settings.paper());
    }
}
