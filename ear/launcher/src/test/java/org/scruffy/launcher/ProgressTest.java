package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void aFile_getsALineAtMostEveryFewSeconds() {
        Progress progress = new Progress(console, false);

        progress.show("Spots", OptionalInt.of(1));
        progress.show("Spots", OptionalInt.of(2));

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("1 % Spots" + System.lineSeparator());
    }

    @Test
    void aTerminal_getsABarThatGoesAway() {
        Progress progress = new Progress(console, true);

        progress.show("Spots", OptionalInt.of(50));
        progress.end();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r\033[K[############............] Spots\r\033[K");
    }
}
