package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.Instant;
import java.util.List;

/**
 * What people did at a station, latest first.
 *
 * @param next what to give as {@code after} for the next page; left out at the end
 */
public record CommandsPage(List<Command> commands, String next) {

    /** @param undone whether it is taken back at the moment */
    public record Command(String id, Instant at, String actor, String label, boolean undone) {

        @JsonbCreator
        public Command {}
    }

    @JsonbCreator
    public CommandsPage {
        commands = List.copyOf(commands);
    }
}
