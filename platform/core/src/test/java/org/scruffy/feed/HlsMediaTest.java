package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.scruffy.feed.HlsConformance.Violation;

/** Each rule of media is broken on purpose, with media that a stock ffmpeg made. */
class HlsMediaTest {

    private static final String MASTER =
            "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=2,CODECS=\"avc1.42c00a,mp4a.40.2\"\nhi.m3u8\n"
                    + "#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"avc1.42c00a,mp4a.40.2\"\nlo.m3u8\n";
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY_LINE = "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"";

    private final Map<String, byte[]> made = new HashMap<>(Map.of("key", KEY));
    private final Map<String, String> bodies = new TreeMap<>();
    private final HlsMedia media = new HlsMedia((rendition, uri) -> made.getOrDefault(uri, file(uri)));

    private static byte[] file(String name) throws IOException {
        try (InputStream in = HlsMediaTest.class.getResourceAsStream("/airchecks/media/" + name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** A second each, one after the other; what stands before an address are its tags. */
    private static String playlist(String... segments) {
        StringBuilder text = new StringBuilder(
                "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-PROGRAM-DATE-TIME:2026-11-24T12:00:00Z\n");
        for (String segment : segments) {
            int name = segment.lastIndexOf('\n') + 1;
            text.append(segment, 0, name)
                    .append("#EXTINF:1.0,\n")
                    .append(segment, name, segment.length())
                    .append('\n');
        }
        return text.toString();
    }

    private List<String> rules() throws IOException, InterruptedException {
        return media.next(MASTER, bodies).stream()
                .map(Violation::rule)
                .map(HlsRule::id)
                .distinct()
                .toList();
    }

    private List<String> rules(String... segments) throws IOException, InterruptedException {
        bodies.put("hi.m3u8", playlist(segments));
        return rules();
    }

    @Test
    void media_findsNothingWhereAllIsWell() throws Exception {
        bodies.put("lo.m3u8", playlist("lo_0.ts", "lo_1.ts"));

        assertThat(rules(
                        "hi_0.ts",
                        "hi_1.ts",
                        "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"frag_init.mp4\"\nfrag_0.m4s",
                        "frag_1.m4s"))
                .isEmpty();
        assertThat(rules("hi_1.ts", "hi_0.ts")).as("what was looked at already").isEmpty();
    }

    @Test
    void formatStays_findsAnotherResolution() throws Exception {
        assertThat(rules("hi_0.ts", "lo_1.ts")).contains("6.2.1-M5");
    }

    @Test
    void formatStays_findsAnotherContainer() throws Exception {
        assertThat(rules("hi_0.ts", "#EXT-X-MAP:URI=\"frag_init.mp4\"\nfrag_1.m4s"))
                .containsExactly("6.2.1-M5");
    }

    @Test
    void formatStays_findsFewerTracks() throws Exception {
        assertThat(rules("hi_0.ts", "sound.aac")).containsExactly("6.2.1-M5");
    }

    @Test
    void formatStays_findsAJumpInTime() throws Exception {
        assertThat(rules("hi_0.ts", "hi_0.ts")).containsExactly("6.2.1-M5");
        assertThat(rules("hi_0.ts", "hi_1.ts", "#EXT-X-DISCONTINUITY\nhi_0.ts")).isEmpty();
    }

    @Test
    void formatStays_findsAJumpInTheTimeOfFragments() throws Exception {
        String map = "#EXT-X-MAP:URI=\"frag_init.mp4\"\n";

        assertThat(rules(map + "frag_0.m4s", "frag_0.m4s")).containsExactly("6.2.1-M5");
    }

    @Test
    void media_opensWhatIsEncrypted() throws Exception {
        encrypt("a", "hi_0.ts", 7);
        encrypt("b", "hi_1.ts", 0xABC);

        assertThat(rules(
                        KEY_LINE + "\na",
                        KEY_LINE + ",IV=0x00000000000000000000000000000ABC\nb",
                        "#EXT-X-KEY:METHOD=NONE\n#EXT-X-DISCONTINUITY\nhi_0.ts"))
                .isEmpty();
    }

    @Test
    void vector_findsOneThatIsNotTheNumber() throws Exception {
        encrypt("a", "hi_0.ts", 8);

        assertThat(rules(KEY_LINE + "\na")).containsExactly("6.2.3-M4");
    }

    @Test
    void plainSaid_findsASegmentThatIsUnderAKeyAndNotEncrypted() throws Exception {
        assertThat(rules(KEY_LINE + "\nhi_0.ts")).containsExactly("6.2.3-M2");
    }

    @Test
    void keyHasUri_findsASegmentThatIsEncryptedAndUnderNone() throws Exception {
        encrypt("a", "hi_0.ts", 7);

        assertThat(rules("a")).containsExactly("6.2.3-M1");
    }

    @Test
    void codecsNamed_findsWhatNobodyNamed() throws Exception {
        bodies.put("lo.m3u8", playlist("hi_0.ts"));

        assertThat(media.next(MASTER.replace("avc1.42c00a", "avc1.4d4009"), bodies))
                .as("a lower level")
                .extracting(violation -> violation.rule().id())
                .containsExactly("6.2.4-M1");
        bodies.put("lo.m3u8", playlist("hi_0.ts", "hi_1.ts"));
        assertThat(media.next(MASTER.replace("avc1.42c00a", "avc1.64001f"), bodies))
                .as("a higher profile, whose decoders do")
                .isEmpty();
    }

    @Test
    void sameTimes_findsARenditionThatIsOff() throws Exception {
        bodies.put("lo.m3u8", playlist("lo_1.ts"));

        assertThat(rules("hi_0.ts")).containsExactly("6.2.4-M2a");
    }

    @Test
    void sameSound_findsAnotherSound() throws Exception {
        made.put("other.ts", withSoundOfAnotherRate(file("lo_0.ts"), (byte) 0x50));
        bodies.put("lo.m3u8", playlist("other.ts"));

        assertThat(rules("hi_0.ts")).containsExactly("6.2.4-S2");
    }

    @Test
    void media_isOfTheTracksThatAreInIt() throws Exception {
        assertThat(SegmentMedia.read(file("hi_0.ts"), new byte[0]).orElseThrow().tracks())
                .extracting(SegmentMedia.Track::codec)
                .containsExactly("avc1.42c00a", "mp4a.40.2");
        assertThat(SegmentMedia.read(file("frag_0.m4s"), file("frag_init.mp4"))
                        .orElseThrow()
                        .tracks())
                .extracting(SegmentMedia.Track::codec)
                .containsExactly("avc1.42c00a", "mp4a.40.2");
        assertThat(SegmentMedia.read(file("sound.aac"), new byte[0])
                        .orElseThrow()
                        .tracks())
                .extracting(SegmentMedia.Track::codec)
                .containsExactly("mp4a.40.2");
    }

    @Property(tries = 300)
    void media_ofDamagedBytes_isNoneOrSome(@ForAll int at, @ForAll byte with, @ForAll int length) throws IOException {
        for (String name : List.of("hi_0.ts", "frag_0.m4s", "sound.aac", "frag_init.mp4")) {
            byte[] bytes = file(name);
            bytes[Math.floorMod(at, bytes.length)] = with;
            byte[] cut = Arrays.copyOf(bytes, Math.floorMod(length, bytes.length + 1));

            assertThat(SegmentMedia.read(cut, new byte[0])).isNotNull();
            assertThat(SegmentMedia.read(cut, file("frag_init.mp4"))).isNotNull();
            assertThat(SegmentMedia.read(file("frag_0.m4s"), cut)).isNotNull();
        }
    }

    private void encrypt(String name, String file, int number) throws IOException, GeneralSecurityException {
        byte[] vector = new byte[16];
        vector[15] = (byte) number;
        vector[14] = (byte) (number >> 8);
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(vector));
        made.put(name, cipher.doFinal(file(file)));
    }

    /** The frames' headers say another rate. */
    private static byte[] withSoundOfAnotherRate(byte[] bytes, byte instead) {
        byte[] changed = bytes.clone();
        for (int i = 0; i + 3 < changed.length; i++) {
            if (changed[i] == (byte) 0xFF && (changed[i + 1] & 0xF6) == 0xF0 && changed[i + 2] == 0x4C) {
                changed[i + 2] = instead;
            }
        }
        return changed;
    }
}
