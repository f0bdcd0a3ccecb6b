package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramDateTimeTest {

    /** From 1902 to 2580. */
    @Property
    void anyInstant_isReadAsItWasWritten_toWhateverPartOfASecond(
            @ForAll @LongRange(min = -2_145_916_800L, max = 19_250_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(max = 9) int digits) {
        Instant at = Instant.ofEpochSecond(second, nano);
        String fraction = digits == 0 ? "" : "." + "S".repeat(digits);
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss" + fraction).withZone(ZoneOffset.UTC);
        String text = form.format(at);
        long unit = (long) Math.pow(10, 9 - digits);
        Optional<Instant> expected = second < 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(second, digits == 0 ? 0 : nano / unit * unit));

        assertThat(ProgramDateTime.read(text + "Z")).isEqualTo(expected);
        assertThat(ProgramDateTime.read(text + "+0000")).isEqualTo(expected);
        assertThat(ProgramDateTime.read(text + "+00:00")).isEqualTo(expected);
        assertThat(ProgramDateTime.read(text)).isEqualTo(expected);
        assertThat(ProgramDateTime.write(at))
                .isEqualTo(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(at));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T07:00:00-05:00, 2026-11-24T12:00:00Z",
        "2026-11-24T07:00:00.5-0500, 2026-11-24T12:00:00.5Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2026-11-24T24:00:00Z, 2026-11-25T00:00:00Z",
        "2026-12-31T23:59:59.999Z, 2026-12-31T23:59:59.999Z"
    })
    void otherZonesAndTheEndsOfMonths_areRead(String text, Instant at) {
        assertThat(ProgramDateTime.read(text)).contains(at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-24",
                "2026-11-24T12:00:00.Z",
                "2026-13-01T00:00:00Z",
                "2026-11-24T12:60:00Z",
                "2026-11-24T12:00:61Z",
                "2026-11-24T12:00:00.1234567890Z",
                "2026-11-00T12:00:00Z"
            })
    void whatIsNoDate_isNone(String text) {
        assertThat(ProgramDateTime.read(text)).isEmpty();
    }
}
