package org.scruffy.feed;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.spi.scte35.SectionCrc;

/** What a segment of MPEG-TS says of its pictures and its sound. */
final class TransportMedia extends TransportReader {

    private static final String ADVANCED = "avc1";
    private static final String AAC = "mp4a.40.";
    /** Stream types of ISO/IEC 13818-1 table 2-34 and of ATSC A/53, with what RFC 6381 calls them. */
    private static final Map<Integer, String> CODECS = Map.of(
            0x02,
            "mp2v",
            0x03,
            "mp4a.40.34",
            0x04,
            "mp4a.40.34",
            0x0F,
            AAC,
            0x1B,
            ADVANCED,
            0x24,
            "hvc1",
            0x81,
            "ac-3",
            0x87,
            "ec-3");

    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int ADTS_HEADER = 4;

    private final byte[] bytes;
    private final Map<Integer, String> codecs = new TreeMap<>();
    private final Map<Integer, SegmentMedia.Track> tracks = new TreeMap<>();
    private long first = -1;
    private boolean damaged;

    private TransportMedia(byte[] bytes) {
        super(bytes);
        this.bytes = bytes;
    }

    static Optional<SegmentMedia> read(byte[] bytes) {
        TransportMedia reading = new TransportMedia(bytes);
        if (!reading.read() || reading.damaged || reading.codecs.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> start =
                reading.first < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos(reading.first)));
        return Optional.of(new SegmentMedia(
                "MPEG-2 transport stream",
                reading.tracks.values().stream().toList(),
                start,
                Duration.ofNanos(nanos(WRAP))));
    }

    private static long nanos(long ticks) {
        return ticks * 100_000 / 9;
    }

    /** The sound of which a frame begins at an index, by the header of ISO/IEC 14496-3 section 1.A.3.2. */
    static Optional<SegmentMedia.Track> adts(byte[] bytes, int at) {
        if (at < 0 || at + ADTS_HEADER > bytes.length || bytes[at] != (byte) 0xFF || (bytes[at + 1] & 0xF6) != 0xF0) {
            return Optional.empty();
        }
        // of the last byte only the channels are about the whole; after that every frame says its length
        byte[] said = {bytes[at + 2], (byte) (bytes[at + 3] & 0xC0)};
        int profile = ((bytes[at + 2] & 0xFF) >> 6) + 1;
        return Optional.of(
                new SegmentMedia.Track(AAC + profile, true, HexFormat.of().formatHex(said)));
    }

    /** A wrong initialisation vector damages no more than the first bytes, which are those of a table. */
    @Override
    void section(int from, int to) {
        damaged |= to - from < PACKET && SectionCrc.of(bytes, from, to) != 0;
    }

    @Override
    void stream(int type, int id) {
        String codec = CODECS.get(type);
        if (codec != null) {
            codecs.put(id, codec);
        }
    }

    @Override
    void packet(int packet, int id, int payload, boolean starts, boolean random) {
        String codec = codecs.get(id);
        if (codec == null || !starts) {
            return;
        }
        long time = presented(payload);
        if (time >= 0) {
            first = first < 0 || Math.floorMod(time - first, WRAP) > WRAP / 2 ? time : first;
        }
        if (!tracks.containsKey(id)) {
            int data = payload + 9 + at(payload + 8);
            tracks.put(id, track(codec, data, packet + PACKET));
        }
    }

    private SegmentMedia.Track track(String codec, int data, int end) {
        return switch (codec) {
            case ADVANCED -> advanced(data, end);
            case AAC -> adts(bytes, data).orElse(new SegmentMedia.Track(AAC + 2, true, ""));
            default -> new SegmentMedia.Track(codec, !codec.equals("mp2v") && !codec.equals("hvc1"), "");
        };
    }

    /** Pictures say what they are before they begin: sequence parameters of ISO/IEC 14496-10 section 7.3.2.1. */
    private SegmentMedia.Track advanced(int data, int end) {
        for (int at = data; at + 7 < end; at++) {
            boolean unit = at(at) == 0 && at(at + 1) == 0 && at(at + 2) == 1;
            if (unit && (at(at + 3) & 0x1F) == SEQUENCE_PARAMETERS) {
                String profile = HexFormat.of().formatHex(bytes, at + 4, at + 7);
                return new SegmentMedia.Track(ADVANCED + '.' + profile, false, parameters(at + 4, end));
            }
        }
        return new SegmentMedia.Track(ADVANCED, false, "");
    }

    /** None where they go on in the next packet. */
    private String parameters(int from, int end) {
        for (int at = from; at + 2 < end; at++) {
            if (at(at) == 0 && at(at + 1) == 0 && at(at + 2) <= 1) {
                return HexFormat.of().formatHex(bytes, from, at);
            }
        }
        return "";
    }
}
