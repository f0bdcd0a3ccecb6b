package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    private Path file;

    @BeforeEach
    void redirect(@TempDir Path folder) throws Exception {
        file = Log.redirect(
                folder, folder.resolve("logging.properties"), new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() throws Exception {
        System.setOut(out);
        System.setErr(err);
        LogManager.getLogManager().readConfiguration();
    }

    private static void warn(String logger, String message) {
        LogRecord event = new LogRecord(Level.WARNING, message);
        event.setLoggerName(logger);
        Log.write(event);
    }

    private String shown() {
        return console.toString(StandardCharsets.UTF_8);
    }

    @Test
    void ourWarnings_areOnTheConsole_andWhatLibrariesSayIsInTheFile() throws Exception {
        warn("org.scruffy.feed.Feeds", "The origin is away");
        warn("org.glassfish.web", "Something about a servlet");

        assertThat(shown().lines()).containsExactly("The origin is away");
        assertThat(file).content().contains("The origin is away", "Something about a servlet");
    }

    @Test
    void whatFailsOnceTheEndHasBegun_isInTheFileOnly() throws Exception {
        Log.leaveConsole();
        warn("org.scruffy.alert.Deliveries", "Nobody is told of alerts");

        assertThat(shown()).isEmpty();
        assertThat(file).content().contains("Nobody is told of alerts");
    }
}
