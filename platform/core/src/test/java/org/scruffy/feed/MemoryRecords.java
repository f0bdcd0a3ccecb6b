package org.scruffy.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Records in memory, with the rules the database enforces. */
final class MemoryRecords implements AirRecords {

    final List<Avail> avails = new ArrayList<>();
    final List<Airing> airings = new ArrayList<>();
    final Map<String, Numbering> numberings = new TreeMap<>();
    volatile boolean down;

    private void answer() {
        if (down) {
            throw new IllegalStateException("the database is down");
        }
    }

    @Override
    public synchronized List<Avail> avails() {
        return List.copyOf(avails);
    }

    @Override
    public synchronized Map<String, Numbering> numberings() {
        return Map.copyOf(numberings);
    }

    @Override
    public synchronized Set<Integer> logged(long avail) {
        return airings.stream()
                .filter(airing -> airing.avail() == avail)
                .map(Airing::position)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized Avail decide(Avail avail) {
        answer();
        for (Avail known : avails) {
            if (known.key().equals(avail.key())) {
                return known;
            }
        }
        Avail written = avail.withId(avails.size() + 1);
        avails.add(written);
        return written;
    }

    @Override
    public synchronized void end(Avail avail, String reason) {
        answer();
        avails.replaceAll(known -> known.id() == avail.id() && known.open() ? avail : known);
    }

    @Override
    public synchronized void mark(Map<String, Numbering> marked) {
        answer();
        numberings.putAll(marked);
    }

    @Override
    public synchronized void aired(Airing airing) {
        answer();
        if (!logged(airing.avail()).contains(airing.position())) {
            airings.add(airing);
        }
    }
}
