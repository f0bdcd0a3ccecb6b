package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.eventsql.Columns;
import org.scruffy.spi.telemetry.Event;

class FingerprintTest {

    private static final String WORDS = "GET /users/4711?x=12";

    @Test
    void of_differsWhereverTwoLettersDo() {
        Set<Long> seen = new HashSet<>();
        int told = 0;
        for (int one = 0; one < WORDS.length(); one++) {
            for (int other = one + 1; other < WORDS.length(); other++) {
                for (int change = 0; change < 64; change++) {
                    char[] letters = WORDS.toCharArray();
                    letters[one] ^= (char) (1 + change % 8);
                    letters[other] ^= (char) (1 + change / 8);
                    seen.add(of(new String(letters)));
                    told++;
                }
            }
        }
        assertThat(seen).hasSize(told);
    }

    @Test
    void of_differsWhereALetterOfNothingIsMore() {
        assertThat(of("abc\0")).isNotEqualTo(of("abc"));
    }

    private static long of(String words) {
        return new Columns()
                .part(new Event(Instant.EPOCH, Map.of("http.target", words)))
                .fingerprint();
    }
}
