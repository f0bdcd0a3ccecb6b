package org.scruffy.report;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;

/** Says which creative a player has shown, by the folder of the segments that it played. */
@ApplicationScoped
public class ShownSpots {

    /**
     * @param media the folder: of a creative that came ready for the air, or of a copy that was conditioned
     * @param underwriter its name, empty for the station's own
     */
    public record ShownSpot(String media, String adId, String title, String underwriter) {}

    private final Database database;

    protected ShownSpots() {
        this(null);
    }

    @Inject
    public ShownSpots(Database database) {
        this.database = database;
    }

    /**
     * Those of the folders that are known, in one statement.
     *
     * @param stations the call signs whose own creatives may be told, {@code *} for all; those of no station always may
     */
    public List<ShownSpot> of(Collection<String> media, Collection<String> stations) {
        return database.read(em -> new Sql(em)
                .rows("""
                        SELECT DISTINCT ON (m.media) m.media, c.ad_id, c.title, u.name
                        FROM unnest(CAST(?1 AS text[])) AS m(media)
                        JOIN creative c ON split_part(c.media, '/', 1) = m.media
                             OR EXISTS (SELECT 1 FROM air_copy a WHERE a.creative_id = c.id AND a.folder = 'air/' || m.media)
                        LEFT JOIN station s ON s.id = c.station_id
                        LEFT JOIN underwriter u ON u.id = c.underwriter_id
                        WHERE c.station_id IS NULL OR s.call_sign = ANY(CAST(?2 AS text[])) OR '*' = ANY(CAST(?2 AS text[]))
                        ORDER BY m.media, c.id
                        """, media, stations).stream()
                        .map(row -> new ShownSpot(row.text(0), row.text(1), row.text(2), row.text(3)))
                        .toList());
    }
}
