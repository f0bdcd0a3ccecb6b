package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.schedule.Creative;

/**
 * Two nodes that share the records and nothing else publish the same bytes, break after break. Some minutes of air in the build;
 * {@code -Dnodes.polls=10000} for hours of it.
 */
class TwoNodesTest {

    private static final int SEGMENT = 6;
    private static final int BREAK_EVERY = 40;
    private static final int BREAK_LENGTH = 5;
    private static final Duration PACE = Duration.ofSeconds(3);

    @TempDir
    Path media;

    private final int polls = Integer.getInteger("nodes.polls", 200);

    @Test
    void nodes_publishTheSameBytes() {
        try (Air air = new Air(media, SEGMENT, Duration.ofSeconds(SEGMENT))) {
            int breaks = plan(air);
            LiveFeed one = air.another();
            LiveFeed other = air.another();
            Set<String> versions = new HashSet<>();
            Set<String> spots = new HashSet<>();
            for (int i = 0; i < polls; i++) {
                for (LiveFeed node : List.of(one, other)) {
                    node.planned(air.breaks);
                    node.poll();
                }
                for (String name : List.of("v0", "v1")) {
                    Body body = one.body(name).orElseThrow();
                    Body same = other.body(name).orElseThrow();
                    assertThat(same.plain()).as("%s at poll %d", name, i).isEqualTo(body.plain());
                    assertThat(same.etag(true)).isEqualTo(body.etag(true));
                    versions.add(name + body.etag(false));
                    body.text()
                            .lines()
                            .filter(line -> line.contains("ID=\"spot"))
                            .forEach(spots::add);
                }
                air.clock.forward(PACE);
            }
            System.out.println("nodes: " + polls + " polls, " + versions.size() + " versions, " + breaks + " breaks, "
                    + spots.size() + " ranges of spots, all alike");
            assertThat(versions).hasSizeGreaterThan(polls / 2);
            assertThat(spots).hasSizeGreaterThan(breaks / 2);
        }
    }

    /** Breaks of one to three spots: too long, too short and just right, some of which come back early. */
    private int plan(Air air) {
        Creative[] spots = new Creative[3];
        for (int i = 0; i < spots.length; i++) {
            Duration[] segments = new Duration[i + 1];
            Arrays.fill(segments, Duration.ofSeconds(SEGMENT));
            spots[i] = air.creative("SPOT" + i, segments);
        }
        int breaks = 0;
        long last = polls * PACE.toSeconds() / SEGMENT;
        for (int index = BREAK_EVERY / 2; index < last; index += BREAK_EVERY) {
            int back = breaks % 3 == 0 ? 2 : BREAK_LENGTH;
            Instant at = air.signalled(index, "#EXT-X-CUE-OUT:" + BREAK_LENGTH * SEGMENT, back);
            Creative[] pod = Arrays.copyOf(spots, 1 + breaks % 3);
            air.breaks.add(Air.planned("" + index, at, BREAK_LENGTH * SEGMENT, pod));
            breaks++;
        }
        return breaks;
    }
}
