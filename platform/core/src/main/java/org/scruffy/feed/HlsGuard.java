package org.scruffy.feed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Sees all media playlists of a feed before viewers do, and lets none out that would break what they hold. */
final class HlsGuard {

    private final Map<String, HlsConformance> guards = new HashMap<>();
    private final Consumer<String> trouble;
    private Map<String, Body> shown = Map.of();

    HlsGuard(Consumer<String> trouble) {
        this.trouble = trouble;
    }

    /** The bodies as they were read where all renditions may go out: one that would break what viewers hold keeps all of them in. */
    Optional<Map<String, HlsBody>> passed(Map<String, Body> next) {
        if (next.equals(shown)) {
            return Optional.of(Map.of());
        }
        Map<String, HlsBody> set = new TreeMap<>();
        guards.forEach((name, guard) -> guard.published().ifPresent(body -> set.put(name, body)));
        Map<String, HlsBody> read = new TreeMap<>();
        for (Map.Entry<String, Body> body : next.entrySet()) {
            HlsConformance.Examination examined =
                    guard(body.getKey()).examine(body.getValue().plain());
            if (!passes(body.getKey(), examined.violations())) {
                return Optional.empty();
            }
            examined.body().ifPresent(one -> read.put(body.getKey(), one));
        }
        set.putAll(read);
        List<HlsConformance.Violation> between = new HlsSet(set, List.of())
                .violations().stream()
                        .filter(violation -> violation.rule().breaksPlayback())
                        .toList();
        return passes("all", between) ? Optional.of(read) : Optional.empty();
    }

    private boolean passes(String rendition, List<HlsConformance.Violation> violations) {
        violations.forEach(violation -> trouble.accept("The guard found in rendition " + rendition + ", rule "
                + violation.rule().id() + ": " + violation.found()));
        return violations.stream().noneMatch(violation -> violation.rule().breaksPlayback());
    }

    private HlsConformance guard(String name) {
        return guards.computeIfAbsent(name, key -> new HlsConformance());
    }

    /** Bodies go out; what was read of those that are new counts from now on. */
    void published(Map<String, Body> bodies, Map<String, HlsBody> read) {
        shown = Map.copyOf(bodies);
        read.forEach((name, body) -> guard(name).published(body));
    }
}
