package org.scruffy.feed;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The players of a feed whose request waits for what is not listed yet (draft-pantos-hls-rfc8216bis section 6.2.5.2). No thread
 * waits with them: whoever publishes has them answered.
 */
final class BlockingReloads {

    /** Each holds a connection and some memory; who comes when there are so many has to ask again. */
    static final int MOST = 10_000;

    private record Waiting(String rendition, Awaited awaited) {}

    private final Executor answering;
    private final Function<String, LiveEdge> edges;
    private final Map<Runnable, Waiting> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param answering where answers are given: writing to a player may take its time
     * @param edges of the renditions as they are published now
     */
    BlockingReloads(Executor answering, Function<String, LiveEdge> edges) {
        this.answering = answering;
        this.edges = edges;
    }

    /**
     * Has an answer given as soon as a rendition lists what is waited for, once.
     *
     * @return false where too many wait already
     */
    boolean await(String rendition, Awaited awaited, Runnable answer) {
        if (waiting.size() >= MOST) {
            return false;
        }
        waiting.put(answer, new Waiting(rendition, awaited));
        // it may have been published in between
        if (closed || edges.apply(rendition).covers(awaited)) {
            answer(List.of(answer));
        }
        return true;
    }

    /** Nobody waits for this answer any more. */
    void forget(Runnable answer) {
        waiting.remove(answer);
    }

    int size() {
        return waiting.size();
    }

    /** New playlists are out. */
    void published() {
        if (waiting.isEmpty()) {
            return;
        }
        List<Runnable> due = waiting.entrySet().stream()
                .filter(one -> edges.apply(one.getValue().rendition())
                        .covers(one.getValue().awaited()))
                .map(Map.Entry::getKey)
                .toList();
        if (!due.isEmpty()) {
            answering.execute(() -> answer(due));
        }
    }

    /** The feed is taken off: nothing will be published any more. */
    void close() {
        closed = true;
        answer(List.copyOf(waiting.keySet()));
    }

    private void answer(List<Runnable> due) {
        due.stream().filter(one -> waiting.remove(one) != null).forEach(Runnable::run);
    }
}
