package org.scruffy.order;

import java.util.List;
import java.util.Locale;

/** Something that was asked for is not done, and nothing was changed. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why in general. */
    public enum Because {
        /** The values themselves are wrong. */
        INVALID,
        /** There is no such thing at this station. */
        UNKNOWN,
        /** It belongs to the network, not to this station. */
        NOT_YOURS,
        /** What is there already stands in the way. */
        CLASH,
        /** Somebody changed it in the meantime. */
        STALE,
        /** A file is too large. */
        TOO_LARGE,
        /** The disk is full. */
        NO_ROOM
    }

    private final Because because;
    private final transient List<Fault> faults;

    private Refused(Because because, String words, List<Fault> faults) {
        super(words);
        this.because = because;
        this.faults = List.copyOf(faults);
    }

    public Because because() {
        return because;
    }

    public List<Fault> faults() {
        return faults;
    }

    public static Refused invalid(List<Fault> faults) {
        Fault first = faults.get(0);
        String more = faults.size() == 1 ? "" : ", and " + (faults.size() - 1) + " more";
        return new Refused(
                Because.INVALID,
                first.field() + " is " + quoted(first.found()) + ", expected " + first.expected() + more,
                faults);
    }

    public static Refused invalid(String field, String found, String expected) {
        return invalid(List.of(new Fault(field, found, expected)));
    }

    /**
     * @param what for example order
     * @param id as it was asked for
     */
    public static Refused unknown(String what, String id) {
        return new Refused(
                Because.UNKNOWN,
                "There is no " + what + " " + quoted(id) + " at this station",
                List.of(new Fault(what, id, "one that the station has")));
    }

    public static Refused notYours(String what, String name) {
        return new Refused(
                Because.NOT_YOURS,
                "The " + what + " " + quoted(name)
                        + " belongs to the network or another station: changing it needs the role"
                        + " traffic at every station",
                List.of(new Fault("station", "this one", "the owner's")));
    }

    public static Refused clash(String words, String field, String found, String expected) {
        return new Refused(Because.CLASH, words, List.of(new Fault(field, found, expected)));
    }

    /**
     * @param what for example order
     * @param known version whoever asked has seen
     * @param current version there is
     */
    public static Refused stale(String what, int known, int current) {
        return new Refused(
                Because.STALE,
                "Somebody changed this " + what.toLowerCase(Locale.ROOT) + " in the meantime: it is at version "
                        + current + ", you have seen version " + known,
                List.of(new Fault("version", "" + known, "" + current)));
    }

    static Refused tooLarge(long limit) {
        return new Refused(
                Because.TOO_LARGE,
                "The file is larger than " + limit + " bytes, the most that scruffy.upload.max-bytes allows",
                List.of(new Fault("body", "more than " + limit + " bytes", "at most " + limit + " bytes")));
    }

    static Refused noRoom() {
        return new Refused(
                Because.NO_ROOM,
                "The disk is full: there is no room for this file",
                List.of(new Fault("body", "more than there is room for", "room on the disk")));
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "empty" : "'" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'";
    }
}
