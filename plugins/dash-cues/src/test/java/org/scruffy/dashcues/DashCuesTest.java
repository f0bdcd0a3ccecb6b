package org.scruffy.dashcues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.testkit.StitchingAdapterContract;

class DashCuesTest extends StitchingAdapterContract {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" xmlns:scte35=\"http://www.scte.org/schemas/35\" type=\"dynamic\""
            + " availabilityStartTime=\"2026-11-20T00:00:00Z\">";
    private static final Instant AVAILABLE = Instant.parse("2026-11-20T00:00:00Z");

    @Override
    protected StitchingAdapter adapter() {
        return new DashCues();
    }

    private static String sample(String name) {
        try (InputStream in = DashCuesTest.class.getResourceAsStream("/mediatailor/" + name + ".xml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Cue> cues(String... periods) {
        return new DashCues().cuesOfManifest(HEAD + String.join("", periods) + "</MPD>");
    }

    /** Sample 14.1 of SCTE 35. */
    private static final String OPPORTUNITY =
            "/DA0AAAAAAAA///wBQb+cr0AUAAeAhxDVUVJSAAAjn/PAAGlmbAICAAAAAAsoKGKNAIAmsnRfg==";

    private static final String PROGRAM = "<Period start=\"PT900S\" id=\"p\"/>";

    @Test
    void spliceInsertSample_isABreakOf105Seconds() {
        Instant at = AVAILABLE.plusMillis(173_402_036);

        assertThat(cues(PROGRAM, sample("splice-insert")))
                .containsExactly(new Cue("dash-insert-99-" + at, Cue.Type.OUT, at, Duration.ofSeconds(105)));
    }

    /** The event's own length, 59 s, goes before the descriptor's 90 s; its type stands where older editions have it. */
    @Test
    void timeSignalSample_isABreakAsLongAsItsEvent() {
        Instant at = AVAILABLE.plusMillis(346_530_250);

        assertThat(cues(PROGRAM, sample("time-signal")))
                .containsExactly(new Cue("dash-segmentation-1414668-" + at, Cue.Type.OUT, at, Duration.ofSeconds(59)));
        assertThat(cues(PROGRAM, sample("time-signal").replace("  duration=\"5310000\"", "")))
                .extracting(Cue::length)
                .containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void binarySample_ofSeveralPeriods_isTheBreakOfItsFirstEvent() {
        Instant at = AVAILABLE.plusMillis(444_806_040);

        assertThat(cues(PROGRAM, sample("binary").replaceAll("QW5v[^<]*", OPPORTUNITY)))
                .containsExactly(new Cue("dash-insert-448-" + at, Cue.Type.OUT, at, Duration.ofSeconds(24)));
    }

    @Test
    void binarySample_ofASinglePeriod_isABreakAnEventAtTheEventsTime() {
        String single =
                sample("binary").replace("timescale=\"1\"", "timescale=\"1\" presentationTimeOffset=\"1541436200\"");
        Instant start = AVAILABLE.plusMillis(444_806_040);

        assertThat(cues(single))
                .extracting(Cue::type, Cue::at, Cue::length)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, start.plusSeconds(40), Duration.ofSeconds(24)),
                        Tuple.tuple(Cue.Type.OUT, start.plusSeconds(160), Duration.ofSeconds(24)));
    }

    @Test
    void periodWithoutAStart_beginsWhereTheOneBeforeItEnds() {
        String period = sample("splice-insert").replace("start=\"PT173402.036S\"", "");

        assertThat(cues("<Period start=\"PT1H\" duration=\"PT10M0.5S\"/>", period))
                .extracting(Cue::at)
                .containsExactly(AVAILABLE.plusSeconds(4200).plusMillis(500));
    }

    @Test
    void wayBackAndCancelledEvents_areCuesIn() {
        String in = sample("splice-insert").replace("outOfNetworkIndicator=\"true\"", "outOfNetworkIndicator=\"0\"");
        String off = sample("splice-insert")
                .replace("spliceEventCancelIndicator=\"false\"", "spliceEventCancelIndicator=\"true\"");

        assertThat(cues(in)).extracting(Cue::type).containsExactly(Cue.Type.IN);
        assertThat(cues(off)).extracting(Cue::type).containsExactly(Cue.Type.IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:mpeg:dash:event:2012", "urn:scte:scte35:2013:bin", ""})
    void eventsOfOtherSchemes_arePassedOver(String scheme) {
        assertThat(cues(sample("splice-insert").replace("urn:scte:scte35:2013:xml", scheme)))
                .isEmpty();
    }

    @Test
    void nothingOutsideTheDocument_isEverRead(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(
                folder.resolve("secret"), "/DAhAAAAAAAAAP/wEAUAAAHAf+9/fgAg9YDAAAAAAAA25aoh", StandardCharsets.UTF_8);
        String type = "<!DOCTYPE MPD [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>";
        String event = sample("binary").replace("/DAhAAAAAAAAAP/wEAUAAAHAf+9/fgAg9YDAAAAAAAA25aoh", "&x;");
        String mpd = HEAD.replace("<MPD", type + "<MPD") + PROGRAM + event + "</MPD>";

        assertThat(new DashCues().cuesOfManifest(mpd)).isEmpty();
    }

    @Test
    void entitiesThatMultiply_costNothing() {
        StringBuilder type = new StringBuilder("<!DOCTYPE MPD [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 20; i++) {
            type.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        String mpd = HEAD.replace("<MPD", type + "]><MPD") + "<x>&a19;</x></MPD>";

        assertThat(new DashCues().cuesOfManifest(mpd)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT9223372036854775807S", "P99999999999999D", "PT-5S", "soon"})
    void timesThatCannotBe_doNotMakeItThrow(String start) {
        assertThat(cues(sample("splice-insert").replace("PT173402.036S", start)))
                .hasSizeLessThan(2);
    }

    @Test
    void documentThatIsTooLarge_isNotRead() {
        assertThat(cues(sample("splice-insert"), " ".repeat(2 * 1024 * 1024))).isEmpty();
    }

    @Test
    void anyDamage_isSurvived() {
        Random random = new Random(35);
        String whole = HEAD + PROGRAM + sample("splice-insert") + sample("time-signal") + sample("binary") + "</MPD>";
        for (int i = 0; i < 3000; i++) {
            StringBuilder damaged = new StringBuilder(whole);
            for (int j = random.nextInt(4); j >= 0; j--) {
                int at = HEAD.length() + random.nextInt(damaged.length() - HEAD.length());
                damaged.setCharAt(at, "9-<>&\"PT.\u0000 e".charAt(random.nextInt(12)));
            }
            assertThat(new DashCues().cuesOfManifest(damaged.toString())).isNotNull();
        }
    }
}
