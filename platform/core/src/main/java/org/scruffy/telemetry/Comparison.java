package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.spi.telemetry.Contrast.Side;
import org.scruffy.spi.telemetry.Contrast.Split;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.telemetry.Difference.Bar;
import org.scruffy.telemetry.Difference.Test;
import org.scruffy.telemetry.Difference.Verdict;
import org.scruffy.telemetry.Samples.Effect;

/** Compares two sides by the values of a column: as categories, or as a measure where these are numbers of many sizes. */
final class Comparison {

    private static final int MOST_CATEGORIES = 50;
    private static final int MOST_BARS = 40;
    private static final int FEW_BARS = 10;
    private static final int FEW_NUMBERS = 20;
    private static final long SMALL = 1_000; // a larger number stands for its step
    private static final double SEEN = 3; // a value that is seen less often proves nothing
    private static final double FEWEST = 5;

    /** So many independent observations of a value; it is null where events have none, and means nothing for the others. */
    private record Category(Object value, boolean others, double selected, double baseline) {

        double both() {
            return selected + baseline;
        }

        boolean told() {
            return !others && both() >= SEEN;
        }
    }

    private final Column column;
    private final List<Category> categories = new ArrayList<>();

    private Comparison(Column column, Split split, Side selection, Side rest) {
        this.column = column;
        double selected = evidence(selection) / selection.weight();
        double baseline = evidence(rest) / rest.weight();
        for (Share share : split.shares()) {
            Object value = share.group().get(column.name());
            categories.add(new Category(
                    value,
                    false,
                    share.weight().selected() * selected,
                    share.weight().baseline() * baseline));
        }
        Category others = new Category(
                null, true, split.others().selected() * selected, split.others().baseline() * baseline);
        if (others.both() > 0) {
            categories.add(others);
        }
    }

    /**
     * How many independent observations a side is worth: a trace counts once however many of its events there are, and uneven
     * sample rates cost what Kish's effective sample size says.
     */
    static double evidence(Side side) {
        return side.events() == 0 ? 0 : side.weight() * side.weight() / side.squares() * side.units() / side.events();
    }

    /** The difference, before others are known; empty where all events are alike. */
    static Optional<Difference> of(Column column, Split split, Side selection, Side baseline) {
        Comparison comparison = new Comparison(column, split, selection, baseline);
        return comparison.isMeasure() ? comparison.measured() : comparison.categorised(pooled(comparison.categories));
    }

    private boolean isMeasure() {
        return column.type() == Column.Type.FLOAT
                || areNumbers()
                        && (categories.size() > FEW_NUMBERS
                                || categories.stream().anyMatch(Comparison::large));
    }

    private boolean areNumbers() {
        return column.type() == Column.Type.INTEGER
                || column.type() == Column.Type.MIXED
                        && categories.stream()
                                .allMatch(category -> category.value == null || category.value instanceof Number);
    }

    private static boolean large(Category category) {
        return category.value instanceof Number number && Math.abs(number.doubleValue()) > SMALL;
    }

    /** The most frequent categories, and one of all others. */
    private static List<Category> pooled(List<Category> categories) {
        List<Category> told = categories.stream()
                .filter(Category::told)
                .sorted(Comparator.comparingDouble(Category::both).reversed())
                .limit(MOST_CATEGORIES)
                .toList();
        List<Category> pooled = new ArrayList<>(told);
        Category others = sum(categories, null);
        Category those = sum(told, null);
        if (others.both() - those.both() > 1e-9) {
            pooled.add(new Category(null, true, others.selected - those.selected, others.baseline - those.baseline));
        }
        return pooled;
    }

    private static Category sum(List<Category> categories, Object value) {
        return new Category(
                value,
                false,
                categories.stream().mapToDouble(Category::selected).sum(),
                categories.stream().mapToDouble(Category::baseline).sum());
    }

    private static Samples samples(List<Category> categories) {
        return new Samples(
                categories.stream().mapToDouble(Category::selected).toArray(),
                categories.stream().mapToDouble(Category::baseline).toArray());
    }

    private Optional<Difference> categorised(List<Category> pooled) {
        Samples samples = samples(pooled);
        Optional<Integer> telling = IntStream.range(0, pooled.size())
                .filter(i -> !pooled.get(i).others)
                .boxed()
                .max(Comparator.comparingDouble(i -> worth(samples.effect(i, i + 1))));
        if (pooled.size() < 2 || telling.isEmpty()) {
            return Optional.empty();
        }
        int most = telling.get();
        Effect effect = samples.effect(most, most + 1);
        boolean more = effect.selected() >= effect.baseline();
        boolean large = samples.large();
        return Optional.of(difference(
                large ? Test.G : Test.FISHER,
                large ? samples.likelihoodRatio() : samples.exact(),
                samples,
                equal(pooled.get(most).value, more),
                effect,
                bars(pooled)));
    }

    /** Of two values only, what came more often is told, not that the other came less. */
    private static double worth(Effect effect) {
        return effect.atLeast() + (effect.selected() > effect.baseline() ? 1e-9 : 0);
    }

    private Filter equal(Object value, boolean more) {
        if (value == null) {
            return Filter.of(column.name(), more ? Filter.Op.DOES_NOT_EXIST : Filter.Op.EXISTS);
        }
        return Filter.of(column.name(), more ? Filter.Op.EQUAL : Filter.Op.NOT_EQUAL, value);
    }

    /** By the values of the events that have one, or by whether they have one: two tests, of which the better counts twice. */
    private Optional<Difference> measured() {
        List<Category> numbers = categories.stream()
                .filter(category -> category.value != null)
                .sorted(Comparator.comparingDouble(category -> ((Number) category.value).doubleValue()))
                .toList();
        Optional<Difference> bySize = bySize(numbers);
        List<Category> absent = categories.stream()
                .filter(category -> category.value == null && !category.others)
                .toList();
        if (absent.isEmpty() || numbers.isEmpty()) {
            return bySize;
        }
        Optional<Difference> byPresence = categorised(List.of(absent.get(0), sum(numbers, "present")))
                .map(difference -> difference.counting(2, presence(difference)));
        return Stream.concat(
                        bySize.map(difference -> difference.counting(2, difference.filter())).stream(),
                        byPresence.stream())
                .min(Comparator.comparingDouble(Difference::p));
    }

    private Filter presence(Difference difference) {
        boolean exists = difference.filter().op() == Filter.Op.EXISTS
                || difference.filter().op() == Filter.Op.EQUAL;
        return Filter.of(column.name(), exists ? Filter.Op.EXISTS : Filter.Op.DOES_NOT_EXIST);
    }

    private Optional<Difference> bySize(List<Category> numbers) {
        Category all = sum(numbers, null);
        if (numbers.size() < 2 || all.selected < FEWEST || all.baseline < FEWEST) {
            return Optional.empty();
        }
        Samples samples = samples(numbers);
        int cut = samples.cut();
        Effect below = samples.effect(0, cut);
        Filter.Op op = below.selected() > below.baseline() ? Filter.Op.LESS : Filter.Op.GREATER_OR_EQUAL;
        return Optional.of(difference(
                Test.KOLMOGOROV_SMIRNOV,
                samples.kolmogorovSmirnov(),
                samples,
                Filter.of(column.name(), op, numbers.get(cut).value),
                below,
                ranges(numbers)));
    }

    private Difference difference(Test test, double p, Samples samples, Filter filter, Effect effect, List<Bar> bars) {
        Effect more = effect.positive();
        return new Difference(
                column,
                test,
                p,
                1,
                filter,
                more.selected(),
                more.baseline(),
                Math.max(0, more.atLeast()),
                samples.divergence(),
                Verdict.INDISTINGUISHABLE,
                "",
                List.of(),
                bars);
    }

    private static List<Bar> bars(List<Category> categories) {
        Category all = sum(categories, null);
        List<Category> shown = categories.stream()
                .filter(category -> !category.others)
                .limit(FEW_BARS)
                .toList();
        List<Bar> bars = new ArrayList<>();
        shown.forEach(category -> bars.add(bar(category, all)));
        Category those = sum(shown, null);
        if (shown.size() < categories.size()) {
            bars.add(bar(new Category(null, true, all.selected - those.selected, all.baseline - those.baseline), all));
        }
        return bars;
    }

    /** At most so many ranges, of equally many steps each. */
    private static List<Bar> ranges(List<Category> numbers) {
        Category all = sum(numbers, null);
        int steps = (numbers.size() + MOST_BARS - 1) / MOST_BARS;
        List<Bar> bars = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += steps) {
            List<Category> range = numbers.subList(from, Math.min(numbers.size(), from + steps));
            bars.add(bar(sum(range, range.get(0).value), all));
        }
        return bars;
    }

    private static Bar bar(Category category, Category all) {
        return new Bar(
                category.value, category.others, category.selected / all.selected, category.baseline / all.baseline);
    }
}
