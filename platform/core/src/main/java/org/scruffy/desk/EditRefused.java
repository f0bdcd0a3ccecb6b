package org.scruffy.desk;

import java.util.List;
import org.scruffy.rule.Conflict;

/** An edit was not done, and nothing of it is left; the message says why in words for people. */
public final class EditRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why in general. */
    public enum Because {
        /** A value is wrong in itself. */
        INVALID,
        /** There is no such thing at this station. */
        UNKNOWN,
        /** What is there already stands in the way. */
        CLASH,
        /** A rule does not allow it. */
        CONFLICT,
        /** The day, the break or the spot is locked. */
        LOCKED,
        /** It has gone on air, or is about to. */
        STARTED,
        /** Somebody changed it in the meantime. */
        STALE,
        /** It is not said which version is changed. */
        NO_VERSION,
        /** A request of that name asked for something else. */
        OTHER_REQUEST,
        /** A request of that name is under way. */
        IN_PROGRESS
    }

    private final Because because;
    private final String field;
    private final String found;
    private final String expected;
    private final transient List<Conflict> conflicts;

    private EditRefused(
            Because because, String words, String field, String found, String expected, List<Conflict> conflicts) {
        super(words);
        this.because = because;
        this.field = field;
        this.found = found;
        this.expected = expected;
        this.conflicts = List.copyOf(conflicts);
    }

    EditRefused(Because because, String words, String field, String found, String expected) {
        this(because, words, field, found, expected, List.of());
    }

    /** A value is wrong in itself. */
    public static EditRefused invalid(String field, Object found, String expected) {
        return new EditRefused(
                Because.INVALID, field + " is '" + found + "', expected " + expected, field, "" + found, expected);
    }

    /** There is no such thing at this station. */
    public static EditRefused unknown(String field, Object found) {
        return new EditRefused(
                Because.UNKNOWN,
                "There is no " + field + " '" + found + "' at this station",
                field,
                "" + found,
                "the id of a " + field + " of the station");
    }

    static EditRefused clash(String words, String field, Object found, String expected) {
        return new EditRefused(Because.CLASH, words, field, "" + found, expected);
    }

    static EditRefused conflict(List<Conflict> conflicts) {
        Conflict first = conflicts.get(0);
        String more = conflicts.size() == 1 ? "" : " (and " + (conflicts.size() - 1) + " more)";
        return new EditRefused(
                Because.CONFLICT,
                first.message() + more,
                first.rule(),
                first.severity().name(),
                first.severity() == org.scruffy.rule.Severity.WARN ? "no conflict, or a reason" : "no conflict",
                conflicts);
    }

    /** Compares the version that whoever asks has seen with the one there is. */
    static void ifStale(String what, long id, Integer seen, int now) {
        if (seen == null) {
            throw new EditRefused(
                    Because.NO_VERSION,
                    "It is not said which version of the " + what + " is changed",
                    "version",
                    "nothing",
                    "the version that you have seen");
        }
        if (seen != now) {
            throw new EditRefused(
                    Because.STALE,
                    "Somebody changed the " + what + " in the meantime: it is at version " + now
                            + ", you have seen version " + seen,
                    "version",
                    "" + seen,
                    "" + now);
        }
    }

    public Because because() {
        return because;
    }

    public String field() {
        return field;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }

    /** What the rules say against it; empty unless that is why. */
    public List<Conflict> conflicts() {
        return conflicts;
    }
}
