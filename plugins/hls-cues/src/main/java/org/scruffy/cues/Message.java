package org.scruffy.cues;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.scruffy.spi.scte35.SpliceCommand;
import org.scruffy.spi.scte35.SpliceDescriptor;
import org.scruffy.spi.scte35.SpliceInfo;

/**
 * What an SCTE 35 message says of a break.
 *
 * @param length how long the break is to be, zero where the message does not say
 * @param event names the event within the feed, empty where there is none
 */
record Message(Meaning meaning, Duration length, String event) {

    enum Meaning {
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
    private static final Set<Integer> BEGINS = Set.of(0x22, 0x30, 0x32, 0x34, 0x36, 0x44, 0x46);

    private static final Message OTHER = new Message(Meaning.OTHER, Duration.ZERO, "");
    private static final Message UNREADABLE = new Message(Meaning.UNREADABLE, Duration.ZERO, "");

    /** @param text a section in base64 or hexadecimal digits */
    static Message of(String text) {
        Optional<SpliceInfo> info = SpliceInfo.read(text).info();
        if (info.isEmpty()) {
            return UNREADABLE;
        }
        SpliceCommand command = info.get().command();
        if (command instanceof SpliceCommand.Unread) {
            return UNREADABLE;
        }
        Message bySegments = info.get().descriptors().stream()
                .filter(SpliceDescriptor.Segmentation.class::isInstance)
                .map(descriptor -> of((SpliceDescriptor.Segmentation) descriptor))
                .filter(message -> message.meaning != Meaning.OTHER)
                .findFirst()
                .orElse(OTHER);
        return command instanceof SpliceCommand.Insert insert ? of(insert, bySegments) : bySegments;
    }

    private static Message of(SpliceCommand.Insert insert, Message bySegments) {
        String event = "insert-" + insert.id();
        if (insert.cancelled()) {
            return new Message(Meaning.CANCELLED, Duration.ZERO, event);
        }
        Duration length =
                insert.length().map(SpliceCommand.BreakDuration::length).orElse(bySegments.length);
        return insert.outOfNetwork()
                ? new Message(Meaning.OUT, length, event)
                : new Message(Meaning.IN, Duration.ZERO, event);
    }

    private static Message of(SpliceDescriptor.Segmentation segmentation) {
        String event = "segmentation-" + segmentation.id();
        if (segmentation.cancelled()) {
            return new Message(Meaning.CANCELLED, Duration.ZERO, event);
        }
        if (BEGINS.contains(segmentation.typeId())) {
            return new Message(Meaning.OUT, segmentation.length().orElse(Duration.ZERO), event);
        }
        return BEGINS.contains(segmentation.typeId() - 1) ? new Message(Meaning.IN, Duration.ZERO, event) : OTHER;
    }
}
