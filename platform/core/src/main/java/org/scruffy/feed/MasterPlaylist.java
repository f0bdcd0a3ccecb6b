package org.scruffy.feed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The multivariant playlist as it goes out: the origin's, with our addresses, and honest about the spots between. */
final class MasterPlaylist {

    static final String CAPTIONS = "CLOSED-CAPTIONS";
    private static final List<String> GROUPS = List.of("AUDIO", "VIDEO", "SUBTITLES", CAPTIONS);

    private MasterPlaylist() {}

    /** What a rendition of the origin is called here; it keeps its name for ever. */
    static String variant(int index) {
        return "v" + index;
    }

    /** The same for one of its EXT-X-MEDIA lines. */
    static String media(int index) {
        return "m" + index;
    }

    /**
     * @param names of the renditions that are on air
     * @param creatives that may come between
     */
    static String text(Multivariant origin, Set<String> names, List<Presentation> creatives) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n");
        if (origin.independent()) {
            text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        Set<String> groups = new HashSet<>();
        for (int i = 0; i < origin.media().size(); i++) {
            Multivariant.Media media = origin.media().get(i);
            if (!media.attributes().has("URI") || names.contains(media(i))) {
                text.append("#EXT-X-MEDIA:").append(addressed(media, media(i))).append('\n');
                groups.add(media.type() + ' ' + media.group());
            }
        }
        for (int i = 0; i < origin.variants().size(); i++) {
            if (names.contains(variant(i))) {
                text.append("#EXT-X-STREAM-INF:")
                        .append(attributes(origin, origin.variants().get(i), groups, creatives))
                        .append('\n')
                        .append(variant(i))
                        .append(".m3u8\n");
            }
        }
        return text.toString();
    }

    private static Attributes addressed(Multivariant.Media media, String name) {
        return media.attributes().has("URI")
                ? media.attributes().with("URI", '"' + name + ".m3u8\"")
                : media.attributes();
    }

    private static Attributes attributes(
            Multivariant origin, Multivariant.Stream variant, Set<String> groups, List<Presentation> creatives) {
        Attributes attributes = variant.attributes();
        for (String type : GROUPS) {
            if (!groups.contains(type + ' ' + attributes.text(type))
                    && !attributes.text(type).equals("NONE")) {
                attributes = attributes.without(type);
            }
        }
        if (creatives.stream().anyMatch(Presentation::captioned)
                && attributes.text(CAPTIONS).equals("NONE")) {
            attributes = attributes.without(CAPTIONS); // it would deny those of the spots
        }
        List<Presentation.Rendition> between = creatives.stream()
                .filter(creative -> creative.demuxed() == origin.demuxed())
                .flatMap(creative ->
                        Stream.concat(creative.nearest(picture(variant)).stream(), creative.sounds().stream()))
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

    private static Variant picture(Multivariant.Stream variant) {
        return new Variant(Variant.Kind.PICTURE, variant.height(), variant.bandwidth(), "", false);
    }

    /** Every format once; of H.264, the highest profile and level stand for those below them. */
    static String union(List<String> lists) {
        Map<String, String> union = new LinkedHashMap<>();
        for (String list : lists) {
            for (String codec : list.split(",")) {
                String name = codec.strip();
                if (!name.isEmpty()) {
                    boolean avc = advanced(name);
                    union.merge(avc ? "avc1" : name, name, (one, other) -> avc ? higher(one, other) : one);
                }
            }
        }
        return String.join(",", union.values());
    }

    private static boolean advanced(String codec) {
        return codec.matches("avc1\\.[0-9A-Fa-f]{6}");
    }

    /** Whether who decodes what is named decodes what is there. */
    static boolean covers(String named, String there) {
        return named.equalsIgnoreCase(there)
                || (advanced(named)
                        && advanced(there)
                        && profile(named) >= profile(there)
                        && level(named) >= level(there));
    }

    /** What decodes the higher profile at the higher level decodes both. */
    private static String higher(String one, String other) {
        String higher = profile(other) > profile(one) ? other : one;
        int level = Math.max(level(one), level(other));
        return level == level(higher) ? higher : higher.substring(0, 9) + String.format(Locale.ROOT, "%02x", level);
    }

    private static int profile(String codec) {
        return Integer.parseInt(codec.substring(5, 7), 16);
    }

    private static int level(String codec) {
        return Integer.parseInt(codec.substring(9, 11), 16);
    }
}
