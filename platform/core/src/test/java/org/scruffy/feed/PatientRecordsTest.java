package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PatientRecordsTest {

    private final MemoryRecords records = new MemoryRecords();
    private final PatientRecords patient = new PatientRecords(records, Runnable::run);

    @Test
    void whatTheDatabaseDidNotTake_isWrittenThoughNothingNewCame() {
        Map<String, Numbering> seen = Map.of("v0", new Numbering(6, Epoch.FIRST, OriginMark.NONE, 7, 1));
        records.down = true;
        patient.mark(seen);
        patient.again();
        assertThat(patient.trouble()).isNotEmpty();

        records.down = false;
        patient.again();

        assertThat(records.numberings()).isEqualTo(seen);
        assertThat(patient.trouble()).isEmpty();
    }
}
