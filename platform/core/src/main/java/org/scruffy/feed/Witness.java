package org.scruffy.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.feed.Cue;

/**
 * Sees all that one feed does and has it written down behind the air: cues, decisions, what was shown first by which body, what
 * was wrong, and every version of every playlist. One thread at a time; what pages ask for may be read by any.
 */
final class Witness {

    private static final int REMEMBERED = 400;

    /** A version of a playlist that was published. */
    record Published(String rendition, Instant at, String traceId, String text) {}

    private final PatientRecords records;
    private final AirNotes notes;
    private final ContentHash contents;
    private final Consumer<Published> archive;
    private final Clock clock;

    private final Map<String, Cue> sighted = remembered(REMEMBERED);
    private final Map<Long, Avail> avails = remembered(40);
    private final Map<String, AirNotes.Shown> shown = remembered(REMEMBERED);
    private final Map<AirTrouble.Kind, AirNotes.Trouble> wrong = new EnumMap<>(AirTrouble.Kind.class);
    private final AtomicReference<Optional<LiveWindow>> window = new AtomicReference<>(Optional.empty());
    private final AtomicReference<List<AirTrouble>> troubles = new AtomicReference<>(List.of());
    private final AtomicReference<Optional<Avail>> open = new AtomicReference<>(Optional.empty());
    private String traceId = "";

    Witness(PatientRecords records, AirNotes notes, ContentHash contents, Consumer<Published> archive, Clock clock) {
        this.records = records;
        this.notes = notes;
        this.contents = contents;
        this.archive = archive;
        this.clock = clock;
        records.avails().forEach(avail -> avails.put(avail.id(), avail));
        notes.shown().forEach(first -> shown.put(first.avail() + "/" + first.position(), first));
        Instant now = clock.instant();
        records.behind("the start of the feed", () -> notes.begin(now, ""));
    }

    private static <K, V> Map<K, V> remembered(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** A poll begins; what follows belongs to its trace. */
    void polls(String trace) {
        traceId = trace;
    }

    /** Takes note of cues, with the tags they came from. */
    List<Cue> saw(List<Cue> cues, Window origin) {
        cues.forEach(cue -> {
            if (!sighted.containsKey(cue.key() + " " + cue.type())) {
                note(new Cue(cue.key(), cue.type(), cue.at(), cue.length(), raw(cue, origin)));
            }
        });
        return cues;
    }

    private void note(Cue cue) {
        Duration late = window.get()
                .map(before -> Duration.between(cue.at(), before.edge()))
                .filter(shown -> cue.type() == Cue.Type.OUT && !Manual.gave(cue.key()))
                .filter(shown -> shown.compareTo(Timeline.TOLERANCE) > 0)
                .orElse(Duration.ZERO);
        AirNotes.Sighting seen = new AirNotes.Sighting(cue, clock.instant(), late, traceId);
        sighted.put(cue.key() + " " + cue.type(), cue);
        records.behind("the cue " + cue.key(), () -> notes.saw(seen));
    }

    private static String raw(Cue cue, Window origin) {
        return cue.raw().isEmpty()
                ? origin.segments().stream()
                        .filter(segment -> segment.start().equals(cue.at()))
                        .flatMap(segment -> segment.tags().stream())
                        .filter(Timeline::cues)
                        .collect(Collectors.joining("\n"))
                : cue.raw();
    }

    /** Takes note of a decision. */
    void decided(Avail avail) {
        String trace = traceId;
        if (avail.id() > 0) {
            avails.put(avail.id(), avail);
        }
        records.behind("the decision about avail " + avail.key(), () -> notes.decided(avail, trace));
    }

    /** Takes note of what viewers see from now on. */
    void published(String lead, Map<String, List<Line>> lines, Map<String, Body> bodies) {
        Instant now = clock.instant();
        bodies.forEach((name, body) -> archive.accept(new Published(name, now, traceId, body.text())));
        over(AirTrouble.Kind.GUARD);
        List<Line> listed = lines.get(lead);
        if (listed == null || listed.isEmpty()) {
            return;
        }
        List<Aired> pods = pods(lead, listed.get(0).sequence());
        listed.forEach(line -> spot(line, pods).ifPresent(spot -> first(spot, bodies.get(lead), now)));
        Line last = listed.get(listed.size() - 1);
        window.set(Optional.of(new LiveWindow(
                lead,
                last.start().plus(last.length()),
                listed.stream()
                        .map(line -> listed(line, spot(line, pods).map(Aired::spot)))
                        .toList())));
    }

    /** An avail and its splice, and where one is meant a spot of it. */
    private record Aired(Avail avail, Splice splice, PodSpot spot) {

        Optional<Aired> in(Line line) {
            int index = (int) (line.sequence() - splice.sequence(0));
            if (index < 0
                    || index >= splice.pod().size()
                    || !splice.pod().get(index).uri().equals(line.uri())) {
                return Optional.empty();
            }
            int position = splice.pod().get(index).position();
            return avail.spots().stream()
                    .filter(one -> one.position() == position)
                    .findFirst()
                    .map(one -> new Aired(avail, splice, one));
        }
    }

    /** The splices of which something may still be listed. */
    private List<Aired> pods(String lead, long from) {
        return avails.values().stream()
                .flatMap(avail -> Stream.ofNullable(avail.splices().get(lead))
                        .filter(splice -> splice.sequence(splice.pod().size()) > from)
                        .map(splice -> new Aired(avail, splice, avail.spots().get(0))))
                .toList();
    }

    private static Optional<Aired> spot(Line line, List<Aired> pods) {
        return pods.stream().flatMap(pod -> pod.in(line).stream()).findFirst();
    }

    private void first(Aired aired, Body body, Instant now) {
        String name = aired.avail().id() + "/" + aired.spot().position();
        if (!shown.containsKey(name)) {
            AirNotes.Shown first =
                    new AirNotes.Shown(aired.avail().id(), aired.spot().position(), now, body.etag(false), traceId);
            shown.put(name, first);
            records.behind("what was shown of avail " + aired.avail().key(), () -> notes.shown(first));
        }
    }

    private LiveWindow.Listed listed(Line line, Optional<PodSpot> spot) {
        return new LiveWindow.Listed(
                line.sequence(),
                line.discontinuity(),
                line.tagged(),
                line.start(),
                line.length(),
                spot.map(PodSpot::title).orElse(""),
                spot.map(PodSpot::adId).orElse(""),
                cueAt(line));
    }

    private String cueAt(Line line) {
        return sighted.values().stream()
                .filter(cue -> !cue.at().isBefore(line.start().minus(Timeline.TOLERANCE))
                        && cue.at().isBefore(line.start().plus(line.length()).minus(Timeline.TOLERANCE)))
                .map(cue -> cue.type().name())
                .findFirst()
                .orElse("");
    }

    /** Has an airing written down with its proof. */
    void aired(Airing airing) {
        Optional<AirNotes.Shown> first = Optional.ofNullable(shown.get(airing.avail() + "/" + airing.position()));
        String raw = Optional.ofNullable(sighted.get(airing.availKey() + " " + Cue.Type.OUT))
                .map(Cue::raw)
                .orElse("");
        String uri = uri(airing);
        records.aired(
                airing,
                written -> written.proven(written.proof()
                        .orElseThrow()
                        .seen(
                                raw,
                                contents.of(uri),
                                first.map(AirNotes.Shown::etag).orElse(""),
                                first.map(AirNotes.Shown::traceId).orElse(""))));
    }

    private String uri(Airing airing) {
        return Stream.ofNullable(avails.get(airing.avail()))
                .flatMap(avail -> avail.byRendition().values().stream())
                .flatMap(splice -> splice.pod().stream())
                .filter(segment -> segment.position() == airing.position())
                .map(AdSegment::uri)
                .findFirst()
                .orElse("");
    }

    /** A poll has ended like this. */
    void ended(FeedStatus status, Optional<Avail> latest) {
        records.again();
        during(AirTrouble.Kind.ORIGIN_DOWN, status.state() == FeedStatus.State.ORIGIN_DOWN, status.origin());
        during(AirTrouble.Kind.ORIGIN_STALE, status.state() == FeedStatus.State.ORIGIN_STALE, status.origin());
        during(
                AirTrouble.Kind.ON_BACKUP,
                status.state() == FeedStatus.State.ON_BACKUP,
                "The network’s first origin fails");
        during(AirTrouble.Kind.REDIRECTED, status.state() == FeedStatus.State.REDIRECTED, status.lastError());
        during(AirTrouble.Kind.DATABASE, !records.trouble().isEmpty(), records.trouble());
        open.set(latest.filter(Avail::open));
    }

    /** The guard kept something back. */
    void refused(String words) {
        during(AirTrouble.Kind.GUARD, true, words);
    }

    private void over(AirTrouble.Kind kind) {
        during(kind, false, "");
    }

    private void during(AirTrouble.Kind kind, boolean now, String words) {
        AirNotes.Trouble known = wrong.get(kind);
        if (now == (known != null)) {
            return;
        }
        Instant at = clock.instant();
        AirNotes.Trouble trouble = now
                ? new AirNotes.Trouble(kind, at, Optional.empty(), words, traceId)
                : new AirNotes.Trouble(kind, known.since(), Optional.of(at), known.words(), known.traceId());
        if (now) {
            wrong.put(kind, trouble);
        } else {
            wrong.remove(kind);
        }
        troubles.set(wrong.values().stream()
                .map(one -> new AirTrouble(one.kind(), one.since(), one.words()))
                .toList());
        records.behind("that " + kind + " was noticed", () -> notes.trouble(trouble));
    }

    Optional<LiveWindow> window() {
        return window.get();
    }

    /** What is wrong now. */
    List<AirTrouble> troubles() {
        return troubles.get();
    }

    /** The avail that is on, empty where the network is. */
    Optional<Avail> open() {
        return open.get();
    }
}
