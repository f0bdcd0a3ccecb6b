package org.scruffy.plugin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Runs of jobs that failed and are done once more, with what they were about. A run of a routine is repeated by running the routine;
 * whoever has jobs of another kind says how. The span of the new run names the one it repeats in {@value #OF}.
 */
@ApplicationScoped
public class Retries {

    /** The column of a run that repeats another: the trace of that one. */
    public static final String OF = "job.retry_of";

    private static final ThreadLocal<String> REPEATED = new ThreadLocal<>();

    /**
     * A run that failed, as its span told it: whoever may send events may have told it, so it says what the run was about, and nothing
     * of who did it.
     *
     * @param job its {@code job.name}
     * @param who asks for it to be repeated, in whose name it then is
     */
    public record Run(String job, String traceId, Map<String, Object> fields, String who) {

        /** @throws NotRepeated where the span did not say it */
        public String text(String field) {
            return said(field).toString();
        }

        /** @throws NotRepeated where the span did not say it, or no number */
        public long number(String field) {
            if (said(field) instanceof Number number) {
                return number.longValue();
            }
            throw new NotRepeated("The run of " + job + " says no number in " + field + ", so it cannot be repeated");
        }

        private Object said(String field) {
            return Optional.ofNullable(fields.get(field))
                    .orElseThrow(() -> new NotRepeated("The run of " + job + " did not say its " + field
                            + ", as an earlier Scruffy did not: it cannot be repeated"));
        }
    }

    /**
     * A run that was asked for.
     *
     * @param words what happens now
     * @param page where its result will be, below the address of Scruffy; empty where that is on the page Jobs
     */
    public record Asked(String words, String page) {}

    private final Routines routines;
    private final Map<String, Function<Run, Asked>> ways = new ConcurrentHashMap<>();

    protected Retries() {
        this(null);
    }

    @Inject
    public Retries(Routines routines) {
        this.routines = routines;
    }

    /** How runs of a job are repeated: it asks for the new one and does not wait for it. */
    public void by(String job, Function<Run, Asked> way) {
        ways.put(job, way);
    }

    /** Runs of a job that cannot be repeated, with why not. */
    public void never(String job, String why) {
        by(job, run -> {
            throw new NotRepeated(why);
        });
    }

    /** @throws NotRepeated where it cannot be, saying why */
    public Asked repeat(Run run) {
        Function<Run, Asked> way = ways.get(run.job());
        if (way != null) {
            return way.apply(run);
        }
        if (!routines.run(run.job(), run.traceId())) {
            throw new NotRepeated(
                    "This node has no routine " + run.job() + ", and nothing says how else a run of it is repeated");
        }
        return new Asked(run.job() + " runs as soon as its thread is free.", "");
    }

    /** Of work that repeats a run: the first job it begins says so. */
    public static Runnable repeating(String traceId, Runnable work) {
        return () -> {
            REPEATED.set(traceId);
            try {
                work.run();
            } finally {
                REPEATED.remove();
            }
        };
    }

    /** Which run the job repeats that begins on this thread now. */
    public static Optional<String> repeated() {
        String traceId = REPEATED.get();
        REPEATED.remove();
        return Optional.ofNullable(traceId);
    }
}
