package org.scruffy.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is said once everything is ready: where to look, how to get in, how to stop. */
final class Banner {

    static final String DEMO_KEY = "scruffy-demo-key";

    private final URI base;
    private final Path data;
    private final boolean demo;

    Banner(URI base, Path data, boolean demo) {
        this.base = base;
        this.data = data;
        this.demo = demo;
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder("Scruffy is ready.\n\n");
        line(lines, "Pages", base);
        if (demo) line(lines, "Live feed", base.resolve("live/KSCF/main/master.m3u8"));
        line(lines, "API", base.resolve("api/stations"));
        if (demo) line(lines, "Demo login", "admin / scruffy, API key " + DEMO_KEY);
        setup(lines);
        line(lines, "Data and log", data);
        line(lines, "Stop", "Ctrl-C");
        return lines.toString();
    }

    /** The application leaves a code where nobody can log in yet: only who sees this console may set the first password. */
    private void setup(StringBuilder lines) {
        Path code = data.resolve("setup-code");
        if (demo || !Files.exists(code)) return;
        line(
                lines,
                "First login",
                "set the admin's password at " + base.resolve("setup.xhtml") + " with the code " + read(code));
    }

    private static String read(Path code) {
        try {
            return Files.readString(code).strip();
        } catch (IOException e) {
            return "in " + code;
        }
    }

    private static void line(StringBuilder lines, String name, Object value) {
        lines.append("  %-13s %s%n".formatted(name, value));
    }
}
