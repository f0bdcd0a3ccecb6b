package org.scruffy.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.scruffy.order.Rotation.Share;

class RotationTest {

    private static final List<Share> THREE_TO_ONE = List.of(new Share("A", 3), new Share("B", 1));

    @Example
    void weighted_givesTheRestToTheLargestRemainderAndSpacesEach() {
        assertThat(Rotation.WEIGHTED.of(THREE_TO_ONE, 8, 0)).containsExactly("A", "A", "B", "A", "A", "A", "B", "A");
        assertThat(Rotation.counts(List.of(new Share("A", 1), new Share("B", 1), new Share("C", 1)), 5))
                .containsExactly(2, 2, 1);
    }

    @Example
    void even_leavesWeightsAside() {
        assertThat(Rotation.EVEN.of(THREE_TO_ONE, 4, 0)).containsExactly("A", "B", "A", "B");
    }

    @Example
    void sequence_goesOnWhereItWas() {
        List<Share> three = List.of(new Share("A", 1), new Share("B", 1), new Share("C", 1));

        assertThat(Rotation.SEQUENTIAL.of(three, 4, 2)).containsExactly("C", "A", "B", "C");
        assertThat(Rotation.SEQUENTIAL.of(three, 2, Integer.MAX_VALUE)).hasSize(2);
    }

    @Example
    void rotation_needsACreativeAndSensibleWeights() {
        assertThat(Rotation.EVEN.of(List.of(), 0, 0)).isEmpty();
        assertThatThrownBy(() -> Rotation.EVEN.of(List.of(), 1, 0)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new Share("A", 0)).isInstanceOf(Refused.class);
    }

    @Property(tries = 300)
    void weighted_isWithinOneOfTheShareAndNeverClumpsEqualOnes(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 100) Integer> weights,
            @ForAll @IntRange(min = 1, max = 200) int spots) {
        List<Share> shares = new java.util.ArrayList<>();
        weights.forEach(weight -> shares.add(new Share("S" + shares.size(), weight)));
        int all = weights.stream().mapToInt(Integer::intValue).sum();

        List<String> order = Rotation.WEIGHTED.of(shares, spots, 0);
        List<String> even = Rotation.EVEN.of(shares, spots, 0);

        assertThat(order).hasSize(spots);
        shares.forEach(
                share -> assertThat(Collections.frequency(order, share.adId()) - (double) spots * share.weight() / all)
                        .isBetween(-1.0, 1.0));
        for (int i = 1; i < spots && shares.size() > 1; i++) {
            boolean clumped = even.get(i).equals(even.get(i - 1))
                    && even.subList(i - 1, Math.min(spots, i + 2)).stream()
                                    .distinct()
                                    .count()
                            == 1
                    && i + 1 < spots;
            assertThat(clumped).as("three in a row of %s", even).isFalse();
        }
    }
}
