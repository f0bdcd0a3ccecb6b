package org.scruffy.spi.scte35;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A splice command (SCTE 35 2022b, section 9.7). Times are as they stand in the message: 90 kHz, before the adjustment. */
public sealed interface SpliceCommand {

    /** The splice_command_type, 0 to 255. */
    int type();

    /** When it is to be carried out; empty where that is at once, or is not said by a time of the stream. */
    default OptionalLong pts() {
        return OptionalLong.empty();
    }

    /** A heartbeat (section 9.7.1). */
    record Null() implements SpliceCommand {
        @Override
        public int type() {
            return 0x00;
        }
    }

    /** Announces events by the hour (section 9.7.2). */
    record Schedule(List<Event> events) implements SpliceCommand {

        public Schedule {
            events = List.copyOf(events);
        }

        /**
         * @param id which event, 32 bits
         * @param cancelled the event is off; nothing else is said then
         * @param outOfNetwork away from the network, or back to it
         * @param gpsSeconds when: seconds since 1980-01-06T00:00:00Z with leap seconds counted; empty where components say it
         * @param components elementary streams that are spliced each at their own time
         */
        public record Event(
                long id,
                boolean cancelled,
                boolean outOfNetwork,
                OptionalLong gpsSeconds,
                List<Component> components,
                Optional<BreakDuration> length,
                int programId,
                int avail,
                int avails) {

            public Event {
                components = List.copyOf(components);
            }

            static Event cancelled(long id) {
                return new Event(id, true, false, OptionalLong.empty(), List.of(), Optional.empty(), 0, 0, 0);
            }
        }

        @Override
        public int type() {
            return 0x04;
        }
    }

    /**
     * A splice (section 9.7.3).
     *
     * @param id which event, 32 bits; repeated messages repeat it
     * @param cancelled the event is off; nothing else is said then
     * @param outOfNetwork away from the network, or back to it
     * @param immediate at the next moment that will do
     * @param at when; empty where it is immediate, is not said, or components say it
     * @param components elementary streams that are spliced each at their own time
     * @param length how long the break is to be, where that is said
     * @param programId a number of the program, 16 bits
     * @param avail which avail of the program this is, 0 where that is not said
     * @param avails how many there are
     */
    record Insert(
            long id,
            boolean cancelled,
            boolean outOfNetwork,
            boolean immediate,
            OptionalLong at,
            List<Component> components,
            Optional<BreakDuration> length,
            int programId,
            int avail,
            int avails)
            implements SpliceCommand {

        public Insert {
            components = List.copyOf(components);
        }

        static Insert cancelled(long id) {
            return new Insert(id, true, false, false, OptionalLong.empty(), List.of(), Optional.empty(), 0, 0, 0);
        }

        @Override
        public int type() {
            return 0x05;
        }

        @Override
        public OptionalLong pts() {
            return at.isPresent()
                    ? at
                    : components.stream()
                            .flatMapToLong(component -> component.at().stream())
                            .findFirst();
        }
    }

    /** The time that descriptors speak of (section 9.7.4); empty means at once. */
    record TimeSignal(OptionalLong at) implements SpliceCommand {
        @Override
        public int type() {
            return 0x06;
        }

        @Override
        public OptionalLong pts() {
            return at;
        }
    }

    /** Bytes that keep bits of the stream free (section 9.7.5). */
    record BandwidthReservation() implements SpliceCommand {
        @Override
        public int type() {
            return 0x07;
        }
    }

    /**
     * Somebody's own command (section 9.7.6).
     *
     * @param identifier whose, 32 bits
     * @param bytes the rest in hexadecimal digits
     */
    record Private(long identifier, String bytes) implements SpliceCommand {
        @Override
        public int type() {
            return 0xFF;
        }
    }

    /**
     * A command of a reserved type, one that contradicts its own length, or one that is encrypted.
     *
     * @param bytes in hexadecimal digits
     */
    record Unread(int type, String bytes) implements SpliceCommand {}

    /**
     * One elementary stream.
     *
     * @param tag which, 0 to 255
     * @param at when: in a schedule as {@link Schedule.Event#gpsSeconds}, in a splice in 90 kHz; empty where it is not said
     */
    record Component(int tag, OptionalLong at) {}

    /**
     * @param autoReturn whether the network comes back by itself; otherwise the length is for the case that no message says so
     * @param ticks 90 kHz, 33 bits
     */
    record BreakDuration(boolean autoReturn, long ticks) {

        public Duration length() {
            return SpliceInfo.ticks(ticks);
        }
    }
}
