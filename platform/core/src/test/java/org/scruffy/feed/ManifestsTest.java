package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.HandClock;
import org.scruffy.Silence;

class ManifestsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @TempDir
    Path home;

    private final HandClock clock = new HandClock(NOON);

    private Manifests manifests() {
        return new Manifests(home, Duration.ofHours(24), new Silence(), clock);
    }

    private static String body(int number) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:" + number + "\n");
        for (int i = number; i < number + 8; i++) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:")
                    .append(NOON.plusSeconds(2L * i))
                    .append("\n#EXTINF:2.000000,\nhttp://network.example/live/main/hi/")
                    .append(i)
                    .append(".ts\n");
        }
        return text.toString();
    }

    private static Witness.Published version(String rendition, int number) {
        return new Witness.Published(rendition, NOON.plusSeconds(2L * number), TRACE, body(number));
    }

    private void keep(Manifests manifests, int from, int to) {
        for (int i = from; i < to; i++) {
            manifests.keep("KSCF", "main", version("v0", i));
            manifests.keep("KSCF", "main", version("v1", i));
            if (i % 500 == 0) {
                manifests.flush();
            }
        }
        manifests.flush();
    }

    private static Optional<ManifestVersion> seen(Manifests manifests, Instant at) {
        return manifests.at("KSCF", "main", "v0", at);
    }

    @Test
    void version_isWhatWasOutAtThatSecond() {
        Manifests manifests = manifests();
        keep(manifests, 0, 100);

        ManifestVersion version = seen(manifests, NOON.plusSeconds(101)).orElseThrow();

        assertThat(version.text()).isEqualTo(body(50));
        assertThat(version.etag()).isEqualTo(Body.of(body(50)).etag(false));
        assertThat(version.at()).isEqualTo(NOON.plusSeconds(100));
        assertThat(version.until()).contains(NOON.plusSeconds(102));
        assertThat(version.before()).contains(NOON.plusSeconds(98));
        assertThat(version.traceId()).isEqualTo(TRACE);
        assertThat(seen(manifests, NOON.minusSeconds(1))).isEmpty();
        assertThat(manifests.at("KSCF", "main", "v7", NOON.plusSeconds(60))).isEmpty();
        assertThat(manifests.renditions("KSCF", "main", NOON.plusSeconds(60))).containsExactly("v0", "v1");
    }

    @Test
    void versions_goOnAcrossTheHourAndAcrossARestart() {
        keep(manifests(), 0, 1850);
        Manifests again = manifests();
        keep(again, 1850, 1900);

        assertThat(seen(again, NOON.plusSeconds(3601)).orElseThrow().text()).isEqualTo(body(1800));
        assertThat(seen(again, NOON.plusSeconds(3600)).orElseThrow().before()).contains(NOON.plusSeconds(3598));
        assertThat(seen(again, NOON.plusSeconds(3598)).orElseThrow().until()).contains(NOON.plusSeconds(3600));
        assertThat(seen(again, NOON.plusSeconds(3700)).orElseThrow().text()).isEqualTo(body(1850));
        assertThat(seen(again, NOON.plusSeconds(3700)).orElseThrow().before()).contains(NOON.plusSeconds(3698));
    }

    @Test
    void versionThatWasHalfWrittenWhenThePowerFailed_isCutOffAndTheRestIsThere() throws IOException {
        keep(manifests(), 0, 10);
        Path texts = home.resolve("KSCF/main/20261124T12.txt");
        Path index = home.resolve("KSCF/main/20261124T12.idx");
        Files.write(texts, List.of("torn"), StandardOpenOption.APPEND);
        byte[] half = new byte[33];
        Files.write(index, half, StandardOpenOption.APPEND);

        assertThat(seen(manifests(), NOON.plusSeconds(60)).orElseThrow().text()).isEqualTo(body(9));
        Manifests again = manifests();
        keep(again, 20, 30);

        assertThat(seen(again, NOON.plusSeconds(19)).orElseThrow().text()).isEqualTo(body(9));
        assertThat(seen(again, NOON.plusSeconds(50)).orElseThrow().text()).isEqualTo(body(25));
    }

    @Test
    void versionThatSaysTheSame_isKeptOnce() {
        Manifests manifests = manifests();
        manifests.keep("KSCF", "main", version("v0", 1));
        manifests.keep("KSCF", "main", new Witness.Published("v0", NOON.plusSeconds(30), TRACE, body(1)));
        manifests.flush();

        assertThat(seen(manifests, NOON.plusSeconds(60)).orElseThrow().at()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void hoursThatAreOver_areDeletedWhole() throws IOException {
        Manifests manifests = manifests();
        keep(manifests, 0, 1);
        manifests.keep("KSCF", "main", new Witness.Published("v0", NOON.plusSeconds(90_000), TRACE, body(7)));
        clock.forward(Duration.ofHours(26));
        manifests.flush();

        try (Stream<Path> files = Files.list(home.resolve("KSCF/main"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("20261125T13.idx", "20261125T13.txt");
        }
    }

    @Test
    void queueThatIsFull_dropsAndCounts() {
        Manifests manifests = manifests();
        for (int i = 0; i < 2_010; i++) {
            manifests.keep("KSCF", "main", version("v0", i));
        }

        assertThat(manifests.dropped()).isEqualTo(10);
    }

    @Test
    void dayOfAFeedWithTwoRenditions_isSmall() throws IOException {
        keep(manifests(), 0, 1800);

        long size = Files.size(home.resolve("KSCF/main/20261124T12.txt"))
                + Files.size(home.resolve("KSCF/main/20261124T12.idx"));
        assertThat(size).isLessThan(3_600L * body(0).length() / 3);
    }
}
