package org.scruffy.order;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One thing that is wrong with what somebody asked for.
 *
 * @param field where, as the documents of the API name it
 * @param found in words
 * @param expected in words
 */
public record Fault(String field, String found, String expected) {

    /** Notes a day that no schedule will ever reach. */
    public static void year(String field, Optional<LocalDate> day, List<Fault> faults) {
        day.filter(one -> one.getYear() < 2000 || one.getYear() > 2999)
                .ifPresent(one -> faults.add(new Fault(field, one.toString(), "a day of the years 2000 to 2999")));
    }
}
