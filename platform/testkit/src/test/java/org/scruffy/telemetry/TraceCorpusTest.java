package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.testkit.TraceCorpus;
import org.scruffy.testkit.TraceCorpus.Labelled;

class TraceCorpusTest {

    private static Set<String> found(Labelled trace) {
        return Traces.ownFindings(trace.spans()).stream()
                .map(Finding::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void trouble_isFoundAndOnlyTrouble() {
        List<String> wrong = new ArrayList<>();
        int right = 0;
        int missed = 0;
        int mistaken = 0;
        for (Labelled trace : TraceCorpus.all()) {
            Set<String> found = found(trace);
            Set<String> expected = trace.expected();
            if (!found.equals(expected)) {
                wrong.add(trace.name() + ": " + found + ", expected " + expected);
            }
            right += (int) found.stream().filter(expected::contains).count();
            mistaken += (int)
                    found.stream().filter(kind -> !expected.contains(kind)).count();
            missed += (int)
                    expected.stream().filter(kind -> !found.contains(kind)).count();
        }
        assertThat((double) right / (right + mistaken))
                .as("precision: %s", wrong)
                .isGreaterThanOrEqualTo(0.98);
        assertThat((double) right / (right + missed)).as("recall: %s", wrong).isGreaterThanOrEqualTo(0.98);
    }
}
