package org.scruffy.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.spi.telemetry.Contrast.Side;
import org.scruffy.spi.telemetry.Contrast.Split;
import org.scruffy.spi.telemetry.Contrast.Weight;

/**
 * Events of many columns of chance and one, {@value #CAUSE}, that tells the selected ones apart: what finds causes must find it,
 * and nothing else.
 */
public final class PlantedCause {

    /** The column that tells. */
    public static final String CAUSE = "cause";

    private static final int FEWEST_VALUES = 2;
    private static final int MOST_VALUES = 8;

    private final List<Column> columns = new ArrayList<>();
    private final int selected;
    private final int baseline;
    private final List<int[]> values = new ArrayList<>();

    /**
     * @param random what chance is made of
     * @param noise how many columns tell nothing
     * @param selected how many events are selected
     * @param baseline how many are not
     * @param shareSelected the share of the selected events that have the cause, 0 to 1
     * @param shareBaseline the share of the others that have it; as large where there is no cause at all
     */
    public PlantedCause(
            Random random, int noise, int selected, int baseline, double shareSelected, double shareBaseline) {
        this.selected = selected;
        this.baseline = baseline;
        add(CAUSE, i -> random.nextDouble() < (i < selected ? shareSelected : shareBaseline) ? 1 : 0);
        for (int column = 0; column < noise; column++) {
            double[] limits = limits(random);
            add("noise " + column, i -> value(random.nextDouble(), limits));
        }
    }

    private void add(String column, IntUnaryOperator valueOfEvent) {
        columns.add(new Column(column, Column.Type.STRING));
        values.add(IntStream.range(0, selected + baseline).map(valueOfEvent).toArray());
    }

    /** Where the values of a column end that has two to eight, each as likely as it happens to be. */
    private static double[] limits(Random random) {
        double[] limits = random.doubles(FEWEST_VALUES + random.nextInt(MOST_VALUES - FEWEST_VALUES + 1))
                .map(chance -> -Math.log(1 - chance))
                .toArray();
        double sum = 0;
        for (int i = 0; i < limits.length; i++) {
            sum += limits[i];
            limits[i] = sum;
        }
        for (int i = 0; i < limits.length; i++) {
            limits[i] /= sum;
        }
        return limits;
    }

    private static int value(double chance, double[] limits) {
        int value = 0;
        while (chance >= limits[value] && value < limits.length - 1) {
            value++;
        }
        return value;
    }

    public List<Column> columns() {
        return List.copyOf(columns);
    }

    /** What a store would count. */
    public Contrast contrast(List<List<String>> sets) {
        return new Contrast(
                new Side(selected, selected, selected, selected),
                new Side(baseline, baseline, baseline, baseline),
                sets.stream().map(this::split).toList());
    }

    private Split split(List<String> set) {
        List<int[]> asked = set.stream()
                .map(name -> values.get(columns.indexOf(new Column(name, Column.Type.STRING))))
                .toList();
        int[][] counts = new int[(int) Math.pow(MOST_VALUES, set.size())][2];
        for (int i = 0; i < selected + baseline; i++) {
            int group = 0;
            for (int[] ofColumn : asked) {
                group = group * MOST_VALUES + ofColumn[i];
            }
            counts[group][i < selected ? 0 : 1]++;
        }
        List<Share> shares = IntStream.range(0, counts.length)
                .filter(group -> counts[group][0] + counts[group][1] > 0)
                .mapToObj(group -> new Share(group(set, group), new Weight(counts[group][0], counts[group][1])))
                .sorted(Comparator.comparingDouble((Share share) ->
                                share.weight().selected() + share.weight().baseline())
                        .reversed())
                .toList();
        return new Split(set, shares, new Weight(0, 0));
    }

    private static Map<String, Object> group(List<String> set, int code) {
        Map<String, Object> group = new HashMap<>();
        int rest = code;
        for (int i = set.size() - 1; i >= 0; i--) {
            group.put(set.get(i), "value " + rest % MOST_VALUES);
            rest /= MOST_VALUES;
        }
        return group;
    }
}
