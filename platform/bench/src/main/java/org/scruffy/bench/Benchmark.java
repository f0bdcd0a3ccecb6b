package org.scruffy.bench;

import java.io.PrintStream;

/** One thing that is measured. */
interface Benchmark {

    /** What it is asked for by: one lower case word. */
    String name();

    /** Measures and prints its table. */
    void run(PrintStream out) throws Exception;
}
