package org.scruffy.feed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.scruffy.feed.HlsConformance.Violation;
import org.scruffy.spi.feed.Segment;

/**
 * Looks into the segments of a live presentation for what the rules say of media ({@link HlsRule.Seen#MEDIA}). Every segment is looked
 * at once. Byte ranges, and what is encrypted otherwise than by AES-128, are not looked into.
 */
public final class HlsMedia {

    /** Of pictures, whose playlist may round their length. */
    private static final Duration JUMP = Duration.ofMillis(500);
    /** Sound begins up to a few of its frames off the pictures. */
    private static final Duration APART = Duration.ofMillis(150);

    private static final int VECTOR_BYTES = 16;

    /** Where media is taken from. */
    @FunctionalInterface
    public interface Source {

        /**
         * @param rendition the playlist's address as the multivariant playlist has it
         * @param uri as the playlist has it
         */
        byte[] get(String rendition, String uri) throws IOException, InterruptedException;
    }

    private record Seen(Segment segment, SegmentMedia media) {}

    private final Source source;
    private final Map<String, TreeMap<Long, Seen>> seen = new TreeMap<>();
    private final Map<String, byte[]> sections = new LinkedHashMap<>();

    public HlsMedia(Source source) {
        this.source = source;
    }

    /**
     * What is wrong with the media that is listed and was not looked at yet.
     *
     * @param multivariant the text of the multivariant playlist
     * @param bodies the texts of media playlists by their addresses in it
     */
    public List<Violation> next(String multivariant, Map<String, String> bodies)
            throws IOException, InterruptedException {
        List<Violation> violations = new ArrayList<>();
        Map<String, List<Seen>> found = new TreeMap<>();
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            found.put(body.getKey(), look(body.getKey(), body.getValue(), violations));
        }
        found.forEach((rendition, segments) -> segments.forEach(segment -> compare(rendition, segment, violations)));
        Multivariant.read(multivariant.getBytes(StandardCharsets.UTF_8))
                .value()
                .ifPresent(master -> master.variants().forEach(variant -> named(variant, master, found, violations)));
        return violations;
    }

    private List<Seen> look(String rendition, String text, List<Violation> violations)
            throws IOException, InterruptedException {
        Optional<HlsBody> body = HlsBody.read(text).value();
        if (body.isEmpty()) {
            return List.of();
        }
        TreeMap<Long, Seen> known = seen.computeIfAbsent(rendition, name -> new TreeMap<>());
        List<Seen> found = new ArrayList<>();
        for (Segment segment : body.get().playlist().segments()) {
            if (!known.containsKey(segment.sequence()) && lookedInto(segment)) {
                Optional<SegmentMedia> media = media(rendition, segment, violations);
                media.map(read -> new Seen(segment, read)).ifPresent(one -> {
                    known.put(segment.sequence(), one);
                    found.add(one);
                });
            }
        }
        known.headMap(body.get().first().sequence() - 1).clear();
        return found;
    }

    private static boolean lookedInto(Segment segment) {
        return segment.tags().stream().noneMatch(tag -> tag.equals("#EXT-X-GAP") || tag.startsWith("#EXT-X-BYTERANGE"))
                && keys(segment).stream().allMatch(key -> key.text("METHOD").equals("AES-128"));
    }

    private static List<Attributes> keys(Segment segment) {
        return Scope.of(segment.tags()).keys().stream()
                .map(HlsMedia::attributes)
                .toList();
    }

    private static Attributes attributes(String line) {
        return Attributes.of(line.substring(line.indexOf(':') + 1));
    }

    private Optional<SegmentMedia> media(String rendition, Segment segment, List<Violation> violations)
            throws IOException, InterruptedException {
        byte[] map = section(rendition, segment);
        byte[] bytes = source.get(rendition, segment.uri());
        Optional<SegmentMedia> plain = SegmentMedia.read(bytes, map);
        List<Attributes> keys = keys(segment);
        if (keys.isEmpty()) {
            if (plain.isEmpty()) {
                add(
                        violations,
                        HlsRule.KEY_HAS_URI,
                        rendition,
                        segment,
                        "is no media, and nothing says that it is encrypted");
            }
            return plain;
        }
        if (plain.isPresent()) {
            add(violations, HlsRule.PLAIN_SAID, rendition, segment, "is not encrypted and under " + keys.get(0));
            return plain;
        }
        Optional<SegmentMedia> opened =
                decrypted(rendition, segment, keys.get(0), bytes).flatMap(clear -> SegmentMedia.read(clear, map));
        if (opened.isEmpty()) {
            add(violations, HlsRule.VECTOR, rendition, segment, "is no media when it is decrypted by " + keys.get(0));
        }
        return opened;
    }

    private byte[] section(String rendition, Segment segment) throws IOException, InterruptedException {
        String uri = Scope.of(segment.tags()).mapUri();
        if (uri.isEmpty()) {
            return new byte[0];
        }
        byte[] known = sections.get(rendition + ' ' + uri);
        if (known == null) {
            known = source.get(rendition, uri);
            sections.put(rendition + ' ' + uri, known);
        }
        return known;
    }

    /** By RFC 8216 section 4.3.2.4. */
    private Optional<byte[]> decrypted(String rendition, Segment segment, Attributes key, byte[] bytes)
            throws IOException, InterruptedException {
        byte[] secret = source.get(rendition, key.text("URI"));
        String vector = key.has("IV")
                ? key.text("IV").toLowerCase(Locale.ROOT).replaceFirst("^0x", "")
                : String.format(Locale.ROOT, "%032x", segment.sequence());
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(secret, "AES"),
                    new IvParameterSpec(HexFormat.of().parseHex(vector), 0, VECTOR_BYTES));
            return Optional.of(cipher.doFinal(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** With the segment before it, and with the other renditions at its time. */
    private void compare(String rendition, Seen now, List<Violation> violations) {
        Seen before = seen.get(rendition).get(now.segment().sequence() - 1);
        if (before != null && !now.segment().discontinuous()) {
            follows(rendition, before, now, violations);
        }
        seen.forEach((name, others) -> {
            if (name.compareTo(rendition) < 0) {
                others.values().stream()
                        .filter(other -> matches(other.segment(), now.segment()))
                        .forEach(other -> matches(rendition, now, name, other, violations));
            }
        });
    }

    private static void follows(String rendition, Seen before, Seen now, List<Violation> violations) {
        if (!now.media().like(before.media())) {
            add(
                    violations,
                    HlsRule.FORMAT_STAYS,
                    rendition,
                    now.segment(),
                    "is " + now.media() + " without EXT-X-DISCONTINUITY, before it was " + before.media());
        }
        now.media()
                .since(before.media())
                .map(after -> after.minus(before.segment().length()))
                .filter(jump -> jump.abs().compareTo(JUMP) > 0)
                .ifPresent(jump -> add(
                        violations,
                        HlsRule.FORMAT_STAYS,
                        rendition,
                        now.segment(),
                        "is presented " + jump.toMillis()
                                + " ms after the one before ends, without EXT-X-DISCONTINUITY"));
    }

    private static boolean matches(Segment one, Segment other) {
        return one.discontinuity() == other.discontinuity()
                && Duration.between(one.start(), other.start()).abs().compareTo(APART) <= 0;
    }

    private static void matches(String rendition, Seen now, String name, Seen other, List<Violation> violations) {
        now.media()
                .since(other.media())
                .filter(apart -> apart.abs().compareTo(APART) > 0)
                .ifPresent(apart -> add(
                        violations,
                        HlsRule.SAME_TIMES,
                        rendition,
                        now.segment(),
                        "is presented " + apart.toMillis() + " ms after segment "
                                + other.segment().sequence() + " of " + name));
        boolean pictures = Stream.of(now, other)
                .allMatch(one -> one.media().tracks().stream().anyMatch(track -> !track.sound()));
        if (pictures && !alike(sound(now), sound(other))) {
            add(
                    violations,
                    HlsRule.SAME_SOUND,
                    rendition,
                    now.segment(),
                    "has sound " + sound(now) + ", that of " + name + " is " + sound(other));
        }
    }

    private static boolean alike(List<SegmentMedia.Track> one, List<SegmentMedia.Track> other) {
        return one.isEmpty() || other.isEmpty() || one.get(0).like(other.get(0));
    }

    private static List<SegmentMedia.Track> sound(Seen one) {
        return one.media().tracks().stream().filter(SegmentMedia.Track::sound).toList();
    }

    private static void named(
            Multivariant.Stream variant,
            Multivariant master,
            Map<String, List<Seen>> found,
            List<Violation> violations) {
        String said = variant.codecs().toLowerCase(Locale.ROOT);
        if (said.isEmpty()) {
            return; // an attribute that a server need not have
        }
        List<String> names = List.of(said.split("\\s*,\\s*"));
        Stream<String> group = master.media().stream()
                .filter(media -> media.listed() && media.type().equals("AUDIO"))
                .filter(media -> media.group().equals(variant.attributes().text("AUDIO")))
                .map(Multivariant.Media::uri);
        Stream.concat(Stream.of(variant.uri()), group).distinct().forEach(rendition -> {
            for (Seen one : found.getOrDefault(rendition, List.of())) {
                one.media().tracks().stream()
                        .filter(track -> !named(track, names))
                        .forEach(track -> add(
                                violations,
                                HlsRule.CODECS_NAMED,
                                rendition,
                                one.segment(),
                                "is " + track.codec() + ", CODECS of " + variant.uri() + " says " + said));
            }
        });
    }

    /** Where the profile is not known here, the codec has to be named. */
    private static boolean named(SegmentMedia.Track track, List<String> names) {
        return names.stream()
                .anyMatch(name -> track.codec().equals(track.name())
                        ? name.startsWith(track.name())
                        : MasterPlaylist.covers(name, track.codec()));
    }

    private static void add(List<Violation> violations, HlsRule rule, String rendition, Segment segment, String found) {
        violations.add(new Violation(
                rule, rendition + ", segment " + segment.sequence() + " (" + segment.uri() + ") " + found));
    }
}
