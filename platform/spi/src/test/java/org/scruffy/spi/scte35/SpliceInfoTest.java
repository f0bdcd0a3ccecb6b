package org.scruffy.spi.scte35;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpliceInfoTest {

    private static final String SAMPLE_14_2 = "/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=";

    /** What the second decoder refuses or takes and we do not: each by the standard. */
    private static final Map<String, String> BY_THE_STANDARD = Map.of(
            // it has no CRC check
            "Invalid CRC_32",
            "has a wrong CRC_32",
            // it makes up the sub-segments that the descriptor's length has no room for
            "Sample 14.1 time_signal - Placement Opportunity Start",
            "signal 1924989008 | segmentation 1207959694 0x34 27630000 8:000000002ca0a18a 2/0 -++",
            // 9.6.1: 0xFFF is the length of an encoder that does not say it
            "Legacy splice_command_length: 0xFFF",
            "signal 3550479013 | segmentation 39965 0x31 10800000 12:DISCYMWF0452000H 1/1",
            "Alignment Stuffing without Encryption",
            "insert 1644171239 in 9 0/0",
            // the section ends where its length says, in the middle of a list that has taken in what follows it
            "UPID with Valid ASCII Invalid UTF8",
            "signal 7337557610 | segmentation 1074667968 0x23 8:000000003e3e8870 0/0 +++"
                    + " | segmentation 1074668380 0x11 8:000000003e3e8870 0/0 +++"
                    + " | segmentation 1074668000 0x10 8:000000003e3e88b6 0/0 +++"
                    + " | segmentation 1074667978 0x22 5412012 8:000000003e3e88b6 0/0 +++"
                    + " | segmentation 1074667990 0x05 5412012 10:1477f9b97b34000000000000 14: 199: 0: 0: 0: 255: 6/255 -++");

    record Vector(String name, String section, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream in = SpliceInfoTest.class.getResourceAsStream("/scte35/scte35-go.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .map(row -> new Vector(row[0], row[1], row[2]));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void section_readsAsASecondDecoderReadsIt(Vector vector) {
        SpliceInfo.Reading reading = SpliceInfo.read(vector.section());
        String ours = reading.info().map(SpliceInfoTest::written).orElse(reading.refusal());

        assertThat(ours).isEqualTo(BY_THE_STANDARD.getOrDefault(vector.name(), vector.expected()));
    }

    @Test
    void section_readsTheSameInEverySpelling() {
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(SAMPLE_14_2));
        SpliceInfo info = SpliceInfo.read(SAMPLE_14_2).info().orElseThrow();

        assertThat(Stream.of(
                        SAMPLE_14_2.replace("=", ""),
                        SAMPLE_14_2.replace('/', '_').replace('+', '-'),
                        hex,
                        "0x" + hex,
                        "0X" + hex.toUpperCase(Locale.ROOT),
                        "  " + SAMPLE_14_2 + "\n"))
                .allSatisfy(text -> assertThat(SpliceInfo.read(text).info()).contains(info));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                                   | is neither base64 nor hexadecimal
                    not a section                                        | is neither base64 nor hexadecimal
                    /DAv                                                 | is cut off: 3 bytes, the shortest section has 20
                    0xFC302F00000000                                     | is cut off: 7 bytes, the shortest section has 20
                    /DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhD | says that it has 47 bytes after its length, and has 36
                    AAAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhD | is no splice_info_section: its table_id is 0x00, expected 0xfc
                    """)
    void whatIsNoSection_isRefusedWithItsReason(String text, String refusal) {
        assertThat(SpliceInfo.read(text)).isEqualTo(SpliceInfo.Reading.refused(refusal));
    }

    @Test
    void aTextLongerThanAnySection_isRefused() {
        assertThat(SpliceInfo.read("A".repeat(1_000_000)).info()).isEmpty();
    }

    @Test
    void times_areAdjustedAndBeginAnewAfter33Bits() {
        byte[] section = Sections.signal((1L << 33) - 90_000, 180_000);

        SpliceInfo info = SpliceInfo.read(section).info().orElseThrow();

        assertThat(info.command().pts()).hasValue((1L << 33) - 90_000);
        assertThat(info.at()).hasValue(90_000);
    }

    @Test
    void anEncryptedCommand_isLeftAlone() {
        byte[] section = Sections.encrypted(new byte[] {5, 1, 2, 3, 4, 5});

        SpliceInfo info = SpliceInfo.read(section).info().orElseThrow();

        assertThat(info.encryption()).contains(3);
        assertThat(info.command()).isInstanceOf(SpliceCommand.Unread.class);
        assertThat(info.descriptors()).isEmpty();
    }

    @Test
    void aCommandThatContradictsItsLength_leavesTheDescriptorsReadable() {
        byte[] avail = HexFormat.of().parseHex("0008" + "43554549" + "00000135");
        byte[] section = Sections.of(0x05, new byte[] {1, 2, 3}, avail);

        SpliceInfo info = SpliceInfo.read(section).info().orElseThrow();

        assertThat(info.command()).isEqualTo(new SpliceCommand.Unread(0x05, "010203"));
        assertThat(info.descriptors()).containsExactly(new SpliceDescriptor.Avail(309));
    }

    @Test
    void aDescriptorThatContradictsItsLength_leavesTheOthersReadable() {
        byte[] descriptors = HexFormat.of()
                .parseHex("0206" + "43554549" + "4800" + "0310" + "43554549" + "00006a2b0000" + "00000005" + "0025"
                        + "0008" + "43554549" + "00000135");
        byte[] section = Sections.of(0x00, new byte[0], descriptors);

        SpliceInfo info = SpliceInfo.read(section).info().orElseThrow();

        assertThat(info.descriptors())
                .containsExactly(
                        new SpliceDescriptor.Unread(0x02, 0x43554549, "4800"),
                        new SpliceDescriptor.Time(0x6a2b0000L, 5, 37),
                        new SpliceDescriptor.Avail(309));
        assertThat(((SpliceDescriptor.Time) info.descriptors().get(1)).instant())
                .isEqualTo(Instant.ofEpochSecond(0x6a2b0000L - 37, 5));
    }

    @Test
    void ticks_areTimeToTheNanosecond() {
        assertThat(new SpliceCommand.BreakDuration(true, 5_426_421).length())
                .isEqualTo(Duration.ofNanos(60_293_566_666L));
    }

    @Property(tries = 2000)
    void anyBytes_areReadOrRefusedAndNeverThrow(@ForAll @Size(max = 300) byte[] bytes) {
        SpliceInfo.Reading reading = SpliceInfo.read(bytes);

        assertThat(reading.info().isPresent()).isEqualTo(reading.refusal().isEmpty());
    }

    /** What a stranger's encoder may say under a right frame: any command and any descriptors, whatever they hold. */
    @Property(tries = 2000)
    void anyCommandInARightFrame_isRead(
            @ForAll @IntRange(max = 255) int type,
            @ForAll @Size(max = 120) byte[] command,
            @ForAll @Size(max = 200) byte[] descriptors) {
        for (int known : List.of(type, 0x04, 0x05, 0x06)) {
            assertThat(SpliceInfo.read(Sections.of(known, command, descriptors)).refusal())
                    .isEmpty();
            assertThat(SpliceInfo.read(Sections.ofAnyLength(known, command)).refusal())
                    .isEmpty();
        }
    }

    @Property(tries = 400)
    void aBitThatFell_isFoundByTheCrc(@ForAll @IntRange(max = 50 * 8 - 1) int bit) {
        byte[] section = Base64.getDecoder().decode(SAMPLE_14_2);
        section[bit / 8] ^= (byte) (0x80 >> bit % 8);

        assertThat(SpliceInfo.read(section).info()).isEmpty();
    }

    @Property
    void anInsert_readsAsItWasWritten(
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long id,
            @ForAll boolean out,
            @ForAll @LongRange(max = (1L << 33) - 1) long at,
            @ForAll @LongRange(max = (1L << 33) - 1) long length,
            @ForAll boolean autoReturn,
            @ForAll @IntRange(max = 0xFFFF) int program,
            @ForAll @IntRange(max = 255) int avail) {
        SpliceCommand.Insert insert = new SpliceCommand.Insert(
                id,
                false,
                out,
                false,
                OptionalLong.of(at),
                List.of(),
                Optional.of(new SpliceCommand.BreakDuration(autoReturn, length)),
                program,
                avail,
                255);

        assertThat(SpliceInfo.read(Sections.of(0x05, Sections.command(insert), new byte[0]))
                        .info()
                        .orElseThrow()
                        .command())
                .isEqualTo(insert);
    }

    /** As the second decoder's answers are written down. */
    private static String written(SpliceInfo info) {
        return Stream.concat(
                        Stream.of(written(info.command())),
                        info.descriptors().stream().map(SpliceInfoTest::written))
                .collect(Collectors.joining(" | "));
    }

    private static String written(SpliceCommand command) {
        if (command instanceof SpliceCommand.TimeSignal signal) {
            return "signal " + written(signal.at());
        }
        if (command instanceof SpliceCommand.Insert insert) {
            return words(
                    "insert",
                    insert.id(),
                    insert.outOfNetwork() ? "out" : "in",
                    written(insert.at()),
                    insert.length()
                            .map(length -> length.ticks() + (length.autoReturn() ? " returns" : " stays"))
                            .orElse(""),
                    insert.programId(),
                    insert.avail() + "/" + insert.avails());
        }
        return command instanceof SpliceCommand.Null ? "null" : command.toString();
    }

    private static String written(SpliceDescriptor descriptor) {
        if (descriptor instanceof SpliceDescriptor.Avail avail) {
            return "avail " + avail.providerAvailId();
        }
        if (descriptor instanceof SpliceDescriptor.Dtmf dtmf) {
            return words("dtmf", dtmf.preroll().toMillis(), dtmf.tones());
        }
        if (descriptor instanceof SpliceDescriptor.Segmentation segmentation) {
            return words(
                    "segmentation",
                    segmentation.id(),
                    "0x%02x".formatted(segmentation.typeId()),
                    written(segmentation.ticks()),
                    segmentation.upids().stream().map(SpliceInfoTest::written).collect(Collectors.joining(" ")),
                    written(segmentation.segment()),
                    segmentation.subSegment().map(SpliceInfoTest::written).orElse(""),
                    segmentation.restrictions().map(SpliceInfoTest::written).orElse(""));
        }
        return "other " + descriptor.tag();
    }

    private static String written(SpliceDescriptor.Segmentation.Upid upid) {
        boolean number = upid.type() == 8 || upid.type() == 10;
        return upid.type() + ":" + (number ? upid.bytes() : upid.text());
    }

    private static String written(SpliceDescriptor.Segmentation.Count count) {
        return count.number() + "/" + count.expected();
    }

    private static String written(SpliceDescriptor.Segmentation.Restrictions restrictions) {
        return Stream.of(
                        restrictions.webDeliveryAllowed(),
                        restrictions.noRegionalBlackout(),
                        restrictions.archiveAllowed())
                .map(allowed -> allowed ? "+" : "-")
                .collect(Collectors.joining());
    }

    private static String written(OptionalLong ticks) {
        return ticks.isPresent() ? String.valueOf(ticks.getAsLong()) : "";
    }

    private static String words(Object... words) {
        return Stream.of(words)
                .map(String::valueOf)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
