package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void whatIsNotSaid_isEveryProcessorAndAGigabyte() {
        Settings settings = Settings.of(Map.of("DUCKDB_THREADS", " "));
        assertThat(settings.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.megabytes()).isEqualTo(1_000);
        assertThat(settings.megabytesOfOne()).isEqualTo(256);
        assertThat(settings.mostInMemory()).isEqualTo(8_000_000);
    }

    @ParameterizedTest
    @CsvSource({"256MB, 256, 256 MB", "2000 MB, 2000, 2 GB", "16 GB, 16000, 16 GB", "1500 MB, 1500, 1500 MB"})
    void memory_isInMillionsOrThousandMillionsOfBytes(String said, long megabytes, String told) {
        Settings settings = Settings.of(Map.of("DUCKDB_MEMORY", said));
        assertThat(settings.megabytes()).isEqualTo(megabytes);
        assertThat(settings.memory()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "DUCKDB_THREADS, 0, 1 to 256",
        "DUCKDB_THREADS, 257, 1 to 256",
        "DUCKDB_THREADS, -2, 1 to 256",
        "DUCKDB_THREADS, lots, 1 to 256",
        "DUCKDB_THREADS, 99999999999, 1 to 256",
        "DUCKDB_MEMORY, 10 MB, '256 MB or more, such as 512 MB or 4 GB'",
        "DUCKDB_MEMORY, 255 MB, '256 MB or more, such as 512 MB or 4 GB'",
        "DUCKDB_MEMORY, 0 GB, '256 MB or more, such as 512 MB or 4 GB'",
        "DUCKDB_MEMORY, 80%, '256 MB or more, such as 512 MB or 4 GB'",
        "DUCKDB_MEMORY, lots, '256 MB or more, such as 512 MB or 4 GB'",
        "DUCKDB_MEMORY, 4000000000, '256 MB or more, such as 512 MB or 4 GB'"
    })
    void whatIsWrong_isNamedWithWhatWasExpected(String key, String value, String expected) {
        assertThatThrownBy(() -> Settings.of(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(key + " is '" + value + "', expected " + expected);
    }
}
