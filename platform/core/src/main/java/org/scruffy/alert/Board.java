package org.scruffy.alert;

import java.time.Instant;
import java.util.List;

/**
 * Questions about events that are looked at together.
 *
 * @param owner who made it
 * @param updated when it was changed last
 */
public record Board(String id, Said said, String owner, Instant updated) {

    /** How the answer of a panel is shown. */
    public enum Shown {
        LINE,
        TABLE,
        HEATMAP
    }

    /**
     * A question of a board.
     *
     * @param address what Explore's address had after its question mark
     * @param specification the query as {@code POST /api/v1/query} takes it, without its time: a JSON object
     */
    public record Panel(String title, String address, String specification, Shown shown) {}

    /**
     * What people say of it.
     *
     * @param station a call sign, {@code *} for everywhere
     * @param shared whether others see it
     * @param presets columns that whoever looks may filter all panels by
     */
    public record Said(
            String name, String description, String station, boolean shared, List<Panel> panels, List<String> presets) {

        public Said {
            panels = List.copyOf(panels);
            presets = List.copyOf(presets);
        }
    }
}
