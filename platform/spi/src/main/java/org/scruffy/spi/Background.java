package org.scruffy.spi;

import java.time.Duration;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * What a plugin does over and over. The platform owns the threads: a plugin asks for a routine when it starts or later, and the
 * page Jobs lists it with its pace, its next run, how it went before, and a button to run it now.
 *
 * <pre>{@code
 * context.background().every("tidying", Duration.ofMinutes(1), Duration.ofMinutes(5), job -> tidy());
 * }</pre>
 */
@FunctionalInterface
public interface Background {

    /** One run of a routine. */
    @FunctionalInterface
    interface Work {

        /**
         * Does it once. The thread is the routine's own and has the plugin's class loader; when the plugin stops it is interrupted,
         * and has 5 seconds to end.
         *
         * @param job its span, named as the routine: for fields, and for {@link Telemetry.Span#progress} of what takes long
         * @throws Exception where it did not go well: the run has failed with it, and the next one comes all the same
         */
        void run(Telemetry.Span job) throws Exception;
    }

    /**
     * Does something now and then from now on until the plugin stops, each run a root span and a job named after the plugin and the
     * routine, {@code duckdb tidying}. No two runs of a routine overlap, and no routine waits for another.
     *
     * @param name of the routine, new to this plugin: 1 to 40 lower case letters, digits, dashes and spaces
     * @param first how long from now, zero or more
     * @param pace how long after the end of each run the next one begins, 1 second or more
     * @throws IllegalArgumentException where one of these is something else
     * @throws IllegalStateException where the plugin has 16 routines already, or has stopped
     */
    void every(String name, Duration first, Duration pace, Work work);
}
