package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Result;

/** Whether two answers are the same, but for the order in which numbers were added up. */
final class Answers {

    private static final double NEAR = 1e-6;

    private Answers() {}

    static void same(Result found, Result expected) {
        assertThat(found.matched()).as("matched").isEqualTo(expected.matched());
        same("rows", byGroup(found.rows()), byGroup(expected.rows()));
        same("total", byGroup(List.of(found.total())), byGroup(List.of(expected.total())));
        same("other", byGroup(List.of(found.other())), byGroup(List.of(expected.other())));
        same("series", bySteps(found.series()), bySteps(expected.series()));
        assertThat(found.heatmaps()).as("heatmaps").hasSameSizeAs(expected.heatmaps());
        for (int i = 0; i < expected.heatmaps().size(); i++) {
            same(found.heatmaps().get(i), expected.heatmaps().get(i));
        }
    }

    private static Map<Object, Result.Row> byGroup(List<Result.Row> rows) {
        Map<Object, Result.Row> byGroup = new HashMap<>();
        rows.forEach(row -> assertThat(byGroup.put(row.group(), row))
                .as("one row for %s", row.group())
                .isNull());
        return byGroup;
    }

    private static Map<Object, Result.Row> bySteps(List<Result.Step> series) {
        Map<Object, Result.Row> bySteps = new HashMap<>();
        series.forEach(step -> assertThat(
                        bySteps.put(List.of(step.time(), step.row().group()), step.row()))
                .as("one step for %s at %s", step.row().group(), step.time())
                .isNull());
        return bySteps;
    }

    private static void same(String part, Map<Object, Result.Row> found, Map<Object, Result.Row> expected) {
        assertThat(found.keySet()).as(part).isEqualTo(expected.keySet());
        expected.forEach((key, row) -> {
            near(part + " " + key + ", values", found.get(key).values(), row.values());
            near(part + " " + key + ", errors", found.get(key).errors(), row.errors());
        });
    }

    private static void near(String what, Map<String, ? extends Number> found, Map<String, ? extends Number> expected) {
        assertThat(found.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((label, number) -> assertThat(near(found.get(label).doubleValue(), number.doubleValue()))
                .as("%s of %s: found %s, expected %s", what, label, found.get(label), number)
                .isTrue());
    }

    private static boolean near(double found, double expected) {
        return Double.compare(found, expected) == 0
                || Math.abs(found - expected) <= NEAR * Math.max(1, Math.max(Math.abs(found), Math.abs(expected)));
    }

    /** Which of several equally large events a cell names is the store's affair. */
    private static void same(Heatmap found, Heatmap expected) {
        assertThat(found.column()).isEqualTo(expected.column());
        assertThat(found.cells()).as("cells").hasSameSizeAs(expected.cells());
        for (int i = 0; i < expected.cells().size(); i++) {
            Heatmap.Cell cell = found.cells().get(i);
            Heatmap.Cell other = expected.cells().get(i);
            assertThat(List.of(cell.x(), cell.y(), cell.count(), cell.max()))
                    .isEqualTo(List.of(other.x(), other.y(), other.count(), other.max()));
            assertThat(near(cell.error(), other.error()))
                    .as("error of %s", cell)
                    .isTrue();
        }
    }
}
