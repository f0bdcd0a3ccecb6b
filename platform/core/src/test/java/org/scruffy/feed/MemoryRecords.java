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
    final List<Start> starts = new ArrayList<>();
    final Map<Long, DashPeriod> periods = new TreeMap<>();
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
    public synchronized int mark(Map<String, Numbering> marked) {
        answer();
        marked.forEach((name, next) -> numberings.merge(name, next, MemoryRecords::later));
        return starts.stream().mapToInt(start -> start.epoch().number()).max().orElse(0);
    }

    private static Numbering later(Numbering stands, Numbering next) {
        boolean late = next.epoch().number() < stands.epoch().number()
                || (next.epoch().number() == stands.epoch().number() && next.sequence() < stands.sequence());
        return late ? stands : next;
    }

    @Override
    public synchronized List<Start> begin(int epoch, List<Start> wanted) {
        if (begun(epoch).isEmpty()) {
            starts.addAll(0, wanted);
        }
        return begun(epoch);
    }

    @Override
    public synchronized List<Start> begun(int epoch) {
        answer();
        return starts.stream().filter(start -> start.epoch().number() == epoch).toList();
    }

    @Override
    public synchronized void join(Start start) {
        answer();
        starts.add(0, start);
    }

    @Override
    public synchronized void aired(Airing airing) {
        answer();
        if (!logged(airing.avail()).contains(airing.position())) {
            airings.add(airing);
        }
    }

    @Override
    public synchronized DashPeriod place(DashPeriod period) {
        answer();
        periods.putIfAbsent(period.number(), period);
        return periods.get(period.number());
    }
}
