package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Result.Row;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.LogPatterns.Change;
import org.scruffy.telemetry.LogPatterns.Found;
import org.scruffy.telemetry.LogPatterns.Pattern;

class LogPatternsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Query WINDOW = Query.between(NOON, NOON.plusSeconds(3_600));

    private final Map<Instant, Map<String, Long>> messages = new HashMap<>();
    private final List<Query> asked = new ArrayList<>();

    /** Events that say messages: of each hour its own. */
    private final class Said extends Events {

        @Override
        public List<Column> columns() {
            return List.of(new Column("body", Column.Type.STRING));
        }

        @Override
        Result query(Query query, Run run) {
            asked.add(query);
            List<Row> rows = new ArrayList<>();
            messages.getOrDefault(query.from(), Map.of())
                    .forEach((message, count) ->
                            rows.add(new Row(Map.of("body", message), Map.of("COUNT", count), Map.of())));
            Row other = new Row(Map.of(), Map.of("COUNT", 7), Map.of());
            return new Result(rows, Row.NOTHING, other, List.of(), List.of(), rows.size());
        }
    }

    private Found find(Duration offset) {
        Events events = new Said();
        return new LogPatterns(events, new Queries(events)).find(WINDOW, "body", offset);
    }

    private void say(Instant hour, String message, long count) {
        messages.computeIfAbsent(hour, one -> new LinkedHashMap<>()).put(message, count);
    }

    @Test
    void messagesThatDifferInParametersAndAWord_areOnePattern() {
        say(NOON, "spot 17 of feed main aired for KSCF at last", 3);
        say(NOON, "spot 18 of feed main aired for KOTH at last", 2);
        say(NOON, "spot 18 of feed main failed", 1);

        Found found = find(Duration.ZERO);
        assertThat(found.patterns())
                .containsExactly(
                        new Pattern(
                                "spot <*> of feed main aired for <*> at last",
                                "spot 17 of feed main aired for KSCF at last",
                                5,
                                0),
                        new Pattern("spot <*> of feed main failed", "spot 18 of feed main failed", 1, 0));
        assertThat(found.leftOut()).isEqualTo(7);
        assertThat(asked)
                .singleElement()
                .satisfies(query -> assertThat(query.within()).hasSize(1));
    }

    @Test
    void patternsOfTwoTimes_areCompared_theMostChangedFirst() {
        Instant before = NOON.minusSeconds(86_400);
        say(NOON, "steady 1", 1_000);
        say(before, "steady 2", 1_100);
        say(NOON, "disk is full", 400);
        say(before, "all is well", 25);
        say(NOON, "retry in 3 s", 90);
        say(before, "retry in 4 s", 30);

        Found found = find(Duration.ofDays(1));
        assertThat(found.patterns())
                .extracting(pattern -> pattern.pattern() + " " + pattern.change(true))
                .containsExactly("disk is full NEW", "all is well GONE", "retry in <*> s UP", "steady <*> SAME");
        assertThat(found.patterns().get(0).change(false)).isEqualTo(Change.SAME);
        assertThat(found.leftOut()).isEqualTo(14);
    }

    @Test
    void columnThatNoEventHas_isRefused() {
        Events events = new Said();
        assertThatThrownBy(() -> new LogPatterns(events, new Queries(events)).find(WINDOW, "bodi", Duration.ZERO))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("body");
    }

    @Provide
    Arbitrary<Map<String, double[]>> counts() {
        Arbitrary<String> message = Arbitraries.of("a", "b", "c", "7", "8", "'x'", "long", "", "\n", "<*>", "é", "k=1")
                .list()
                .ofMaxSize(8)
                .map(words -> String.join(" ", words));
        return Arbitraries.maps(message, Arbitraries.integers().between(1, 50).map(n -> new double[] {n, 1}))
                .ofMaxSize(60);
    }

    @Property(tries = 500)
    void everyMessage_isCountedOnceInAPatternThatItMeets(@ForAll("counts") Map<String, double[]> counts) {
        List<Pattern> patterns = LogPatterns.patterns(counts, false);

        assertThat(patterns.stream().mapToLong(Pattern::count).sum())
                .isEqualTo(counts.values().stream()
                        .mapToLong(count -> (long) count[0])
                        .sum());
        assertThat(patterns).extracting(Pattern::pattern).doesNotHaveDuplicates();
        assertThat(counts.keySet())
                .allSatisfy(message -> assertThat(patterns)
                        .anySatisfy(pattern ->
                                assertThat(meets(message, pattern.pattern())).isTrue()));
    }

    private static boolean meets(String message, String pattern) {
        String[] words = Template.of(message).strip().split("\\s+");
        String[] wanted = pattern.split(" ");
        for (int i = 0; i < wanted.length && words.length == wanted.length; i++) {
            if (!wanted[i].equals("<*>") && !wanted[i].equals(words[i])) {
                return false;
            }
        }
        return words.length == wanted.length || pattern.isEmpty();
    }

    @Test
    void endlesslyDifferentMessages_areBoundedAndAllCounted() {
        Map<String, double[]> counts = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String word = Integer.toString(i, 36).replaceAll("\\d", "z") + "q".repeat(i % 13);
            counts.merge(word + " " + word + "y", new double[] {1, 0}, (one, other) -> new double[] {one[0] + 1, 0});
        }
        List<Pattern> patterns = LogPatterns.patterns(counts, false);
        assertThat(patterns).hasSizeLessThanOrEqualTo(5_001);
        assertThat(patterns.stream().mapToLong(Pattern::count).sum()).isEqualTo(20_000);
    }
}
