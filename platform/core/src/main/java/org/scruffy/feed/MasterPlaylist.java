package org.scruffy.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The multivariant playlist as it goes out: the origin's, with our addresses, and honest about the spots between. */
final class MasterPlaylist {

    private MasterPlaylist() {}

    /**
     * @param names of the renditions that are on air
     * @param creatives that may come between
     */
    static String text(Multivariant origin, Set<String> names, List<Presentation> creatives) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        if (origin.independent()) {
            text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        for (int i = 0; i < origin.variants().size(); i++) {
            String name = "v" + i;
            if (names.contains(name)) {
                text.append("#EXT-X-STREAM-INF:")
                        .append(attributes(origin.variants().get(i), creatives))
                        .append('\n')
                        .append(name)
                        .append(".m3u8\n");
            }
        }
        return text.toString();
    }

    private static Attributes attributes(Multivariant.Variant variant, List<Presentation> creatives) {
        Attributes attributes = variant.attributes();
        for (String group : List.of("AUDIO", "VIDEO", "SUBTITLES", "CLOSED-CAPTIONS")) {
            attributes = attributes.without(group);
        }
        List<Presentation.Rendition> between = creatives.stream()
                .map(creative -> creative.nearest(variant.height(), variant.bandwidth()))
                .toList();
        long bandwidth =
                between.stream().mapToLong(Presentation.Rendition::bandwidth).reduce(variant.bandwidth(), Math::max);
        attributes = attributes.with("BANDWIDTH", Long.toString(bandwidth));
        if (variant.codecs().isEmpty()) {
            return attributes;
        }
        List<String> codecs = new ArrayList<>(List.of(variant.codecs()));
        between.forEach(rendition -> codecs.add(rendition.codecs()));
        return attributes.with("CODECS", '"' + union(codecs) + '"');
    }

    /** Every format once; of H.264, the highest profile and level stand for those below them. */
    static String union(List<String> lists) {
        Map<String, String> union = new LinkedHashMap<>();
        for (String list : lists) {
            for (String codec : list.split(",")) {
                String name = codec.strip();
                if (!name.isEmpty()) {
                    boolean avc = name.matches("avc1\\.[0-9A-Fa-f]{6}");
                    union.merge(avc ? "avc1" : name, name, (one, other) -> avc ? higher(one, other) : one);
                }
            }
        }
        return String.join(",", union.values());
    }

    private static String higher(String one, String other) {
        return rank(other) > rank(one) ? other : one;
    }

    /** By level first, then by profile: what decodes the level of High decodes that of Main and Baseline. */
    private static int rank(String codec) {
        int profile = Integer.parseInt(codec.substring(5, 7), 16);
        int level = Integer.parseInt(codec.substring(9, 11), 16);
        return profile * 256 + level;
    }
}
