package org.scruffy.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What a template has for a week, in air order, and what comes of it where it is applied. */
public record TemplateWeek(LocalDate monday, List<Airing> airings) {

    /** What comes of a program. */
    public enum Fate {
        /** It is written into the week. */
        ADDED,
        /** The template wrote it before; what people made of it stays. */
        THERE,
        /** Something else airs at that time. */
        TAKEN,
        /** Its day is locked. */
        LOCKED,
        /** Its time is over. */
        STARTED
    }

    /** One program. */
    public record Airing(Instant start, Instant end, String title, Fate fate) {}

    public TemplateWeek {
        airings = List.copyOf(airings);
    }
}
