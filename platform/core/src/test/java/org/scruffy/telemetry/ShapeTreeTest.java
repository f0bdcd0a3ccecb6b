package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Event;

class ShapeTreeTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static Event span(String id, String parent, String name, int atMs, double ms) {
        Map<String, Object> fields = new HashMap<>(Map.of("trace.span_id", id, "name", name, "service.name", "web"));
        fields.put("duration_ms", ms);
        if (!parent.isEmpty()) {
            fields.put("trace.parent_id", parent);
        }
        return new Event(NOON.plusMillis(atMs), fields);
    }

    private static List<Event> request(int lookups) {
        List<Event> trace = new ArrayList<>(List.of(span("a", "", "GET /week", 0, 100)));
        for (int i = 0; i < lookups; i++) {
            trace.add(span("b" + i, "a", "SELECT spot", 10 * i, 5));
        }
        return trace;
    }

    @Test
    void whatOneSideDoesMoreOften_isSaidAsMeansOfItsTraces() {
        ShapeTree tree = new ShapeTree();
        tree.select("s1", request(8));
        tree.select("s2", request(4));
        tree.compare("b1", request(1));

        TraceShape shape = tree.shape();

        assertThat(shape.selection()).isEqualTo(2);
        assertThat(shape.baseline()).isEqualTo(1);
        TraceShape.Node lookup = shape.nodes().get(1);
        assertThat(lookup.name()).isEqualTo("SELECT spot");
        assertThat(lookup.parent()).isZero();
        assertThat(lookup.selection()).isEqualTo(new TraceShape.Side(6, 30, 30, 2, "s1", "b0"));
        assertThat(lookup.baseline()).isEqualTo(new TraceShape.Side(1, 5, 5, 1, "b1", "b0"));
        assertThat(shape.nodes().get(0).selection().selfMs()).isEqualTo(70); // 100 without 40, and without 20
    }

    @Test
    void selfTime_isWithoutChildrenThatOverlapOrOutliveTheirParent() {
        ShapeTree tree = new ShapeTree();
        tree.select(
                "s",
                List.of(
                        span("a", "", "GET", 0, 100),
                        span("b", "a", "one", 10, 30),
                        span("c", "a", "two", 20, 30),
                        span("d", "a", "late", 90, 500)));

        TraceShape.Node root = tree.shape().nodes().get(0);

        assertThat(root.selection().selfMs()).isEqualTo(50);
    }

    @Test
    void ofSiblings_thoseThatDifferMostComeFirst_andWhatIsOnOneSideOnly() {
        ShapeTree tree = new ShapeTree();
        tree.select(
                "s",
                List.of(span("a", "", "GET", 0, 100), span("b", "a", "same", 0, 9), span("c", "a", "new", 10, 50)));
        tree.compare("b", List.of(span("a", "", "GET", 0, 50), span("b", "a", "same", 0, 9)));

        TraceShape shape = tree.shape();

        assertThat(shape.nodes()).extracting(TraceShape.Node::name).containsExactly("GET", "new", "same");
        assertThat(shape.nodes().get(1).baseline().trace()).isEmpty();
    }

    @Test
    void aLongChainAndACircle_areNoTrouble() {
        List<Event> chain = new ArrayList<>(List.of(span("0", "", "call", 0, 1)));
        for (int i = 1; i < 30_000; i++) {
            chain.add(span(Integer.toString(i), Integer.toString(i - 1), "call", 0, 1));
        }
        chain.add(span("x", "y", "circle", 0, 1));
        chain.add(span("y", "x", "circle", 0, 1));
        ShapeTree tree = new ShapeTree();
        tree.select("s", chain);

        TraceShape shape = tree.shape();

        assertThat(shape.truncated()).isTrue();
        assertThat(shape.nodes()).hasSize(2_000).noneMatch(node -> node.name().equals("circle"));
    }

    @Property(tries = 200)
    void equalSides_differInNothing_whateverTheOrder(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int traces) {
        Random random = new Random(seed);
        ShapeTree tree = new ShapeTree();
        for (int i = 0; i < traces; i++) {
            List<Event> trace = forest(random);
            tree.select("s" + i, trace);
            List<Event> shuffled = new ArrayList<>(trace);
            Collections.shuffle(shuffled, random);
            tree.compare("b" + i, shuffled);
        }

        assertThat(tree.shape().nodes()).allSatisfy(node -> {
            assertThat(node.selection().spans()).isEqualTo(node.baseline().spans());
            assertThat(node.selection().traces()).isEqualTo(node.baseline().traces());
            assertThat(Math.abs(node.selection().selfMs() - node.baseline().selfMs()))
                    .isLessThan(1e-6);
            assertThat(Math.abs(node.selection().totalMs() - node.baseline().totalMs()))
                    .isLessThan(1e-6);
        });
    }

    private static List<Event> forest(Random random) {
        List<Event> spans = new ArrayList<>();
        int size = 1 + random.nextInt(40);
        for (int i = 0; i < size; i++) {
            String parent = i == 0 || random.nextInt(9) == 0 ? "" : Integer.toString(random.nextInt(i));
            spans.add(
                    span(Integer.toString(i), parent, "n" + random.nextInt(4), random.nextInt(50), random.nextInt(90)));
        }
        return spans;
    }
}
