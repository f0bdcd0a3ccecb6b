package org.scruffy.spi.scte35;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A splice descriptor (SCTE 35 2022b, section 10). */
public sealed interface SpliceDescriptor {

    /** The splice_descriptor_tag, 0 to 255. */
    int tag();

    /** Names an avail (section 10.3.1), 32 bits. */
    record Avail(long providerAvailId) implements SpliceDescriptor {
        @Override
        public int tag() {
            return 0x00;
        }
    }

    /**
     * Tones for older receivers (section 10.3.2).
     *
     * @param preroll how long before the splice they end
     * @param tones digits, * and #
     */
    record Dtmf(Duration preroll, String tones) implements SpliceDescriptor {
        @Override
        public int tag() {
            return 0x01;
        }
    }

    /**
     * What begins or ends at the time of the command (section 10.3.3).
     *
     * @param id which event, 32 bits
     * @param cancelled the event is off; nothing else is said then
     * @param idFollowsTheStandard whether the id is as section 9.9.3 wants it
     * @param restrictions where delivery is restricted
     * @param components elementary streams that it is about; empty where it is about the whole program
     * @param ticks how long, 90 kHz, 40 bits; empty where that is not said
     * @param upids what it is about; several where the message holds a list (MID)
     * @param typeId the segmentation_type_id, table 23: 0x30 begins a provider's advertisement
     * @param segment which segment of a collection this is, and how many there are
     * @param subSegment the same within the segment; empty where the message does not go on so far
     */
    record Segmentation(
            long id,
            boolean cancelled,
            boolean idFollowsTheStandard,
            Optional<Restrictions> restrictions,
            List<Component> components,
            OptionalLong ticks,
            List<Upid> upids,
            int typeId,
            Count segment,
            Optional<Count> subSegment)
            implements SpliceDescriptor {

        public Segmentation {
            components = List.copyOf(components);
            upids = List.copyOf(upids);
        }

        static Segmentation cancelled(long id, boolean idFollowsTheStandard) {
            return new Segmentation(
                    id,
                    true,
                    idFollowsTheStandard,
                    Optional.empty(),
                    List.of(),
                    OptionalLong.empty(),
                    List.of(),
                    0,
                    new Count(0, 0),
                    Optional.empty());
        }

        @Override
        public int tag() {
            return 0x02;
        }

        public Optional<Duration> length() {
            return ticks.isPresent() ? Optional.of(SpliceInfo.ticks(ticks.getAsLong())) : Optional.empty();
        }

        /**
         * @param devices device_restrictions: 0, 1 and 2 restrict a group of devices, 3 none
         */
        public record Restrictions(
                boolean webDeliveryAllowed, boolean noRegionalBlackout, boolean archiveAllowed, int devices) {}

        /** @param ptsOffset added to the time of the command, 90 kHz, 33 bits */
        public record Component(int tag, long ptsOffset) {}

        /**
         * @param type the segmentation_upid_type, table 22: 3 is an Ad-ID, 8 an AiringID
         * @param bytes in hexadecimal digits
         * @param text where it is a name in printable ASCII, else empty
         */
        public record Upid(int type, String bytes, String text) {}

        public record Count(int number, int expected) {}
    }

    /**
     * The time of day at the encoder (section 10.3.4).
     *
     * @param taiSeconds since 1970-01-01 in atomic time, 48 bits
     * @param nanos of the second, 32 bits
     * @param utcOffset how many seconds atomic time is ahead of UTC, 16 bits
     */
    record Time(long taiSeconds, long nanos, int utcOffset) implements SpliceDescriptor {
        @Override
        public int tag() {
            return 0x03;
        }

        public Instant instant() {
            return Instant.ofEpochSecond(taiSeconds - utcOffset, nanos);
        }
    }

    /** Which sounds there are (section 10.3.5). */
    record Audio(List<Component> components) implements SpliceDescriptor {

        public Audio {
            components = List.copyOf(components);
        }

        @Override
        public int tag() {
            return 0x04;
        }

        /**
         * @param language ISO 639-2/B, three letters
         * @param bitStreamMode as in ATSC A/52, 0 to 7
         * @param channels as in ATSC A/52, 0 to 15
         */
        public record Component(int tag, String language, int bitStreamMode, int channels, boolean fullService) {}
    }

    /**
     * A descriptor of a reserved tag, of somebody else, or one that contradicts its own length.
     *
     * @param identifier whose, 32 bits: 0x43554549, "CUEI", is the standard's own
     * @param bytes the rest in hexadecimal digits
     */
    record Unread(int tag, long identifier, String bytes) implements SpliceDescriptor {}
}
