package org.scruffy.launcher;

import java.io.PrintStream;
import java.util.OptionalInt;

/** The one line that says how far the start is: a bar on a terminal, else a new line now and then. */
final class Progress {

    private static final int WIDTH = 24;
    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    private final PrintStream console;
    private final boolean terminal;
    private String last = "";
    private long printed;

    Progress(PrintStream console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    void show(String step) {
        show(step, OptionalInt.empty());
    }

    synchronized void show(String step, OptionalInt percent) {
        String line = (percent.isPresent() ? percent.getAsInt() + " % " : "") + step;
        if (step.isEmpty() || line.equals(last)) return;
        if (terminal) {
            console.print("\r\033[K" + bar(percent) + step);
            console.flush();
        } else if (last.isEmpty() || System.nanoTime() - printed > NANOS_BETWEEN_LINES) {
            console.println(line);
            printed = System.nanoTime();
        } else {
            return;
        }
        last = line;
    }

    private static String bar(OptionalInt percent) {
        if (percent.isEmpty()) return "";
        int done = Math.min(WIDTH, percent.getAsInt() * WIDTH / 100);
        return "[" + "#".repeat(done) + ".".repeat(WIDTH - done) + "] ";
    }

    /** Takes the bar away. */
    synchronized void end() {
        if (terminal && !last.isEmpty()) {
            console.print("\r\033[K");
            console.flush();
        }
        last = "";
    }
}
