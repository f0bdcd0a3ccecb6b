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
record Multivariant(List<Variant> variants, List<Attributes> media, boolean independent) {

    /** One EXT-X-STREAM-INF with its URI as written. */
    record Variant(Attributes attributes, String uri) {

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
    }

    Multivariant {
        variants = List.copyOf(variants);
        media = List.copyOf(media);
    }

    /** Whether sound or subtitles have playlists of their own. */
    boolean demuxed() {
        return media.stream().anyMatch(line -> line.has("URI"));
    }

    static Reading<Multivariant> read(byte[] body) {
        String refusal = PlaylistReader.notAPlaylist(body);
        if (!refusal.isEmpty()) {
            return Reading.refused(refusal);
        }
        List<Variant> variants = new ArrayList<>();
        List<Attributes> media = new ArrayList<>();
        boolean independent = false;
        Attributes pending = null;
        for (String raw : new String(body, StandardCharsets.UTF_8).split("\r\n|\n|\r", -1)) {
            String line = raw.strip();
            if (line.startsWith("#EXT-X-STREAM-INF:")) {
                pending = Attributes.of(line.substring(18));
            } else if (line.startsWith("#EXT-X-MEDIA:")) {
                media.add(Attributes.of(line.substring(13)));
            } else if (line.equals("#EXT-X-INDEPENDENT-SEGMENTS")) {
                independent = true;
            } else if (!line.isEmpty() && !line.startsWith("#") && pending != null) {
                variants.add(new Variant(pending, line));
                pending = null;
            }
        }
        if (variants.isEmpty()) {
            return Reading.refused("lists no variants");
        }
        if (variants.size() > 40) {
            return Reading.refused("lists " + variants.size() + " variants, expected at most 40");
        }
        return Reading.of(new Multivariant(variants, media, independent));
    }
}
