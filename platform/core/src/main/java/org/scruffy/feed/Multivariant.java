package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A multivariant playlist.
 *
 * @param variants in the order they stand
 * @param media its EXT-X-MEDIA lines
 * @param independent whether it has EXT-X-INDEPENDENT-SEGMENTS
 */
record Multivariant(List<Stream> variants, List<Media> media, boolean independent) {

    private static final int MOST = 40;

    /** One EXT-X-STREAM-INF with its URI as written. */
    record Stream(Attributes attributes, String uri) {

        long bandwidth() {
            return attributes.number("BANDWIDTH");
        }

        /** The picture's height, 0 where it is not said. */
        int height() {
            String resolution = attributes.text("RESOLUTION");
            return resolution.matches("\\d{1,5}x\\d{1,5}")
                    ? Integer.parseInt(resolution.substring(resolution.indexOf('x') + 1))
                    : 0;
        }

        String codecs() {
            return attributes.text("CODECS");
        }

        /** Whether it is sound alone, as far as it says what it is. */
        boolean soundOnly() {
            return height() == 0 && codecs().matches("(mp4a|ac-3|ec-3|ac-4|mp3|opus|fLaC)[^,]*");
        }
    }

    /** One EXT-X-MEDIA. */
    record Media(Attributes attributes) {

        String type() {
            return attributes.text("TYPE");
        }

        String group() {
            return attributes.text("GROUP-ID");
        }

        String language() {
            return attributes.text("LANGUAGE");
        }

        /** Whether it has a playlist of its own that can be carried on through a break. */
        boolean listed() {
            return attributes.has("URI") && (type().equals("AUDIO") || type().equals("SUBTITLES"));
        }

        String uri() {
            return attributes.text("URI");
        }
    }

    Multivariant {
        variants = List.copyOf(variants);
        media = List.copyOf(media);
    }

    /** A media playlist that stands alone. */
    static Multivariant alone(String address) {
        return new Multivariant(List.of(new Stream(Attributes.of("BANDWIDTH=2000000"), address)), List.of(), false);
    }

    /** Whether the sound has playlists of its own. */
    boolean demuxed() {
        return media.stream().anyMatch(line -> line.type().equals("AUDIO") && line.listed());
    }

    /** Whether a variant goes out: one of sound alone cannot show a spot that has pictures. */
    boolean carries(Stream variant) {
        return !variant.soundOnly() || variants.stream().allMatch(Stream::soundOnly);
    }

    static Reading<Multivariant> read(byte[] body) {
        String refusal = PlaylistReader.notAPlaylist(body);
        if (!refusal.isEmpty()) {
            return Reading.refused(refusal);
        }
        List<Stream> variants = new ArrayList<>();
        List<Media> media = new ArrayList<>();
        boolean independent = false;
        Attributes pending = null;
        for (String raw : new String(body, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
            String line = raw.strip();
            if (line.startsWith("#EXT-X-STREAM-INF:")) {
                pending = Attributes.of(line.substring(18));
            } else if (line.startsWith("#EXT-X-MEDIA:")) {
                media.add(new Media(Attributes.of(line.substring(13))));
            } else if (line.equals("#EXT-X-INDEPENDENT-SEGMENTS")) {
                independent = true;
            } else if (!line.isEmpty() && !line.startsWith("#") && pending != null) {
                variants.add(new Stream(pending, line));
                pending = null;
            }
        }
        if (variants.isEmpty()) {
            return Reading.refused("lists no variants");
        }
        if (variants.size() + media.size() > MOST) {
            return Reading.refused("lists " + variants.size() + " variants and " + media.size()
                    + " other renditions, expected at most " + MOST + " together");
        }
        return Reading.of(new Multivariant(variants, media, independent));
    }
}
