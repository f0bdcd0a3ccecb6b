package org.scruffy.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Notes in memory, with the rules the database enforces. */
final class MemoryNotes implements AirNotes {

    private final MemoryRecords records;
    final List<Sighting> sightings = new ArrayList<>();
    final List<Shown> shown = new ArrayList<>();
    final List<Trouble> troubles = new ArrayList<>();
    final List<Avail> decided = new ArrayList<>();

    MemoryNotes(MemoryRecords records) {
        this.records = records;
    }

    @Override
    public List<Shown> shown() {
        return List.copyOf(shown);
    }

    @Override
    public void begin(Instant now, String traceId) {
        troubles.removeIf(trouble -> trouble.until().isEmpty());
    }

    @Override
    public void saw(Sighting cue) {
        sightings.add(cue);
    }

    @Override
    public void decided(Avail avail, String traceId) {
        if (avail.id() == 0) {
            records.decide(avail);
        }
        decided.add(avail);
    }

    @Override
    public void shown(Shown first) {
        shown.add(first);
    }

    @Override
    public void trouble(Trouble trouble) {
        troubles.removeIf(
                known -> known.kind() == trouble.kind() && known.since().equals(trouble.since()));
        troubles.add(trouble);
    }
}
