package org.scruffy.segmentcues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.Segment;

class SegmentCuesTest {

    static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final long SECOND = 90_000;
    private static final long WRAP = 1L << 33;
    private static final long IN_FIVE = Multiplex.FIRST_PICTURE + 5 * SECOND;

    private final Multiplex stream = new Multiplex();

    static Segment segment(long sequence) {
        return new Segment(
                sequence,
                3,
                "https://origin.example/" + sequence + ".ts",
                START.plusSeconds(2 * sequence),
                Duration.ofSeconds(2),
                List.of());
    }

    private static List<Cue> cues(byte[] bytes) {
        return new SegmentCues().cues(segment(0), bytes);
    }

    @Test
    void aFeedWithoutMessages_hasNoCues() throws IOException {
        assertThat(cues(Multiplex.file("feed.ts"))).isEmpty();
        assertThat(cues(Multiplex.file("feed.m4s"))).isEmpty();
    }

    @Test
    void message_isACueAtTheTimeThatItsClockMeansInThisSegment() throws IOException {
        byte[] message = stream.section(Section.insert(7, true, IN_FIVE, 0, 30 * SECOND));

        assertThat(cues(Multiplex.with(40, message)))
                .containsExactly(new Cue(
                        "segment-3-insert-7-OUT-" + IN_FIVE,
                        Cue.Type.OUT,
                        START.plusSeconds(5),
                        Duration.ofSeconds(30)));
    }

    @Test
    void messageBeforeTheFirstPicture_isBoundToItAllTheSame() throws IOException {
        byte[] message = stream.section(Section.insert(7, true, IN_FIVE, 0, 0));

        assertThat(cues(Multiplex.with(2, message))).extracting(Cue::at).containsExactly(START.plusSeconds(5));
    }

    @Test
    void adjustment_isAddedWithoutItsCarry() throws IOException {
        long pts = WRAP - SECOND;
        byte[] message = stream.section(Section.insert(7, true, pts, IN_FIVE + SECOND, 0));

        assertThat(cues(Multiplex.with(40, message)))
                .extracting(Cue::at, Cue::key)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(START.plusSeconds(5), "segment-3-insert-7-OUT-" + IN_FIVE));
    }

    @Test
    void timeJustBeforeTheClockBeginsAnew_isInThePast() throws IOException {
        long pts = WRAP + Multiplex.FIRST_PICTURE - 3 * SECOND;
        byte[] message = stream.section(Section.insert(7, true, pts, 0, 0));

        assertThat(cues(Multiplex.with(40, message))).extracting(Cue::at).containsExactly(START.minusSeconds(3));
    }

    @Test
    void messageOfSeveralPackets_isPutTogether() throws IOException {
        byte[] message = stream.section(Section.longInsert(7, IN_FIVE, 30 * SECOND));

        assertThat(message.length).isEqualTo(3 * 188);
        assertThat(cues(Multiplex.with(40, message))).hasSize(1);
    }

    @Test
    void messageWithAPacketMissing_isDropped_andTheNextOneIsRead() throws IOException {
        byte[] message = stream.section(Section.longInsert(7, IN_FIVE, 30 * SECOND));
        byte[] torn = Arrays.copyOf(message, 188);
        byte[] rest = Arrays.copyOfRange(message, 2 * 188, 3 * 188);
        byte[] next = stream.section(Section.insert(8, true, IN_FIVE, 0, 0));

        assertThat(cues(Multiplex.with(40, torn, rest, next)))
                .extracting(Cue::key)
                .containsExactly("segment-3-insert-8-OUT-" + IN_FIVE);
    }

    @Test
    void packetsThatDoNotFollowEachOther_areNotPutTogether() {
        byte[] start = {0, 0x70, 0, 6, 1, 2};
        byte[] rest = {3, 4, 5, 6, -1, -1};
        Sections sound = new Sections();
        sound.add(start, 0, 6, true, 15);
        assertThat(sound.add(rest, 0, 6, false, 0)).hasSize(1);

        Sections gap = new Sections();
        gap.add(start, 0, 6, true, 14);
        assertThat(gap.add(rest, 0, 6, false, 0)).isEmpty();
    }

    @Test
    void packetSentTwice_countsOnce() throws IOException {
        byte[] message = stream.section(Section.longInsert(7, IN_FIVE, 30 * SECOND));
        byte[] second = Arrays.copyOfRange(message, 188, 2 * 188);

        assertThat(cues(Multiplex.with(
                        40, Arrays.copyOf(message, 188), second, second, Arrays.copyOfRange(message, 376, 564))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xC0})
    void scrambledMessage_isPassedOver(int scrambling) throws IOException {
        byte[] message = stream.section(Section.insert(7, true, IN_FIVE, 0, 0));
        message[3] |= (byte) scrambling;

        assertThat(cues(Multiplex.with(40, message))).isEmpty();
    }

    @Test
    void messageWithAWrongCheckSum_isPassedOver() throws IOException {
        byte[] section = Section.insert(7, true, IN_FIVE, 0, 0);
        section[section.length - 1] ^= 1;

        assertThat(cues(Multiplex.with(40, stream.section(section)))).isEmpty();
    }

    @Test
    void bytesBetweenPackets_arePassedOver() throws IOException {
        byte[] message = stream.section(Section.insert(7, true, IN_FIVE, 0, 0));

        assertThat(cues(Multiplex.with(40, new byte[77], message))).hasSize(1);
    }

    @Test
    void repeatedMessage_hasTheSameKeyInTheNextSegmentToo() throws IOException {
        byte[] message = stream.section(Section.insert(7, true, IN_FIVE, 0, 0));
        byte[] again = stream.section(Section.insert(7, true, IN_FIVE, 0, 0));
        byte[] bytes = Multiplex.with(40, message, again);

        List<Cue> later = new SegmentCues().cues(segment(1), bytes);
        assertThat(cues(bytes)).hasSize(1);
        assertThat(later.get(0).key()).isEqualTo(cues(bytes).get(0).key());
    }

    @Test
    void returnAtOnce_isWhereItStands() throws IOException {
        byte[] message = stream.section(Section.insert(7, false, -1, 0, 0));

        assertThat(cues(Multiplex.with(150, message))).singleElement().satisfies(cue -> {
            assertThat(cue.type()).isEqualTo(Cue.Type.IN);
            assertThat(cue.at()).isBetween(START.plusMillis(500), START.plusMillis(1960));
        });
    }

    @Test
    void cancelledEvent_isOverWhereItSaysSo() throws IOException {
        assertThat(cues(Multiplex.with(2, stream.section(Section.cancelled(7)))))
                .extracting(Cue::type, Cue::at)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Cue.Type.IN, START));
    }

    /** Encoders are known that adjust every time to zero. */
    @Test
    void timeThatCannotBe_isNow() throws IOException {
        byte[] message = stream.section(Section.insert(7, true, 3600 * SECOND, 0, 0));

        assertThat(cues(Multiplex.with(2, message))).extracting(Cue::at).containsExactly(START);
    }

    private static byte[] box(String type, ByteBuffer content) {
        return ByteBuffer.allocate(8 + content.remaining())
                .putInt(8 + content.remaining())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static final byte[] NAMES = "urn:scte:scte35:2013:bin\0\0".getBytes(StandardCharsets.US_ASCII);

    static byte[] eventBefore(byte[] segment, int version, int timescale, long time, byte[] section) {
        ByteBuffer event = ByteBuffer.allocate(500).putInt(version << 24);
        if (version == 0) {
            event.put(NAMES).putInt(timescale).putInt((int) time).putInt(-1).putInt(1);
        } else {
            event.putInt(timescale).putLong(time).putInt(-1).putInt(1).put(NAMES);
        }
        byte[] box = box("emsg", event.put(section).flip());
        return ByteBuffer.allocate(box.length + segment.length)
                .put(box)
                .put(segment)
                .array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void eventBox_isACueAtItsOwnTime(int version) throws IOException {
        byte[] section = Section.insert(9, true, 777, 0, 15 * SECOND);
        byte[] bytes = eventBefore(Multiplex.file("feed.m4s"), version, 12_800, 4 * 12_800, section);

        assertThat(cues(bytes))
                .containsExactly(new Cue(
                        "segment-3-insert-9-OUT-777", Cue.Type.OUT, START.plusSeconds(4), Duration.ofSeconds(15)));
    }

    @Test
    void absoluteTimeOfAnEventBox_countsFromTheDecodeTimeOfTheSegment() throws IOException {
        long decodeTime = 0xFFFF_FFFF_FFFFL;
        byte[] media = Multiplex.file("feed.m4s");
        ByteBuffer.wrap(media).putLong(0x94, decodeTime);
        byte[] bytes = eventBefore(media, 1, 12_800, decodeTime + 12_800 / 2, Section.insert(9, true, 777, 0, 0));

        assertThat(cues(bytes)).extracting(Cue::at).containsExactly(START.plusMillis(500));
    }

    @Test
    void eventBoxOfAnotherScheme_isPassedOver() throws IOException {
        byte[] bytes = eventBefore(Multiplex.file("feed.m4s"), 0, 1, 4, Section.insert(9, true, 777, 0, 0));
        bytes[8 + 4 + 23] = 'x';

        assertThat(cues(bytes)).isEmpty();
    }
}
