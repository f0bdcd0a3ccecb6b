package org.scruffy.error;

import java.time.Instant;

/** Errors of one group, station, build, service and hour, counted together; the example is the latest of them. */
record Sight(Failure example, Instant first, long events) {

    Sight with(Sight other) {
        Failure later = example.time().isBefore(other.example.time()) ? other.example : example;
        return new Sight(later, first.isBefore(other.first) ? first : other.first, events + other.events);
    }
}
