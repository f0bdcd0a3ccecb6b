package org.scruffy.feed;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the initialization section of a CMAF track says.
 *
 * @param timescale ticks a second
 * @param edit ticks of the media that are cut off before its presentation begins
 * @param sampleLength of a sample that does not say its own, in ticks
 * @param codec by RFC 6381 as far as it is known here; at least the sample entry's name
 * @param width of the picture, 0 for sound
 * @param height of the picture, 0 for sound
 * @param rate samples a second, 0 for pictures
 * @param channels of the sound, 0 for pictures
 */
record DashTrack(
        long timescale, long edit, long sampleLength, String codec, int width, int height, int rate, int channels) {

    private static final int VISUAL = 78;
    private static final int AUDIO = 28;
    private static final int AAC = 0x40;

    /** Reads an initialization section, or says why DASH players cannot take it. */
    static Reading<DashTrack> read(byte[] section) {
        ByteBuffer bytes = ByteBuffer.wrap(section);
        List<ByteBuffer> tracks = Box.find(bytes, "moov", "trak");
        if (tracks.size() != 1) {
            return Reading.refused("has " + tracks.size()
                    + " tracks, expected 1: DASH takes pictures and sound in files of their own (CMAF)");
        }
        try {
            return read(tracks.get(0), Box.find(bytes, "moov", "mvex", "trex"));
        } catch (IndexOutOfBoundsException e) {
            return Reading.refused("is damaged");
        }
    }

    static Reading<DashTrack> read(ByteBuffer track, List<ByteBuffer> defaults) {
        Optional<ByteBuffer> header = Box.find(track, "mdia", "mdhd").stream().findFirst();
        Optional<Box> entry = Box.find(track, "mdia", "minf", "stbl", "stsd").stream()
                .flatMap(table -> Box.in(table.slice(8, table.limit() - 8)).stream())
                .findFirst();
        if (header.isEmpty() || entry.isEmpty()) {
            return Reading.refused("is damaged: it has no mdhd or no stsd");
        }
        long timescale = Integer.toUnsignedLong(header.get().getInt(header.get().get(0) == 1 ? 20 : 12));
        if (timescale == 0) {
            return Reading.refused("is damaged: its timescale is 0");
        }
        long edit = Box.find(track, "edts", "elst").stream()
                .findFirst()
                .map(DashTrack::edit)
                .orElse(0L);
        long sampleLength = defaults.stream()
                .findFirst()
                .map(trex -> Integer.toUnsignedLong(trex.getInt(12)))
                .orElse(0L);
        boolean sound = Box.find(track, "mdia", "minf", "smhd").size() > 0;
        return Reading.of(
                sound
                        ? sound(timescale, edit, sampleLength, entry.get())
                        : picture(timescale, edit, sampleLength, entry.get()));
    }

    /** Browsers heed the first edit, and not where it is empty. */
    private static long edit(ByteBuffer list) {
        if (list.getInt(4) == 0) {
            return 0;
        }
        return Math.max(0, list.get(0) == 1 ? list.getLong(16) : list.getInt(12));
    }

    private static DashTrack picture(long timescale, long edit, long sampleLength, Box entry) {
        ByteBuffer body = entry.body();
        String codec = Box.find(body.slice(VISUAL, body.limit() - VISUAL), "avcC").stream()
                .findFirst()
                .map(avc ->
                        String.format(Locale.ROOT, "%s.%02x%02x%02x", entry.type(), avc.get(1), avc.get(2), avc.get(3)))
                .orElse(entry.type());
        return new DashTrack(
                timescale, edit, sampleLength, codec, body.getShort(24) & 0xFFFF, body.getShort(26) & 0xFFFF, 0, 0);
    }

    private static DashTrack sound(long timescale, long edit, long sampleLength, Box entry) {
        ByteBuffer body = entry.body();
        String codec = Box.find(body.slice(AUDIO, body.limit() - AUDIO), "esds").stream()
                .findFirst()
                .map(descriptor -> entry.type() + object(descriptor))
                .orElse(entry.type());
        return new DashTrack(
                timescale, edit, sampleLength, codec, 0, 0, body.getShort(24) & 0xFFFF, body.getShort(16) & 0xFFFF);
    }

    /** What the elementary stream is, by ISO/IEC 14496-1 section 7.2.6: {@code .40.2} for AAC-LC. */
    private static String object(ByteBuffer descriptor) {
        int at = 4;
        int type = 0;
        while (at < descriptor.limit()) {
            int tag = descriptor.get(at++);
            while (descriptor.get(at++) < 0) {
                // the length goes on in the next byte; nothing here needs it
            }
            switch (tag) {
                case 3 -> at += 3;
                case 4 -> {
                    type = descriptor.get(at) & 0xFF;
                    at += 13;
                }
                case 5 -> {
                    return String.format(Locale.ROOT, ".%02x.%d", type, (descriptor.get(at) & 0xFF) >> 3);
                }
                default -> {
                    return "";
                }
            }
        }
        return type == 0 ? "" : String.format(Locale.ROOT, type == AAC ? ".%02x.2" : ".%02x", type);
    }
}
