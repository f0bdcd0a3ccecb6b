package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SameOriginTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Sec-Fetch-Site, Origin, Host, proved
                "same-origin, -, scruffy:8080, true",
                "same-origin, http://scruffy:8080, scruffy:8080, true",
                "-, http://scruffy:8080, scruffy:8080, true",
                "-, https://SCRUFFY, scruffy, true",
                "same-site, http://scruffy:8080, scruffy:8080, false",
                "cross-site, http://scruffy:8080, scruffy:8080, false",
                "none, -, scruffy:8080, false",
                "-, -, scruffy:8080, false",
                "-, http://scruffy:8081, scruffy:8080, false",
                "-, http://scruffy.evil.example, scruffy, false",
                "-, http://evil.example/scruffy, scruffy, false",
                "-, null, scruffy, false",
                "-, http://, '', false",
            })
    void request_isOursOnlyWhereTheBrowserSaysSo(String site, String origin, String host, boolean proved) {
        assertThat(SameOrigin.proved(site, origin, host)).isEqualTo(proved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "get", "PROPFIND", ""})
    void method_isUnsafeUnlessItIsKnownToChangeNothing(String method) {
        assertThat(SameOrigin.isSafe(method)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void method_thatReadsIsSafe(String method) {
        assertThat(SameOrigin.isSafe(method)).isTrue();
    }
}
