package org.scruffy.spi.schedule;

/**
 * What airs in a timeslot.
 *
 * @param title the series or film
 * @param episode the episode's title, empty where there is none
 * @param nola the programme's code in public television, empty where there is none
 */
public record Program(String title, String episode, String nola) {

    public Program {
        if (title.isBlank()) {
            throw new IllegalArgumentException("A program needs a title");
        }
    }
}
