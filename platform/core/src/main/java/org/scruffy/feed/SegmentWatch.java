package org.scruffy.feed;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;

/**
 * The cues within a feed's segments. Each new segment is fetched once, beside the poll, which never waits for it: what is not
 * here in time is not heard, and messages are repeated for that.
 */
final class SegmentWatch {

    /** The largest segment that is read. */
    static final int LIMIT = 16 * 1024 * 1024;

    private static final int AT_ONCE = 3;
    private static final int REMEMBERED = 100;

    /** How the watch gets at a segment. */
    @FunctionalInterface
    interface Fetch {
        Reading<Fetcher.Fetched> bytes(Segment segment, Duration within);
    }

    private final StitchingAdapter dialect;
    private final Fetch fetch;
    private final Executor fetchers;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Map<String, List<Cue>> heard = new ConcurrentHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    SegmentWatch(StitchingAdapter dialect, Fetch fetch, Executor fetchers) {
        this.dialect = dialect;
        this.fetch = fetch;
        this.fetchers = fetchers;
    }

    /** What was heard so far and is not over, and a look at what is new. */
    List<Cue> cues(Window window) {
        if (!window.encrypted()) {
            look(window);
        }
        heard.values().removeIf(cues -> cues.stream().allMatch(cue -> isOver(cue, window)));
        return heard.values().stream().flatMap(List::stream).toList();
    }

    private static boolean isOver(Cue cue, Window window) {
        return cue.at().plus(cue.length()).isBefore(window.first().start());
    }

    private void look(Window window) {
        List<Segment> segments = window.segments();
        Duration within = Duration.ofSeconds(2L * window.playlist().targetDuration());
        for (Segment segment : segments.subList(Math.max(0, segments.size() - AT_ONCE), segments.size())) {
            if (!asked.contains(segment.uri()) && free.tryAcquire()) {
                asked.add(segment.uri());
                fetchers.execute(() -> read(segment, within));
            }
        }
        while (asked.size() > REMEMBERED) {
            asked.remove(asked.iterator().next());
        }
    }

    private void read(Segment segment, Duration within) {
        try {
            fetch.bytes(segment, within)
                    .value()
                    .map(fetched -> dialect.cues(segment, fetched.body()))
                    .filter(cues -> !cues.isEmpty())
                    .ifPresent(cues -> heard.put(segment.uri(), cues));
        } finally {
            free.release();
        }
    }
}
