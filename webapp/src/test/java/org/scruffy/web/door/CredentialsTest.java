package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void basic_isReadAsUtf8AndThePasswordMayHaveColons() {
        assertThat(Credentials.of("basic " + encoded("jörg:a:b☂"))).isEqualTo(new Credentials("jörg", "a:b☂"));
    }

    @Test
    void bearer_isAKey() {
        assertThat(Credentials.of("Bearer  abc ")).isEqualTo(new Credentials("", "abc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ???", "Basic OnB3", "Basic bm9jb2xvbg==", "Digest x=y", "Bearer"})
    void nonsense_isNobodys(String header) {
        assertThat(Credentials.of(header)).isEqualTo(new Credentials("", ""));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
