package org.scruffy.spi.scte35;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A splice_info_section (SCTE 35 2022b, section 9.6).
 *
 * @param sapType the type of stream access point at the splice, 0 to 3; 3 where the message does not say
 * @param encryption the encryption_algorithm, 0 to 63; empty where the packet is not encrypted
 * @param ptsAdjustment added to every time in the message, 90 kHz, 33 bits; {@link #adjusted} does so
 * @param cwIndex which control word decrypts it, 0 to 255
 * @param tier the authorization tier, 0 to 4095; 4095 means everybody
 * @param command what is to be done; of an encrypted packet it is {@link SpliceCommand.Unread}
 * @param descriptors in the order they stand; empty in an encrypted packet
 */
public record SpliceInfo(
        int sapType,
        Optional<Integer> encryption,
        long ptsAdjustment,
        int cwIndex,
        int tier,
        SpliceCommand command,
        List<SpliceDescriptor> descriptors) {

    /** A time is a number of 33 bits and begins anew after some 26.5 hours (section 9.6.1, "carry shall be ignored"). */
    private static final long PTS_MASK = (1L << 33) - 1;

    public SpliceInfo {
        descriptors = List.copyOf(descriptors);
    }

    /**
     * What became of a section that was read.
     *
     * @param info the section, empty where it was refused
     * @param refusal why it was refused, as the end of a sentence about it; empty where it was not
     */
    public record Reading(Optional<SpliceInfo> info, String refusal) {

        static Reading of(SpliceInfo info) {
            return new Reading(Optional.of(info), "");
        }

        static Reading refused(String why) {
            return new Reading(Optional.empty(), why);
        }
    }

    /**
     * Reads a binary section. Strict about its frame (table_id, length, CRC_32) and lenient inside: a command or a descriptor
     * that contradicts its own length comes as {@link SpliceCommand.Unread} or {@link SpliceDescriptor.Unread}. Bytes after
     * the section are left alone. Never throws.
     */
    public static Reading read(byte[] section) {
        return SectionReader.read(section);
    }

    /**
     * Reads a section as text: base64, with or without its padding, of either alphabet; or hexadecimal digits, with or without
     * {@code 0x} before them. Never throws.
     */
    public static Reading read(String text) {
        return SectionText.bytes(text)
                .map(SpliceInfo::read)
                .orElseGet(() -> Reading.refused("is neither base64 nor hexadecimal"));
    }

    /** A time of this message as the stream counts it: 90 kHz, modulo 2^33. */
    public long adjusted(long pts) {
        return (pts + ptsAdjustment) & PTS_MASK;
    }

    /** When the command is to be carried out, adjusted; empty where that is at once, or is not said by a time of the stream. */
    public OptionalLong at() {
        return command.pts().isPresent()
                ? OptionalLong.of(adjusted(command.pts().getAsLong()))
                : OptionalLong.empty();
    }

    /** A number of 90 kHz ticks as time, to the nanosecond. */
    static Duration ticks(long ticks) {
        return Duration.ofSeconds(ticks / 90_000, ticks % 90_000 * 100_000 / 9);
    }
}
