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
        expected.forEach((key, row) -> same(part + " " + key, found.get(key), row));
    }

    private static void same(String what, Result.Row found, Result.Row expected) {
        assertThat(found.values().keySet())
                .as("values of %s", what)
                .isEqualTo(expected.values().keySet());
        assertThat(found.errors().keySet())
                .as("errors of %s", what)
                .isEqualTo(expected.errors().keySet());
        expected.values().forEach((label, value) -> {
            double size = Math.abs(value.doubleValue());
            near(what + ", " + label, found.values().get(label).doubleValue(), value.doubleValue(), size);
            Double error = expected.errors().get(label);
            if (error != null) {
                near(what + ", error of " + label, found.errors().get(label), error, Math.max(size, error));
            }
        });
    }

    private static void near(String what, double found, double expected, double size) {
        assertThat(Double.compare(found, expected) == 0 || Math.abs(found - expected) <= NEAR * Math.max(1, size))
                .as("%s: found %s, expected %s", what, found, expected)
                .isTrue();
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
            near("error of " + cell, cell.error(), other.error(), other.error());
        }
    }
}
