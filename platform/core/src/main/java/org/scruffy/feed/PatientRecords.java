package org.scruffy.feed;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Records that never hold up the air: a decision waits for the database a moment and no longer, everything else is written
 * behind, again and again until it stands.
 */
final class PatientRecords implements AirRecords {

    private static final Duration MOMENT = Duration.ofMillis(1500);

    private record Pending(String what, Runnable write) {}

    private final AirRecords records;
    private final Executor writer;
    private final Deque<Pending> pending = new ConcurrentLinkedDeque<>();
    private final AtomicReference<Map<String, Numbering>> mark = new AtomicReference<>(Map.of());
    private final AtomicInteger newest = new AtomicInteger();
    private final AtomicBoolean retrying = new AtomicBoolean();
    private final AtomicReference<String> trouble = new AtomicReference<>("");

    PatientRecords(AirRecords records, Executor writer) {
        this.records = records;
        this.writer = writer;
    }

    @Override
    public List<Avail> avails() {
        return records.avails();
    }

    @Override
    public Map<String, Numbering> numberings() {
        return records.numberings();
    }

    @Override
    public Set<Integer> logged(long avail) {
        return records.logged(avail);
    }

    @Override
    public Avail decide(Avail avail) {
        return await(CompletableFuture.supplyAsync(() -> records.decide(avail), writer));
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + MOMENT.toMillis() + " ms", e);
        }
    }

    @Override
    public void end(Avail avail, String reason) {
        behind("the end of avail " + avail.key(), () -> records.end(avail, reason));
    }

    @Override
    public void aired(Airing airing) {
        aired(airing, UnaryOperator.identity());
    }

    /** @param proving adds what takes longer than the air can wait */
    void aired(Airing airing, UnaryOperator<Airing> proving) {
        behind("the as-run row of " + airing.adId(), () -> records.aired(proving.apply(airing)));
    }

    /** Has something else written behind. */
    void behind(String what, Runnable write) {
        pending.add(new Pending(what, write));
        writer.execute(this::write);
    }

    /** Without the database the manifest goes on from what this node sees. */
    @Override
    public DashPeriod place(DashPeriod period) {
        if (trouble.get().isEmpty()) {
            try {
                return await(CompletableFuture.supplyAsync(() -> records.place(period), writer));
            } catch (IllegalStateException e) {
                trouble.set("The database is slow: " + e.getMessage());
            }
        }
        behind("the start of Period " + period.number(), () -> records.place(period));
        return period;
    }

    @Override
    public List<Start> begin(int epoch, List<Start> starts) {
        try {
            return await(CompletableFuture.supplyAsync(() -> records.begin(epoch, starts), writer));
        } catch (IllegalStateException e) {
            behind("epoch " + epoch, () -> records.begin(epoch, starts));
            throw e;
        }
    }

    @Override
    public List<Start> begun(int epoch) {
        return await(CompletableFuture.supplyAsync(() -> records.begun(epoch), writer));
    }

    @Override
    public void join(Start start) {
        behind("that a rendition joins", () -> records.join(start));
    }

    /** The newest epoch that any node is known to have begun. */
    int newest() {
        return newest.get();
    }

    @Override
    public int mark(Map<String, Numbering> numberings) {
        mark.set(numberings);
        CompletableFuture<Void> written = CompletableFuture.runAsync(this::write, writer);
        if (trouble.get().isEmpty()) {
            try {
                await(written);
            } catch (IllegalStateException e) {
                trouble.set("The database is slow: " + e.getMessage());
            }
        }
        return newest();
    }

    /** Tries again what the database did not take: there may be nothing new to write for a while, and a restart loses what waits. */
    void again() {
        if (!trouble.get().isEmpty() && retrying.compareAndSet(false, true)) {
            writer.execute(() -> {
                retrying.set(false);
                write();
            });
        }
    }

    private void write() {
        trouble.set("");
        Optional.of(mark.getAndSet(Map.of()))
                .filter(latest -> !latest.isEmpty())
                .ifPresent(latest -> {
                    if (!written(new Pending("the numbering", () -> newest.set(records.mark(latest))))) {
                        mark.compareAndSet(Map.of(), latest);
                    }
                });
        for (Pending next = pending.poll(); next != null; next = pending.poll()) {
            if (!written(next)) {
                pending.addFirst(next); // others may come meanwhile, and stay behind it
                return;
            }
        }
    }

    private boolean written(Pending one) {
        try {
            one.write().run();
            return true;
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            trouble.set("The database does not take " + one.what() + ": " + cause.getMessage());
            return false;
        }
    }

    /** What the database refuses at present, empty where all is written. */
    String trouble() {
        return trouble.get();
    }

    int waiting() {
        return pending.size();
    }
}
