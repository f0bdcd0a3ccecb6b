package org.scruffy.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static Settings with(String key, String value) {
        Map<String, String> environment = new HashMap<>(Map.of("CLICKHOUSE_URLS", "http://ch1:8123"));
        environment.put(key, value);
        return Settings.of(environment);
    }

    @Test
    void everythingButTheNode_hasADefault() {
        Settings settings = Settings.of(Map.of("CLICKHOUSE_URLS", "http://ch1:8123"));
        assertThat(settings.urls()).containsExactly(URI.create("http://ch1:8123/"));
        assertThat(settings.database()).isEqualTo("scruffy");
        assertThat(settings.user()).isEqualTo("default");
        assertThat(settings.fsync()).isTrue();
        assertThat(settings.interval()).hasMillis(200);
        assertThat(settings.clustered()).isFalse();
        assertThat(Settings.given(Map.of())).isFalse();
    }

    @Test
    void manyNodes_areAClusterOfAName() {
        Map<String, String> two =
                Map.of("CLICKHOUSE_URLS", "http://ch1:8123, https://ch2:8443/", "CLICKHOUSE_CLUSTER", "main");
        assertThat(Settings.of(two).urls()).hasSize(2);
        assertThatThrownBy(() -> Settings.of(Map.of("CLICKHOUSE_URLS", "http://ch1:8123,http://ch2:8123")))
                .hasMessage("CLICKHOUSE_URLS names 2 nodes, expected one, or CLICKHOUSE_CLUSTER to be given");
    }

    @ParameterizedTest
    @CsvSource({
        "CLICKHOUSE_URLS, ch1:8123",
        "CLICKHOUSE_URLS, http:///",
        "CLICKHOUSE_URLS, 'http://ch1:8123/?database=x'",
        "CLICKHOUSE_URLS, 'http://ch 1'",
        "CLICKHOUSE_DATABASE, 'x; DROP TABLE event'",
        "CLICKHOUSE_CLUSTER, x y",
        "CLICKHOUSE_REPLICATED, yes",
        "CLICKHOUSE_FSYNC, 1",
        "CLICKHOUSE_INSERT_QUORUM, -1",
        "CLICKHOUSE_INSERT_QUORUM, 11",
        "CLICKHOUSE_INSERT_INTERVAL, 0.2",
        "CLICKHOUSE_INSERT_INTERVAL, 1001",
        "CLICKHOUSE_INSERT_INTERVAL, 9999999999"
    })
    void whatIsWrong_isNamedWithWhatWasExpected(String key, String value) {
        assertThatThrownBy(() -> with(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining("expected");
    }

    @Test
    void password_isNeverShown() {
        assertThat(with("CLICKHOUSE_PASSWORD", "s3cret").toString()).doesNotContain("s3cret");
        assertThatThrownBy(() -> with("CLICKHOUSE_URLS", "http://me:s3cret@ch1:8123"))
                .hasMessageNotContaining("s3cret");
    }
}
