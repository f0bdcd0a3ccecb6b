package org.scruffy.spi.scte35;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.scte35.BreakMessage.Meaning;

class BreakMessageTest {

    private static String sample(String number) throws IOException {
        return SpliceInfoTest.vectors()
                .filter(vector -> vector.name().startsWith("Sample " + number + " "))
                .findFirst()
                .orElseThrow()
                .section();
    }

    /** The eight samples of SCTE 35 section 14. */
    @ParameterizedTest
    @CsvSource({
        "14.1, OUT, 307000, segmentation-1207959694",
        "14.2, OUT, 60293, insert-1207959695",
        "14.3, IN, 0, segmentation-1207959694",
        "14.4, OTHER, 0, ''",
        "14.5, OTHER, 0, ''",
        "14.6, OTHER, 0, ''",
        "14.7, OTHER, 0, ''",
        "14.8, IN, 0, segmentation-1207959725"
    })
    void sampleOfTheStandard_meansWhatTheStandardSays(String number, Meaning meaning, long millis, String event)
            throws IOException {
        BreakMessage message = BreakMessage.of(sample(number));

        assertThat(message.meaning()).isEqualTo(meaning);
        assertThat(message.length().toMillis()).isEqualTo(millis);
        assertThat(message.event()).isEqualTo(event);
    }

    @Test
    void station_saysWhichSegmentationsBeginItsBreaks() throws IOException {
        Set<Integer> distributors = Set.of(0x32, 0x36);

        assertThat(BreakMessage.of(sample("14.1"), distributors).meaning()).isEqualTo(Meaning.OTHER);
        assertThat(BreakMessage.of(sample("14.2"), distributors).meaning()).isEqualTo(Meaning.OUT);
    }

    @Test
    void whatIsNoSection_isUnreadable() {
        assertThat(BreakMessage.of("0xFC").meaning()).isEqualTo(Meaning.UNREADABLE);
        assertThat(BreakMessage.of("soon").meaning()).isEqualTo(Meaning.UNREADABLE);
    }
}
