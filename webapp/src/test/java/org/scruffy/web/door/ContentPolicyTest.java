package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8601/main/master.m3u8, http://127.0.0.1:8601",
        "https://origin.example/a?b=c, https://origin.example",
        "http://[::1]:80/x, http://[::1]:80",
    })
    void origin_isSchemeHostAndPortAndNothingThatWritesPolicy(String address, String origin) {
        assertThat(ContentPolicy.origin(URI.create(address))).isEqualTo(origin);
    }
}
