package org.scruffy.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CardinalityTest {

    private static Cardinality of(long from, long to) {
        Cardinality cardinality = new Cardinality();
        for (long i = from; i < to; i++) {
            cardinality.add(i % 2 == 0 ? (Object) i : "value " + i);
        }
        return cardinality;
    }

    private static long estimate(Cardinality cardinality) {
        return Cardinality.estimate(cardinality.registers());
    }

    @Property(tries = 100)
    void values_areEstimated(@ForAll @IntRange(max = 50_000) int count, @ForAll int from) {
        long estimate = estimate(of(from, (long) from + count));
        assertThat(Math.abs(estimate - count)).isLessThanOrEqualTo(Math.max(1, count / 5)); // four standard errors
    }

    @Test
    void fewValues_areCountedRight() {
        Cardinality few = of(0, 5);
        for (int i = 0; i < 1_000; i++) {
            few.add("value 1");
        }
        assertThat(estimate(few)).isEqualTo(5);
        assertThat(few.add("value 3")).as("said before").isFalse();
        assertThat(estimate(new Cardinality())).isZero();
    }

    @Test
    void mergedOnes_countTheirUnion() {
        Cardinality union = of(0, 6_000);
        union.merge(of(4_000, 10_000).registers());
        assertThat(estimate(union)).isCloseTo(10_000, Percentage.withPercentage(15));
        union.merge(new byte[0]);
        assertThat(union.registers()).hasSize(Cardinality.SIZE);
    }

    @Test
    void typesOfValues_areToldApart() {
        Cardinality mixed = new Cardinality();
        List.of(1L, 1.5, true, "one", "", "TRUE").forEach(mixed::add);
        assertThat(estimate(mixed)).isEqualTo(6);
    }
}
