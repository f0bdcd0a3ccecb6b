package org.scruffy.spi.scte35;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a message says of a break that a station may fill.
 *
 * @param length how long the break is to be, zero where the message does not say
 * @param event names the event within the feed, for example {@code insert-448}; empty where there is none
 */
public record BreakMessage(Meaning meaning, Duration length, String event) {

    /** What becomes of the break. */
    public enum Meaning {
        OUT,
        IN,
        /** The event is off. */
        CANCELLED,
        /** It is about something else. */
        OTHER,
        /** Nobody can say what it is about. */
        UNREADABLE
    }

    /**
     * The segmentation types (SCTE 35 2022b, table 23) that begin what a station may replace: break, provider and distributor
     * advertisement, placement opportunity and ad block. Each one's end is the number after it.
     */
    public static final Set<Integer> BEGINNINGS = Set.of(0x22, 0x30, 0x32, 0x34, 0x36, 0x44, 0x46);

    private static final BreakMessage OTHER = new BreakMessage(Meaning.OTHER, Duration.ZERO, "");
    private static final BreakMessage UNREADABLE = new BreakMessage(Meaning.UNREADABLE, Duration.ZERO, "");

    /** @param text a section in base64 or hexadecimal digits; what is neither is {@link Meaning#UNREADABLE} */
    public static BreakMessage of(String text) {
        return of(text, BEGINNINGS);
    }

    /** @param beginnings the segmentation types that begin a break of this station */
    public static BreakMessage of(String text, Set<Integer> beginnings) {
        return SpliceInfo.read(text).info().map(info -> of(info, beginnings)).orElse(UNREADABLE);
    }

    /**
     * The meaning of a section. A splice_insert says itself whether it is out or in; a time_signal leaves it to the first of its
     * segmentation descriptors that is about a break.
     *
     * @param beginnings the segmentation types that begin a break of this station
     */
    public static BreakMessage of(SpliceInfo info, Set<Integer> beginnings) {
        if (info.command() instanceof SpliceCommand.Unread) {
            return UNREADABLE;
        }
        BreakMessage bySegments = info.descriptors().stream()
                .flatMap(descriptor -> segmentation(descriptor).stream())
                .map(segmentation -> of(segmentation, beginnings))
                .filter(message -> message.meaning != Meaning.OTHER)
                .findFirst()
                .orElse(OTHER);
        return info.command() instanceof SpliceCommand.Insert insert ? of(insert, bySegments) : bySegments;
    }

    private static Optional<SpliceDescriptor.Segmentation> segmentation(SpliceDescriptor descriptor) {
        return descriptor instanceof SpliceDescriptor.Segmentation segmentation
                ? Optional.of(segmentation)
                : Optional.empty();
    }

    private static BreakMessage of(SpliceCommand.Insert insert, BreakMessage bySegments) {
        String event = "insert-" + insert.id();
        if (insert.cancelled()) {
            return new BreakMessage(Meaning.CANCELLED, Duration.ZERO, event);
        }
        Duration length =
                insert.length().map(SpliceCommand.BreakDuration::length).orElse(bySegments.length);
        return insert.outOfNetwork()
                ? new BreakMessage(Meaning.OUT, length, event)
                : new BreakMessage(Meaning.IN, Duration.ZERO, event);
    }

    private static BreakMessage of(SpliceDescriptor.Segmentation segmentation, Set<Integer> beginnings) {
        String event = "segmentation-" + segmentation.id();
        if (segmentation.cancelled()) {
            return new BreakMessage(Meaning.CANCELLED, Duration.ZERO, event);
        }
        if (beginnings.contains(segmentation.typeId())) {
            return new BreakMessage(Meaning.OUT, segmentation.length().orElse(Duration.ZERO), event);
        }
        return beginnings.contains(segmentation.typeId() - 1)
                ? new BreakMessage(Meaning.IN, Duration.ZERO, event)
                : OTHER;
    }
}
