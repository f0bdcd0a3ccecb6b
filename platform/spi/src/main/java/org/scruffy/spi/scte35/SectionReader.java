package org.scruffy.spi.scte35;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.scruffy.spi.scte35.SpliceDescriptor.Audio;
import org.scruffy.spi.scte35.SpliceDescriptor.Segmentation;
import org.scruffy.spi.scte35.SpliceInfo.Reading;

/** Reads sections as their syntax tables say; the numbers in comments are those of SCTE 35 2022b. */
final class SectionReader {

    private static final int TABLE_ID = 0xFC;
    private static final int BEFORE_LENGTH = 3;
    private static final int SHORTEST = 17;
    private static final int CRC = 4;
    private static final int UNKNOWN_LENGTH = 0xFFF;
    private static final long CUEI = 0x43554549;
    private static final int MID = 0x0D;

    private SectionReader() {}

    static Reading read(byte[] bytes) {
        if (bytes.length < BEFORE_LENGTH + SHORTEST) {
            return Reading.refused(
                    "is cut off: " + bytes.length + " bytes, the shortest section has " + (BEFORE_LENGTH + SHORTEST));
        }
        Bits bits = new Bits(bytes, 0, bytes.length);
        int table = bits.small(8);
        if (table != TABLE_ID) {
            return Reading.refused("is no splice_info_section: its table_id is 0x%02x, expected 0xfc".formatted(table));
        }
        bits.skip(2);
        int sapType = bits.small(2);
        int length = bits.small(12);
        int end = BEFORE_LENGTH + length;
        if (length < SHORTEST || end > bytes.length) {
            return Reading.refused("says that it has " + length + " bytes after its length, and has "
                    + (bytes.length - BEFORE_LENGTH));
        }
        if (SectionCrc.of(bytes, 0, end) != 0) {
            return Reading.refused("has a wrong CRC_32");
        }
        return Reading.of(section(bytes, end - CRC, sapType));
    }

    private static SpliceInfo section(byte[] bytes, int end, int sapType) {
        Bits bits = new Bits(bytes, BEFORE_LENGTH, end);
        bits.skip(8);
        boolean encrypted = bits.flag();
        int algorithm = bits.small(6);
        long adjustment = bits.number(33);
        int cwIndex = bits.small(8);
        int tier = bits.small(12);
        int length = bits.small(12);
        int type = bits.small(8);
        if (encrypted) {
            // 9.6.1: all from the command's type on is encrypted
            SpliceCommand unread = new SpliceCommand.Unread(type, bits.hex());
            return new SpliceInfo(sapType, Optional.of(algorithm), adjustment, cwIndex, tier, unread, List.of());
        }
        SpliceCommand command = length == UNKNOWN_LENGTH ? commandOfAnyLength(type, bits) : command(type, bits, length);
        return new SpliceInfo(sapType, Optional.empty(), adjustment, cwIndex, tier, command, descriptors(bits));
    }

    private static SpliceCommand command(int type, Bits section, int length) {
        Bits bits = section.stretch(length);
        String raw = bits.rest();
        SpliceCommand command = command(type, bits);
        return bits.whole() ? command : new SpliceCommand.Unread(type, raw);
    }

    /** 9.6.1: encoders of before 2017 leave the length out; the command's own syntax says where it ends. */
    private static SpliceCommand commandOfAnyLength(int type, Bits section) {
        String raw = section.rest();
        SpliceCommand command = command(type, section);
        return section.whole() ? command : new SpliceCommand.Unread(type, raw);
    }

    private static SpliceCommand command(int type, Bits bits) {
        return switch (type) {
            case 0x00 -> new SpliceCommand.Null();
            case 0x04 -> schedule(bits);
            case 0x05 -> insert(bits);
            case 0x06 -> new SpliceCommand.TimeSignal(time(bits));
            case 0x07 -> new SpliceCommand.BandwidthReservation();
            case 0xFF -> new SpliceCommand.Private(bits.number(32), bits.hex());
            default -> new SpliceCommand.Unread(type, bits.hex());
        };
    }

    /** 9.7.2 */
    private static SpliceCommand schedule(Bits bits) {
        List<SpliceCommand.Schedule.Event> events = new ArrayList<>();
        int count = bits.small(8);
        for (int i = 0; i < count && bits.whole(); i++) {
            events.add(event(bits));
        }
        return new SpliceCommand.Schedule(events);
    }

    private static SpliceCommand.Schedule.Event event(Bits bits) {
        long id = bits.number(32);
        boolean cancelled = bits.flag();
        bits.skip(7);
        if (cancelled) {
            return SpliceCommand.Schedule.Event.cancelled(id);
        }
        boolean out = bits.flag();
        boolean program = bits.flag();
        boolean timed = bits.flag();
        bits.skip(5);
        OptionalLong at = program ? OptionalLong.of(bits.number(32)) : OptionalLong.empty();
        List<SpliceCommand.Component> components = new ArrayList<>();
        int count = program ? 0 : bits.small(8);
        for (int i = 0; i < count && bits.whole(); i++) {
            components.add(new SpliceCommand.Component(bits.small(8), OptionalLong.of(bits.number(32))));
        }
        Optional<SpliceCommand.BreakDuration> length = timed ? Optional.of(breakDuration(bits)) : Optional.empty();
        return new SpliceCommand.Schedule.Event(
                id, false, out, at, components, length, bits.small(16), bits.small(8), bits.small(8));
    }

    /** 9.7.3 */
    private static SpliceCommand insert(Bits bits) {
        long id = bits.number(32);
        boolean cancelled = bits.flag();
        bits.skip(7);
        if (cancelled) {
            return SpliceCommand.Insert.cancelled(id);
        }
        boolean out = bits.flag();
        boolean program = bits.flag();
        boolean timed = bits.flag();
        boolean immediate = bits.flag();
        bits.skip(4);
        OptionalLong at = program && !immediate ? time(bits) : OptionalLong.empty();
        List<SpliceCommand.Component> components = new ArrayList<>();
        int count = program ? 0 : bits.small(8);
        for (int i = 0; i < count && bits.whole(); i++) {
            components.add(new SpliceCommand.Component(bits.small(8), immediate ? OptionalLong.empty() : time(bits)));
        }
        Optional<SpliceCommand.BreakDuration> length = timed ? Optional.of(breakDuration(bits)) : Optional.empty();
        return new SpliceCommand.Insert(
                id, false, out, immediate, at, components, length, bits.small(16), bits.small(8), bits.small(8));
    }

    /** 9.8.1 */
    private static OptionalLong time(Bits bits) {
        boolean specified = bits.flag();
        bits.skip(specified ? 6 : 7);
        return specified ? OptionalLong.of(bits.number(33)) : OptionalLong.empty();
    }

    /** 9.8.2 */
    private static SpliceCommand.BreakDuration breakDuration(Bits bits) {
        boolean autoReturn = bits.flag();
        bits.skip(6);
        return new SpliceCommand.BreakDuration(autoReturn, bits.number(33));
    }

    private static List<SpliceDescriptor> descriptors(Bits section) {
        List<SpliceDescriptor> descriptors = new ArrayList<>();
        Bits loop = section.stretch(section.small(16));
        while (loop.bytesLeft() >= 2) {
            int tag = loop.small(8);
            descriptors.add(descriptor(tag, loop.stretch(loop.small(8))));
        }
        return descriptors;
    }

    private static SpliceDescriptor descriptor(int tag, Bits bits) {
        long identifier = bits.number(32);
        String raw = bits.rest();
        SpliceDescriptor unread = new SpliceDescriptor.Unread(tag, identifier, raw);
        if (identifier != CUEI) {
            return unread;
        }
        SpliceDescriptor read = switch (tag) {
            case 0x00 -> new SpliceDescriptor.Avail(bits.number(32));
            case 0x01 -> dtmf(bits);
            case 0x02 -> segmentation(bits);
            case 0x03 -> new SpliceDescriptor.Time(bits.number(48), bits.number(32), bits.small(16));
            case 0x04 -> audio(bits);
            default -> unread;
        };
        return bits.whole() ? read : unread;
    }

    /** 10.3.2 */
    private static SpliceDescriptor dtmf(Bits bits) {
        Duration preroll = Duration.ofMillis(bits.number(8) * 100);
        int count = bits.small(3);
        bits.skip(5);
        return new SpliceDescriptor.Dtmf(preroll, bits.stretch(count).ascii());
    }

    /** 10.3.3 */
    private static SpliceDescriptor segmentation(Bits bits) {
        long id = bits.number(32);
        boolean cancelled = bits.flag();
        // the indicator is set where the id does not follow the standard
        boolean follows = !bits.flag();
        bits.skip(6);
        if (cancelled) {
            return Segmentation.cancelled(id, follows);
        }
        boolean program = bits.flag();
        boolean timed = bits.flag();
        boolean unrestricted = bits.flag();
        Optional<Segmentation.Restrictions> restrictions = restrictions(bits, unrestricted);
        List<Segmentation.Component> components = new ArrayList<>();
        int count = program ? 0 : bits.small(8);
        for (int i = 0; i < count && bits.whole(); i++) {
            int tag = bits.small(8);
            bits.skip(7);
            components.add(new Segmentation.Component(tag, bits.number(33)));
        }
        OptionalLong ticks = timed ? OptionalLong.of(bits.number(40)) : OptionalLong.empty();
        int upidType = bits.small(8);
        List<Segmentation.Upid> upids = upids(upidType, bits.stretch(bits.small(8)));
        int typeId = bits.small(8);
        Segmentation.Count segment = new Segmentation.Count(bits.small(8), bits.small(8));
        // whether these are there is told by the descriptor's length alone
        Optional<Segmentation.Count> subSegment = bits.bytesLeft() >= 2
                ? Optional.of(new Segmentation.Count(bits.small(8), bits.small(8)))
                : Optional.empty();
        return new Segmentation(
                id, false, follows, restrictions, components, ticks, upids, typeId, segment, subSegment);
    }

    private static Optional<Segmentation.Restrictions> restrictions(Bits bits, boolean unrestricted) {
        if (unrestricted) {
            bits.skip(5);
            return Optional.empty();
        }
        return Optional.of(new Segmentation.Restrictions(bits.flag(), bits.flag(), bits.flag(), bits.small(2)));
    }

    /** 10.3.3.3: a list holds upids with a type and a length each. */
    private static List<Segmentation.Upid> upids(int type, Bits bits) {
        List<Segmentation.Upid> upids = new ArrayList<>();
        if (type != MID) {
            if (bits.bytesLeft() > 0) {
                upids.add(upid(type, bits));
            }
            return upids;
        }
        while (bits.bytesLeft() >= 2) {
            int one = bits.small(8);
            upids.add(upid(one, bits.stretch(bits.small(8))));
        }
        return upids;
    }

    private static Segmentation.Upid upid(int type, Bits bits) {
        String hex = bits.rest();
        String text = bits.ascii();
        boolean printable = text.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
        return new Segmentation.Upid(type, hex, printable ? text : "");
    }

    /** 10.3.5 */
    private static SpliceDescriptor audio(Bits bits) {
        List<Audio.Component> components = new ArrayList<>();
        int count = bits.small(4);
        bits.skip(4);
        for (int i = 0; i < count && bits.whole(); i++) {
            components.add(new Audio.Component(
                    bits.small(8), bits.stretch(3).ascii(), bits.small(3), bits.small(4), bits.flag()));
        }
        return new SpliceDescriptor.Audio(components);
    }
}
