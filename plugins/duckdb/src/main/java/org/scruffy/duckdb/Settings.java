package org.scruffy.duckdb;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the machine the event store takes, as the environment says it.
 *
 * @param threads {@code DUCKDB_THREADS}, as many as there are processors unless it is said: how many work while somebody asks
 * @param megabytes {@code DUCKDB_MEMORY}, {@code 1 GB} unless it is said: what all questions together get, in millions of bytes
 */
record Settings(int threads, long megabytes) {

    private static final String THREADS = "DUCKDB_THREADS";
    private static final String MEMORY = "DUCKDB_MEMORY";
    private static final int MOST_THREADS = 256;
    private static final long FEWEST_MEGABYTES = 256; // with 128 a comparison of hundreds of columns fails
    private static final long GIGABYTE = 1_000;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}) ?(MB|GB)");

    /** @throws IllegalArgumentException naming the variable, what it is and what was expected */
    static Settings of(Map<String, String> environment) {
        return new Settings(threads(environment), megabytes(environment));
    }

    private static int threads(Map<String, String> environment) {
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
        String text = text(environment, THREADS, String.valueOf(processors));
        int threads = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(THREADS + " is '" + text + "', expected 1 to " + MOST_THREADS);
        }
        return threads;
    }

    private static long megabytes(Map<String, String> environment) {
        String text = text(environment, MEMORY, "1 GB");
        Matcher size = SIZE.matcher(text);
        long megabytes =
                size.matches() ? Long.parseLong(size.group(1)) * (size.group(2).equals("GB") ? GIGABYTE : 1) : 0;
        if (megabytes < FEWEST_MEGABYTES) {
            throw new IllegalArgumentException(MEMORY + " is '" + text + "', expected " + FEWEST_MEGABYTES
                    + " MB or more, such as 512 MB or 4 GB");
        }
        return megabytes;
    }

    private static String text(Map<String, String> environment, String key, String usual) {
        String text = environment.getOrDefault(key, "").strip();
        return text.isEmpty() ? usual : text;
    }

    /** Of one question: groups and what is sorted beyond that go to disk, and the question to its end or the end of its time. */
    long megabytesOfOne() {
        return megabytes * 256 / 1_000;
    }

    /** Values of a percentile, of 8 bytes each and as many again while their list grows, that fit in an eighth of the memory. */
    long mostInMemory() {
        return megabytes * 8_000;
    }

    /** The memory as people say it. */
    String memory() {
        return megabytes % GIGABYTE == 0 ? megabytes / GIGABYTE + " GB" : megabytes + " MB";
    }
}
