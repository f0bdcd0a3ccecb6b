package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.scruffy.spi.telemetry.Event;

class HoneycombTest {

    private static final Instant ARRIVAL = Instant.parse("2026-06-07T10:00:00Z");

    private static InputStream body(String json) {
        return new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<Row> batch(String json) throws IOException {
        return Honeycomb.batch(body(json), false, "My Data", ARRIVAL);
    }

    private static Row data(String json) throws IOException {
        return batch("[{'data':" + json + "}]").get(0);
    }

    @Test
    void batch_isReadInItsOrderWithWhatIsWrongByItself() throws IOException {
        List<Row> rows =
                batch("[{'time':'2026-06-07T09:00:00.5Z','samplerate':4,'data':{'a':'x','n':1,'f':1.5,'b':true}},"
                        + "{'data':{}},7,{'time':'1969-12-31T00:00:00Z','data':{'a':1}},{'data':{'a':null,'c':2}}]");

        assertThat(rows.get(0).event())
                .isEqualTo(new Event(
                        Instant.parse("2026-06-07T09:00:00.5Z"),
                        Map.of(
                                "a",
                                "x",
                                "n",
                                1L,
                                "f",
                                1.5,
                                "b",
                                true,
                                Event.DATASET,
                                "my-data",
                                Event.SAMPLE_RATE,
                                4L)));
        assertThat(rows.get(1).refusal()).isEqualTo(Honeycomb.EMPTY);
        assertThat(rows.get(2).refusal()).isEqualTo(Honeycomb.MALFORMED);
        assertThat(rows.get(3).refusal()).contains("1969-12-31", "expected 1970");
        assertThat(rows.get(4).event()).isEqualTo(new Event(ARRIVAL, Map.of("c", 2L, Event.DATASET, "my-data")));
        Row cut = Row.of(new Event(Instant.EPOCH, Map.of("meta.refused_columns", "a,b")));
        assertThat(new String(Honeycomb.answer(List.of(cut), false), StandardCharsets.UTF_8))
                .isEqualTo(
                        "[{\"error\":\"Dataset has too many columns. The event is kept without: a,b\",\"status\":202}]");
        assertThat(new String(Honeycomb.answer(List.of(cut), true), StandardCharsets.ISO_8859_1))
                .contains("kept without: a,b");
        assertThat(new String(Honeycomb.answer(rows.subList(0, 2), false), StandardCharsets.UTF_8))
                .isEqualTo("[{\"status\":202},{\"error\":\"" + Honeycomb.EMPTY + "\",\"status\":400}]");
    }

    static Stream<Arguments> times() {
        return Stream.of(
                Arguments.of("'2026-06-07T09:00:00.123456789+02:00'", "2026-06-07T07:00:00.123456789Z"),
                Arguments.of("1780822800", "2026-06-07T09:00:00Z"),
                Arguments.of("1780822800123", "2026-06-07T09:00:00.123Z"),
                Arguments.of("1780822800123456", "2026-06-07T09:00:00.123456Z"),
                Arguments.of("'1780822800123456789'", "2026-06-07T09:00:00.123456789Z"),
                Arguments.of("1780822800.5", "2026-06-07T09:00:00.5Z"),
                Arguments.of("'yesterday'", ARRIVAL.toString()),
                Arguments.of("''", ARRIVAL.toString()),
                Arguments.of("'NaN'", ARRIVAL.toString()),
                Arguments.of("'+9999999999-01-01T00:00:00Z'", ARRIVAL.toString()),
                Arguments.of("-9223372036854775808", ARRIVAL.toString()),
                Arguments.of("null", ARRIVAL.toString()),
                Arguments.of("1e300", ARRIVAL.toString()));
    }

    @ParameterizedTest
    @MethodSource("times")
    void time_isReadInEveryFormHoneycombReads(String said, Instant meant) throws IOException {
        assertThat(batch("[{'time':" + said + ",'data':{'a':1}}]")
                        .get(0)
                        .event()
                        .time())
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "-3,1", "1,1", "10,10", "'7',7", "2.6,3", "1e99,2147483647", "'x',1", "null,1"})
    void sampleRate_isAWholeNumberFromOneOn(String said, long meant) throws IOException {
        Event event = batch("[{'samplerate':" + said.replace("x", "'x'") + ",'data':{'a':1}}]")
                .get(0)
                .event();
        assertThat(event.fields().getOrDefault(Event.SAMPLE_RATE, 1L)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-07T09:00:00.5Z,4,2026-06-07T09:00:00.5Z,4",
        "1780822800,,2026-06-07T09:00:00Z,1",
        ",'',2026-06-07T10:00:00Z,1",
        "NaN,1e308,2026-06-07T10:00:00Z,2147483647",
        "9223372036854775807T,-9223372036854775808,2026-06-07T10:00:00Z,1"
    })
    void timeAndSampleRateOfAnEvent_areItsHeaders(String time, String rate, Instant meant, long events)
            throws IOException {
        Row row = Honeycomb.event(
                body("{'a':1,'time':1,'samplerate':9}"),
                false,
                "My Data",
                time == null ? "" : time,
                rate == null ? "" : rate,
                ARRIVAL);
        assertThat(row.event().time()).isEqualTo(meant);
        assertThat(row.event().fields())
                .containsAllEntriesOf(Map.of("a", 1L, "time", 1L, "samplerate", 9L, Event.DATASET, "my-data"));
        assertThat(row.event().fields().getOrDefault(Event.SAMPLE_RATE, 1L)).isEqualTo(events);
    }

    @Test
    void eventWithATimeBefore1970_isRefusedLikeOneOfABatch() throws IOException {
        Row row = Honeycomb.event(body("{'a':1}"), false, "d", "-1", "", ARRIVAL);
        assertThat(row.refusal()).contains("1969-12-31", "expected 1970");
    }

    @Test
    void objects_areUnfoldedFiveLevelsDeep() throws IOException {
        assertThat(data("{'a':{'b':{'c':{'d':{'e':{'f':{'g':1}}}}}},'l':[1,'x',{'y':null}]}")
                        .event()
                        .fields())
                .isEqualTo(Map.of("a.b.c.d.e.f", "{\"g\":1}", "l", "[1,\"x\",{\"y\":null}]", Event.DATASET, "my-data"));
    }

    @Test
    void event_isRefusedForTooManyColumnsAndTooLongWords() throws IOException {
        String columns =
                IntStream.range(0, 2_001).mapToObj(i -> "'c" + i + "':1").collect(Collectors.joining(","));
        assertThat(data("{" + columns + "}").refusal()).isEqualTo("Event has too many columns.");
        assertThat(data("{" + columns.replace(",'c1999':1,'c2000':1", "") + "}").isRefused())
                .isFalse();
        assertThat(data("{'long':'" + "x".repeat(65_536) + "'}").refusal()).contains("'long'", "65535");
        assertThat(data("{'long':'" + "x".repeat(65_535) + "'}").isRefused()).isFalse();
        assertThat(data("{'':1}").refusal()).contains("0 characters");
    }

    @Test
    void eventAbove1MB_isRefusedAlone() throws IOException {
        String words = IntStream.range(0, 16)
                .mapToObj(i -> "'w" + (char) ('a' + i) + "':'" + "x".repeat(i == 0 ? 62_482 : 62_492) + "'")
                .collect(Collectors.joining(","));
        String largest = "{'data':{" + words + "}}";
        String larger = "{'data' :{" + words + "}}";
        assertThat(largest.length()).isEqualTo(1_000_000);

        List<Row> rows = batch("[ " + largest + " , " + larger + ",{'data':{'a':1}}]");

        assertThat(rows).extracting(Row::refusal).containsExactly("", Honeycomb.TOO_LARGE, "");
        assertThat(new String(Honeycomb.answer(rows, false), StandardCharsets.UTF_8))
                .isEqualTo(
                        "[{\"status\":202},{\"error\":\"Request body is too large.\",\"status\":400},{\"status\":202}]");
    }

    @Test
    void packedEventAbove1MB_isRefusedAlone() throws IOException {
        MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
        packer.packArrayHeader(2);
        for (int words : new int[] {15, 16}) {
            packer.packMapHeader(1).packString("data").packMapHeader(words);
            for (int i = 0; i < words; i++) {
                packer.packString("w" + i).packString("x".repeat(62_500));
            }
        }
        List<Row> rows = Honeycomb.batch(new ByteArrayInputStream(packer.toByteArray()), true, "d", ARRIVAL);
        assertThat(rows).extracting(Row::refusal).containsExactly("", Honeycomb.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[{'data':{'a':1}}", "[{'data':{'a':NaN}}]", "nonsense", "[{'data':{'a':01}}]"})
    void malformedBatch_isRefusedAsAWhole(String json) {
        assertThatThrownBy(() -> batch(json)).isInstanceOf(Unreadable.class).hasMessage(Honeycomb.MALFORMED);
    }

    @Test
    void emptyAndDeepBodies_areRefused() {
        assertThatThrownBy(() -> batch("")).hasMessage(Honeycomb.EMPTY);
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertThatThrownBy(() -> batch("[{'data':{'a':" + deep + "}}]")).hasMessage(Honeycomb.MALFORMED);
    }

    @Test
    void messagePack_saysTheSameAsJson() throws IOException {
        MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
        packer.packArrayHeader(1).packMapHeader(3);
        packer.packString("time").packTimestamp(Instant.parse("2026-06-07T09:00:00.000000007Z"));
        packer.packString("samplerate").packInt(2);
        packer.packString("data").packMapHeader(4);
        packer.packString("whole").packLong(Long.MIN_VALUE);
        packer.packString("nan").packDouble(Double.NaN);
        packer.packString("bytes").packBinaryHeader(2).writePayload(new byte[] {1, 2});
        packer.packString("inner").packMapHeader(1).packString("flag").packBoolean(true);

        List<Row> rows = Honeycomb.batch(new ByteArrayInputStream(packer.toByteArray()), true, "d", ARRIVAL);

        assertThat(rows.get(0).event())
                .isEqualTo(new Event(
                        Instant.parse("2026-06-07T09:00:00.000000007Z"),
                        Map.of(
                                "whole",
                                Long.MIN_VALUE,
                                "meta.not_a_number",
                                "nan",
                                "bytes",
                                "AQI=",
                                "inner.flag",
                                true,
                                Event.DATASET,
                                "d",
                                Event.SAMPLE_RATE,
                                2L)));
    }

    private static byte[] extendedTime(long seconds, int nanos) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(2).packMapHeader(2);
            packer.packString("time").packExtensionTypeHeader((byte) -1, 12);
            packer.addPayload(
                    ByteBuffer.allocate(12).putInt(nanos).putLong(seconds).array());
            packer.packString("data").packMapHeader(1).packString("a").packInt(1);
            packer.packMapHeader(1).packString("data").packMapHeader(1);
            packer.packString("well").packInt(1);
            return packer.toByteArray();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807,0,+1000000000-12-31",
        "-9223372036854775808,0,-1000000000-01-01",
        "31556889864403199,-1,+1000000000-12-31",
        "-1,0,1969-12-31"
    })
    void timeThatNoClockTells_refusesItsEventAlone(long seconds, int nanos, String told) throws IOException {
        byte[] body = extendedTime(seconds, nanos);
        List<Row> rows = Honeycomb.batch(new ByteArrayInputStream(body), true, "d", ARRIVAL);
        assertThat(rows).extracting(Row::isRefused).containsExactly(true, false);
        assertThat(rows.get(0).refusal()).contains("Event at " + told, "expected 1970");
    }

    static Stream<byte[]> lies() {
        byte[] nested = new byte[5_000];
        java.util.Arrays.fill(nested, (byte) 0x91);
        return Stream.of(
                new byte[] {(byte) 0xdd, 0x7f, -1, -1, -1},
                new byte[] {(byte) 0x91, (byte) 0xdb, 0x7f, -1, -1, -1, 'a'},
                new byte[] {(byte) 0x91, (byte) 0xc6, 0x7f, -1, -1, -1, 'a'},
                new byte[] {(byte) 0x91, (byte) 0xdf, 0x7f, -1, -1, -1},
                new byte[] {(byte) 0x91, (byte) 0xc9, 0x7f, -1, -1, -1, 5},
                new byte[] {(byte) 0xc1},
                nested);
    }

    @ParameterizedTest
    @MethodSource("lies")
    void messagePackThatLiesAboutItsLength_costsNothing(byte[] lie) {
        assertThatThrownBy(() -> Honeycomb.batch(new ByteArrayInputStream(lie), true, "d", ARRIVAL))
                .isInstanceOf(Unreadable.class);
    }
}
