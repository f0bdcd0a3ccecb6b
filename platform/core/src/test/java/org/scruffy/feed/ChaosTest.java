package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.schedule.Creative;

/**
 * Hours on air on a virtual clock while everything goes wrong that can: the origin answers errors and garbage, is stale, starts
 * anew and loses a rendition; creatives and the database go; processes are killed; viewers change from node to node. Twenty minutes in
 * the build; {@code -Dchaos.minutes=1440} for a day, {@code -Dchaos.seed} to repeat one.
 */
class ChaosTest {

    private static final Duration SIX = Duration.ofSeconds(6);
    private static final Duration PACE = Duration.ofSeconds(3);

    @TempDir
    Path media;

    private final int minutes = Integer.getInteger("chaos.minutes", 20);
    /** The same in every build; long runs are different each time. */
    private final long seed = Long.getLong("chaos.seed", minutes == 20 ? 2026 : new Random().nextLong());

    private final Random random = new Random(seed);
    private final Map<String, HlsConformance> watches = new TreeMap<>();
    private final Map<String, TreeMap<Long, Segment>> seen = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> deeds = new ArrayList<>();
    private final Set<Integer> unequal = new HashSet<>();
    private Air air;
    private LiveFeed one;
    private LiveFeed other;
    private Instant until = Instant.MIN;
    private int polls;

    @Test
    void hoursOfChaos_breakNoRuleAndLoseNoAiring() throws IOException {
        try (Air opened = new Air(media, 6, SIX)) {
            air = opened;
            plan();
            one = air.another();
            other = air.another();
            Instant end = air.clock.instant().plus(Duration.ofMinutes(minutes));
            while (air.clock.instant().isBefore(end) && violations.isEmpty()) {
                misbehave();
                poll();
                air.clock.forward(PACE);
            }
            recover();
            ((MemoryRecords) air.records).down = false;
            for (int i = 0; i < 40; i++) {
                poll();
                air.clock.forward(PACE);
            }
            judge();
        }
    }

    /** A break every four minutes or so, of one to three spots; some come back early, some never say so. */
    private void plan() {
        Creative[] spots = new Creative[6];
        for (int i = 0; i < spots.length; i++) {
            Duration[] segments = new Duration[1 + i];
            java.util.Arrays.fill(segments, Duration.ofSeconds(5));
            spots[i] = air.creative("SPOT" + i, segments);
        }
        long last = Duration.ofMinutes(minutes).toSeconds() / 6;
        for (long index = 25; index < last; index += 35 + random.nextInt(15)) {
            int length = 5 + random.nextInt(6);
            int back = switch (random.nextInt(4)) {
                case 0 -> -1;
                case 1 -> 1 + random.nextInt(length);
                default -> length;
            };
            Instant at = air.signalled((int) index, "#EXT-X-CUE-OUT:" + length * 6, back);
            Creative[] pod = new Creative[1 + random.nextInt(3)];
            for (int i = 0; i < pod.length; i++) {
                pod[i] = spots[random.nextInt(spots.length)];
            }
            air.breaks.add(Air.planned("" + index, at, length * 6, pod));
            if (random.nextInt(3) == 0) {
                air.origin.tag(index + 12 + random.nextInt(10), "#EXT-X-DISCONTINUITY");
            }
        }
    }

    private void misbehave() throws IOException {
        if (air.clock.instant().isBefore(until)) {
            return;
        }
        recover();
        if (((MemoryRecords) air.records).down) {
            // who is up writes what waited: nobody can go on from numbers that stand nowhere
            ((MemoryRecords) air.records).down = false;
            one.poll();
            other.poll();
        }
        int more = random.nextInt(4);
        until = air.clock
                .instant()
                .plus(Duration.ofSeconds(10 + random.nextInt(50)))
                .plus(Duration.ofMinutes(more));
        int deed = random.nextInt(12);
        deeds.add(air.clock.instant() + " deed " + deed + " until " + until);
        switch (deed) {
            case 0 -> air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 404, "gone"));
            case 1 -> air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
            case 2 -> air.origin.faults.put("lo", exchange -> SimulatedOrigin.send(exchange, 503, "later"));
            case 3 -> air.origin.faults.put("hi", exchange -> SimulatedOrigin.send(exchange, 200, "<html>garbage"));
            case 4 -> freeze();
            case 5 -> air.origin.firstSequence = Math.max(0, air.origin.newest() - random.nextInt(6));
            case 6 -> Files.deleteIfExists(media.resolve("SPOT" + random.nextInt(6) + "/v360/0.ts"));
            case 7 -> ((MemoryRecords) air.records).down = true;
            case 8 -> one = air.another();
            case 9 -> other = air.another();
            case 10 -> air.adapterFails = true;
            default -> air.origin.faults.put("hi", exchange -> exchange.close());
        }
    }

    private void freeze() {
        for (String name : List.of("hi", "lo")) {
            String frozen = air.origin.playlist(name);
            air.origin.faults.put(name, exchange -> SimulatedOrigin.send(exchange, 200, frozen));
        }
    }

    private void recover() throws IOException {
        air.origin.faults.clear();
        air.adapterFails = false;
        for (int i = 0; i < 6; i++) {
            Files.writeString(media.resolve("SPOT" + i + "/v360/0.ts"), "again");
        }
    }

    private void poll() {
        polls++;
        for (LiveFeed node : List.of(one, other)) {
            node.planned(air.breaks);
            node.poll();
        }
        Map<String, String> bodies = new TreeMap<>();
        for (String name : List.of("v0", "v1")) {
            // viewers change from node to node
            LiveFeed node = random.nextBoolean() ? one : other;
            node.body(name).ifPresent(body -> bodies.put(name, body.text()));
            one.body(name)
                    .filter(body -> !other.body(name).map(Body::text).equals(java.util.Optional.of(body.text())))
                    .ifPresent(body -> unequal.add(polls));
        }
        bodies.forEach((name, body) -> {
            watches.computeIfAbsent(name, key -> new HlsConformance()).next(body).stream()
                    .filter(violation -> violation.rule() != HlsRule.LONG_ENOUGH)
                    .forEach(violation -> violations.add(air.clock.instant() + " " + name + " " + violation));
            PlaylistReaderTest.read(body)
                    .segments()
                    .forEach(segment -> seen.computeIfAbsent(name, key -> new TreeMap<>())
                            .putIfAbsent(segment.sequence(), segment));
        });
        HlsConformance.acrossRenditions(bodies).stream()
                .filter(violation -> violation.rule() != HlsRule.SAME_CONTENT)
                .forEach(violation -> violations.add(air.clock.instant() + " " + violation));
    }

    /** Airings of the log of which viewers did not see all. */
    private List<String> missed(List<Airing> airings) {
        List<Segment> spots = seen.values().stream()
                .flatMap(segments -> segments.values().stream())
                .filter(segment -> segment.uri().contains("/spots/"))
                .toList();
        return airings.stream()
                .filter(airing -> {
                    Instant end = airing.actualStart().plus(airing.length());
                    Duration visible = spots.stream()
                            .filter(segment -> !segment.start().isBefore(airing.actualStart())
                                    && segment.start().isBefore(end))
                            .collect(java.util.stream.Collectors.toMap(
                                    Segment::start, Segment::length, (one, other) -> one))
                            .values()
                            .stream()
                            .reduce(Duration.ZERO, Duration::plus);
                    return !visible.equals(airing.length());
                })
                .map(Airing::toString)
                .toList();
    }

    private void judge() {
        String story = "seed " + seed + "\n" + String.join("\n", deeds);
        assertThat(violations).as(story).isEmpty();
        assertThat(air.kept).as(story).isEmpty();
        List<Airing> airings = ((MemoryRecords) air.records).airings;
        assertThat(airings)
                .as("nothing airs twice: " + story)
                .extracting(airing -> airing.avail() + "/" + airing.position())
                .doesNotHaveDuplicates();
        // in any rendition: the origin may lose one
        Duration shown = seen.values().stream()
                .flatMap(segments -> segments.values().stream())
                .filter(segment -> segment.uri().contains("/spots/"))
                .collect(java.util.stream.Collectors.toMap(Segment::start, Segment::length, (one, other) -> one))
                .values()
                .stream()
                .reduce(Duration.ZERO, Duration::plus);
        Duration logged = airings.stream().map(Airing::length).reduce(Duration.ZERO, Duration::plus);
        System.out.println("chaos: seed " + seed + ", " + polls + " polls, " + airings.size() + " spots, shown " + shown
                + ", logged " + logged + ", polls at which the nodes differed " + unequal.size());
        assertThat(missed(airings)).as(story).isEmpty();
        assertThat(shown).as("what was shown is logged: " + story).isEqualTo(logged);
    }
}
