package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What comes of a template where it is applied to a week.
 *
 * @param week its Monday
 * @param airings what the template has for it, in air order
 */
public record TemplateWeekDocument(LocalDate week, List<Airing> airings) {

    /**
     * One program.
     *
     * @param fate {@code ADDED}: it is written into the week; {@code THERE}: the template wrote it before; {@code TAKEN}: something
     *     else airs at that time; {@code LOCKED}: its day is; {@code STARTED}: its time is over
     */
    public record Airing(Instant startsAt, Instant endsAt, String title, String fate) {

        @JsonbCreator
        public Airing {}
    }

    @JsonbCreator
    public TemplateWeekDocument {
        airings = List.copyOf(airings);
    }
}
