package org.scruffy.desk;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

/** What the database refuses, said as a clash: the last word where something came in by another way than the desk. */
final class Constraints {

    private static final String OVERLAP = "23P01";
    private static final String GONE = "23503";
    private static final String TWICE = "23505";
    private static final Set<String> LOST_A_RACE = Set.of("40001", "40P01");

    private Constraints() {}

    static <R> R named(Supplier<R> work) {
        try {
            return work.get();
        } catch (EditRefused e) {
            throw e;
        } catch (RuntimeException e) {
            SQLException cause = cause(e);
            if (cause == null) {
                throw e;
            }
            throw refused(cause, e);
        }
    }

    private static RuntimeException refused(SQLException cause, RuntimeException thrown) {
        String words = cause.getMessage();
        if (OVERLAP.equals(cause.getSQLState())) {
            return EditRefused.clash("It overlaps another slot: " + words, "slot", words, "a time that no other has");
        }
        if (TWICE.equals(cause.getSQLState())) {
            return words.contains("command_pkey")
                    ? EditRefused.clash("This was carried out already", "Idempotency-Key", "used", "a new one")
                    : EditRefused.clash("It takes a place that is taken: " + words, "position", words, "a free one");
        }
        if (GONE.equals(cause.getSQLState())) {
            return EditRefused.clash("Something it needs is not there any more: " + words, "id", "gone", "there");
        }
        if (LOST_A_RACE.contains(cause.getSQLState())) {
            return EditRefused.clash("Somebody else was quicker; try again", "edits", "at the same time", "alone");
        }
        return thrown;
    }

    private static SQLException cause(Throwable thrown) {
        for (Throwable one = thrown; one != null; one = one.getCause()) {
            if (one instanceof SQLException cause && cause.getSQLState() != null) {
                return cause;
            }
        }
        return null;
    }
}
