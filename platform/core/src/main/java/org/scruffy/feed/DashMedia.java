package org.scruffy.feed;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * When the listed segments are presented, as they say themselves. Each is looked at once, beside the poll, which never waits for
 * it.
 */
final class DashMedia {

    private static final int TRIES = 3;

    /** What is known of a segment. */
    record Known(DashTrack track, DashFragment fragment) {}

    private final Function<String, Reading<byte[]>> heads;
    private final Executor fetchers;
    private final Map<String, Reading<DashTrack>> tracks = new ConcurrentHashMap<>();
    private final Map<String, Reading<DashFragment>> fragments = new ConcurrentHashMap<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /** @param heads the first {@link DashFragment#HEAD} bytes at an address as it is listed */
    DashMedia(Function<String, Reading<byte[]>> heads, Executor fetchers) {
        this.heads = heads;
        this.fetchers = fetchers;
    }

    /** What is known of a segment or why nothing ever will be; empty where it is looked at still. */
    Optional<Reading<Known>> of(Line line) {
        Optional<Reading<DashTrack>> track = track(line);
        if (track.isEmpty() || track.get().value().isEmpty()) {
            return track.map(refused -> Reading.refused(refused.refusal()));
        }
        DashTrack found = track.get().value().get();
        return look(line.uri(), fragments, head -> DashFragment.read(head, found, line.length()))
                .map(reading -> reading.value()
                        .map(fragment -> Reading.of(new Known(found, fragment)))
                        .orElseGet(() -> Reading.refused(reading.refusal())));
    }

    /** What the initialization section of a segment says. */
    Optional<Reading<DashTrack>> track(Line line) {
        return look(line.scope().mapUri(), tracks, DashTrack::read);
    }

    private <T> Optional<Reading<T>> look(
            String address, Map<String, Reading<T>> known, Function<byte[], Reading<T>> reader) {
        Reading<T> reading = known.get(address);
        if (reading == null && asked.add(address)) {
            fetchers.execute(() -> look(address, known, reader, heads.apply(address)));
            reading = known.get(address);
        }
        return Optional.ofNullable(reading);
    }

    private <T> void look(
            String address, Map<String, Reading<T>> known, Function<byte[], Reading<T>> reader, Reading<byte[]> head) {
        Reading<T> reading = head.value().map(reader).orElseGet(() -> Reading.refused(head.refusal()));
        boolean again = head.value().isEmpty() && tries.merge(address, 1, Integer::sum) < TRIES;
        if (!again) {
            known.put(address, reading);
        }
        asked.remove(address);
    }

    /** Forgets what is not listed any more. */
    void retain(Collection<Line> listed) {
        Set<String> addresses = new HashSet<>();
        listed.forEach(line -> {
            addresses.add(line.uri());
            addresses.add(line.scope().mapUri());
        });
        tracks.keySet().retainAll(addresses);
        fragments.keySet().retainAll(addresses);
        tries.keySet().retainAll(addresses);
    }
}
