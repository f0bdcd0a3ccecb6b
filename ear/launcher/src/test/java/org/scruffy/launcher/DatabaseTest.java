package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://bob:p%40ss@db:6432/tv,             jdbc:postgresql://db:6432/tv,            bob,     p@ss",
        "postgres://bob@db/tv?sslmode=require,           jdbc:postgresql://db/tv?sslmode=require, bob,     ''",
        "jdbc:postgresql://db/tv?user=bob&password=a+b,  jdbc:postgresql://db/tv,                 bob,     a+b",
        "'jdbc:postgresql://one:1,two:2/tv',             'jdbc:postgresql://one:1,two:2/tv',      scruffy, ''",
        "postgresql:///tv,                               jdbc:postgresql://localhost/tv,          scruffy, ''",
    })
    void of_readsBothForms(String text, String url, String user, String password) throws Refusal {
        assertThat(Database.of(text)).isEqualTo(new Database(url, user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://bob:secret@db/tv", "postgresql://bob:secret@db", "bob:secret", " "})
    void of_refusesWhatIsNoAddressWithoutRepeatingThePassword(String text) {
        assertThatThrownBy(() -> Database.of(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--db-url")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void toString_keepsThePasswordToItself() {
        assertThat(new Database("jdbc:postgresql://db/tv", "bob", "secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void check_saysWhichDatabaseIsOutOfReach() throws Refusal {
        Database nobody = Database.of("postgresql://bob:secret@127.0.0.1:1/tv");

        assertThatThrownBy(nobody::check)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("127.0.0.1:1/tv")
                .message()
                .doesNotContain("secret");
    }
}
