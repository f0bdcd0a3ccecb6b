package org.scruffy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor time of a process's threads, as /proc counts it. */
final class ThreadTimes {

    /** /proc counts in hundredths of a second on every Linux there is. */
    private static final double MICROS_A_TICK = 10_000;

    private ThreadTimes() {}

    /** In microseconds, of the threads whose names start with one of these. */
    static double micros(long process, List<String> names) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
            return MICROS_A_TICK
                    * threads.mapToLong(thread -> ticks(thread, names)).sum();
        }
    }

    private static long ticks(Path thread, List<String> names) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int after = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, after);
            if (names.stream().noneMatch(name::startsWith)) {
                return 0;
            }
            String[] fields = stat.substring(after + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            // it has ended
            return 0;
        }
    }
}
