package org.scruffy.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a segment's own bytes say of it.
 *
 * @param container by its name in RFC 8216 section 3
 * @param tracks pictures and sound, in the container's order; none of text
 * @param start when it is presented by its own clock, empty where it does not say
 * @param wrap when that clock begins anew, zero where it does not
 */
record SegmentMedia(String container, List<Track> tracks, Optional<Duration> start, Duration wrap) {

    private static final String SPLIT_AUDIO = "packed audio";
    private static final byte[] TEXT = "WEBVTT".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ID3 = "ID3".getBytes(StandardCharsets.UTF_8);
    private static final int ID3_HEADER = 10;
    private static final long NANOS = 1_000_000_000;

    /**
     * A track.
     *
     * @param codec by RFC 6381, as far as it is known here
     * @param sound whether it is sound
     * @param configuration what decoders are set up by, in hexadecimal: the same where codec, profile, resolution, rate and channels
     *     are; empty where it is not known
     */
    record Track(String codec, boolean sound, String configuration) {

        /** Whether a decoder of the one can go on with the other, as far as is known. */
        boolean like(Track other) {
            return name().equals(other.name())
                    && (configuration.isEmpty()
                            || other.configuration.isEmpty()
                            || configuration.equals(other.configuration));
        }

        /** The codec without its profile. */
        String name() {
            return codec.replaceAll("\\..*", "");
        }

        @Override
        public String toString() {
            return codec + (configuration.isEmpty() ? "" : " set up by " + configuration);
        }
    }

    SegmentMedia {
        tracks = List.copyOf(tracks);
    }

    /** Whether players can go on with it after the other without being told: codecs, resolution, container and tracks. */
    boolean like(SegmentMedia other) {
        return container.equals(other.container)
                && tracks.size() == other.tracks.size()
                && IntStream.range(0, tracks.size()).allMatch(i -> tracks.get(i).like(other.tracks.get(i)));
    }

    /** How long after the other it is presented; empty where one of them does not say. */
    Optional<Duration> since(SegmentMedia other) {
        if (start.isEmpty() || other.start.isEmpty() || !wrap.equals(other.wrap)) {
            return Optional.empty();
        }
        Duration after = start.get().minus(other.start.get());
        if (wrap.isZero()) {
            return Optional.of(after);
        }
        long half = wrap.toNanos() / 2;
        return Optional.of(Duration.ofNanos(Math.floorMod(after.toNanos() + half, wrap.toNanos()) - half));
    }

    /**
     * Reads a segment that is not encrypted; empty where it is no media.
     *
     * @param map its initialisation section, of no bytes where it has none
     */
    static Optional<SegmentMedia> read(byte[] bytes, byte[] map) {
        try {
            if (map.length > 0) {
                return fragment(bytes, map);
            }
            return TransportMedia.read(bytes)
                    .or(() -> starts(bytes, TEXT) ? Optional.of(text()) : Optional.empty())
                    .or(() -> packed(bytes));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean starts(byte[] bytes, byte[] with) {
        // text may begin with a byte order mark
        int at = bytes.length > 2 && bytes[0] == (byte) 0xEF ? 3 : 0;
        return bytes.length >= at + with.length && Arrays.equals(bytes, at, at + with.length, with, 0, with.length);
    }

    private static SegmentMedia text() {
        return new SegmentMedia("WebVTT", List.of(), Optional.empty(), Duration.ZERO);
    }

    private static Optional<SegmentMedia> packed(byte[] bytes) {
        int at = 0;
        if (starts(bytes, ID3)) {
            at = ID3_HEADER + (bytes[6] << 21 | bytes[7] << 14 | bytes[8] << 7 | bytes[9]);
        }
        return TransportMedia.adts(bytes, at)
                .map(track -> new SegmentMedia(SPLIT_AUDIO, List.of(track), Optional.empty(), Duration.ZERO));
    }

    private static Optional<SegmentMedia> fragment(byte[] bytes, byte[] map) {
        ByteBuffer section = ByteBuffer.wrap(map);
        List<ByteBuffer> defaults = Box.find(section, "moov", "mvex", "trex");
        List<Track> tracks = new ArrayList<>();
        Optional<Duration> start = Optional.empty();
        int first = firstTrack(bytes);
        for (ByteBuffer track : Box.find(section, "moov", "trak")) {
            Optional<DashTrack> read = DashTrack.read(track, defaults).value();
            if (read.isEmpty()) {
                return Optional.empty();
            }
            tracks.add(track(track, read.get()));
            ByteBuffer header = Box.find(track, "tkhd").get(0);
            if (header.getInt(header.get(0) == 1 ? 20 : 12) == first) {
                start = DashFragment.read(bytes, read.get(), Duration.ZERO)
                        .value()
                        .map(fragment -> Duration.ofNanos(
                                nanos(fragment.start(), read.get().timescale())));
            }
        }
        return tracks.isEmpty() || first == 0
                ? Optional.empty()
                : Optional.of(new SegmentMedia("fragmented MPEG-4", tracks, start, Duration.ZERO));
    }

    private static long nanos(long ticks, long timescale) {
        return ticks / timescale * NANOS + ticks % timescale * NANOS / timescale;
    }

    /** Whose samples stand first, 0 where there are none. */
    private static int firstTrack(byte[] bytes) {
        return Box.find(ByteBuffer.wrap(bytes), "moof").stream()
                // a wrong initialisation vector damages no more than the first bytes
                .filter(fragment -> !Box.find(fragment, "mfhd").isEmpty())
                .flatMap(fragment -> Box.find(fragment, "traf", "tfhd").stream())
                .findFirst()
                .map(header -> header.getInt(4))
                .orElse(0);
    }

    private static Track track(ByteBuffer track, DashTrack read) {
        ByteBuffer entries =
                Box.find(track, "mdia", "minf", "stbl", "stsd").get(0).duplicate();
        byte[] said = new byte[entries.remaining()];
        entries.get(said);
        return new Track(read.codec(), read.rate() > 0, HexFormat.of().formatHex(said));
    }
}
