package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The DASH manifest of one feed, made from the same lines as its playlists: the lines of one Discontinuity Sequence Number are a
 * Period. What a playlist need not say, when the media says that it is presented, comes from {@link DashMedia}; the manifest lists
 * as far as that is known.
 */
final class Dash {

    private static final int REMEMBERED = 200;
    private static final int MOST_REFUSALS = 4;
    private static final long USUAL_SOUND = 128_000;
    private static final long TEXT_BANDWIDTH = 1_000;
    private static final long TEXT_TIMESCALE = 90_000;

    /**
     * What is published.
     *
     * @param lead the rendition by which Periods are placed
     * @param spots that are listed
     * @param codecs of the whole feed, as its origin says
     */
    record Listing(
            String feed,
            int target,
            boolean dated,
            boolean ended,
            String lead,
            Map<String, Variant> variants,
            Map<String, List<Line>> lines,
            List<SpotRange> spots,
            String codecs) {}

    /** A line and when its media is presented; nothing is known of text. */
    private record Timed(Line line, DashMedia.Known known) {

        long time() {
            return known.fragment().start();
        }

        long end() {
            return known.fragment().start() + known.fragment().length();
        }

        long timescale() {
            return known.track().timescale();
        }

        DashPeriod place(Instant start) {
            return new DashPeriod(line.discontinuity(), start, time(), timescale());
        }
    }

    private final DashMedia media;
    private final AirRecords records;
    private final TreeMap<Long, DashPeriod> places = new TreeMap<>();
    private final Map<String, List<Line>> latest = new TreeMap<>();
    private DashConformance guard = new DashConformance();
    private List<DashConformance.Violation> violations = List.of();
    private int refusals;
    private volatile String refusal = "";

    Dash(DashMedia media, AirRecords records) {
        this.media = media;
        this.records = records;
    }

    /** Why the feed cannot go out as DASH, empty where it can. */
    String refusal() {
        return refusal;
    }

    /** What the guard found in the version it kept back last, nothing where the latest one went out. */
    List<DashConformance.Violation> violations() {
        return violations;
    }

    /** The next version, empty where there is nothing new to say or nothing that may be said. */
    Optional<String> next(Listing listing) {
        latest.putAll(listing.lines());
        latest.keySet().retainAll(listing.variants().keySet());
        media.retain(latest.values().stream().flatMap(Collection::stream).toList());
        refusal = unfit(listing);
        return refusal.isEmpty() ? manifest(listing).map(Mpd::text).filter(this::passes) : Optional.empty();
    }

    private String unfit(Listing listing) {
        if (!listing.dated()) {
            return "the origin has no EXT-X-PROGRAM-DATE-TIME, and DASH needs the time of every segment";
        }
        return listing.lines().entrySet().stream()
                .filter(one -> listing.variants().get(one.getKey()).kind() != Variant.Kind.TEXT)
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> unfit(one.getKey(), one.getValue()))
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String unfit(String rendition, List<Line> lines) {
        if (lines.stream().anyMatch(line -> line.scope().map().isEmpty())) {
            return "the segments of rendition " + rendition
                    + " are MPEG transport stream, expected fragmented MP4 (CMAF)";
        }
        if (lines.stream().anyMatch(line -> !line.scope().keys().isEmpty())) {
            return "rendition " + rendition + " is encrypted by EXT-X-KEY, which DASH players do not know";
        }
        if (lines.stream().anyMatch(Dash::ranges)) {
            return "the segments of rendition " + rendition + " are byte ranges, expected a file each";
        }
        return lines.stream()
                .filter(line -> Addresses.web(line.uri()))
                .reduce((one, other) -> other)
                .flatMap(media::track)
                .filter(track -> track.value().isEmpty())
                .map(track -> "the initialization section of rendition " + rendition + " " + track.refusal())
                .orElse("");
    }

    private static boolean ranges(Line line) {
        return line.scope().map().contains("BYTERANGE=")
                || line.tags().stream().anyMatch(tag -> tag.startsWith("#EXT-X-BYTERANGE"));
    }

    private Optional<Mpd> manifest(Listing listing) {
        Map<String, List<Timed>> timed = timed(listing);
        List<Timed> lead = timed.getOrDefault(listing.lead(), List.of());
        if (lead.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, List<Timed>> runs = new TreeMap<>();
        lead.forEach(one -> runs.computeIfAbsent(one.line().discontinuity(), number -> new ArrayList<>())
                .add(one));
        place(runs);
        List<Mpd.Period> periods =
                runs.values().stream().map(run -> period(run, listing, timed)).toList();
        Timed last = lead.get(lead.size() - 1);
        Duration depth =
                Duration.between(lead.get(0).line().start(), last.line().end());
        Instant edge = places.get(last.line().discontinuity()).at(last.end(), last.timescale());
        return Optional.of(new Mpd(listing.feed() + '/', listing.target(), depth, edge, listing.ended(), periods));
    }

    /** All that is known of pictures and sound, up to the edge they share. */
    private Map<String, List<Timed>> timed(Listing listing) {
        Map<String, List<Timed>> timed = new TreeMap<>();
        latest.forEach((name, lines) -> {
            if (listing.variants().get(name).kind() != Variant.Kind.TEXT) {
                timed.put(name, known(lines));
            }
        });
        Instant edge = timed.entrySet().stream()
                .filter(one -> listing.lines().containsKey(one.getKey()))
                .map(one -> edge(one.getValue()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MIN);
        Instant limit = edge.equals(Instant.MIN) ? edge : edge.plus(Timeline.TOLERANCE);
        timed.replaceAll((name, known) ->
                known.stream().filter(one -> !one.line().end().isAfter(limit)).toList());
        return timed;
    }

    /** Up to what is looked at still; what cannot be read cannot be played either and is left out. */
    private List<Timed> known(List<Line> lines) {
        List<Timed> known = new ArrayList<>();
        boolean waiting = false;
        for (Line line : lines) {
            // asking for all of them, so that they are looked at side by side
            Optional<Reading<DashMedia.Known>> reading = media.of(line);
            waiting |= reading.isEmpty();
            if (!waiting) {
                reading.flatMap(Reading::value).ifPresent(found -> known.add(new Timed(line, found)));
            }
        }
        return known;
    }

    private static Instant edge(List<Timed> known) {
        return known.isEmpty()
                ? Instant.MIN
                : known.get(known.size() - 1).line().end();
    }

    private void place(Map<Long, List<Timed>> runs) {
        Optional<Timed> before = Optional.empty();
        for (Map.Entry<Long, List<Timed>> run : runs.entrySet()) {
            if (!places.containsKey(run.getKey())) {
                Timed first = run.getValue().get(0);
                places.put(run.getKey(), records.place(first.place(start(first, before))));
            }
            before = Optional.of(run.getValue().get(run.getValue().size() - 1));
        }
        while (places.size() > REMEMBERED) {
            places.pollFirstEntry();
        }
    }

    /** Players stall at gaps and overlaps that are none but for rounding: a Period starts where the one before it ends. */
    private Instant start(Timed first, Optional<Timed> before) {
        Instant dated = first.line().start();
        if (before.isEmpty()
                || before.get().line().sequence() + 1 != first.line().sequence()) {
            return dated;
        }
        Timed last = before.get();
        DashPeriod place = places.get(last.line().discontinuity());
        Instant end = place.at(last.end(), last.timescale());
        boolean together = Duration.between(end, dated).abs().compareTo(Timeline.TOLERANCE) <= 0;
        return together || dated.isBefore(place.at(last.time(), last.timescale())) ? end : dated;
    }

    private Mpd.Period period(List<Timed> run, Listing listing, Map<String, List<Timed>> timed) {
        Line first = run.get(0).line();
        List<Mpd.Track> tracks = new ArrayList<>();
        Map<Integer, List<String>> sets = new TreeMap<>();
        latest.keySet()
                .forEach(name -> sets.computeIfAbsent(
                                set(name, listing.variants().get(name)), id -> new ArrayList<>())
                        .add(name));
        sets.forEach((id, names) -> {
            Variant variant = listing.variants().get(names.get(0));
            List<Mpd.Representation> representations = names.stream()
                    .flatMap(name -> (variant.kind() == Variant.Kind.TEXT
                                    ? text(name, run)
                                    : media(name, timed.get(name), run, listing))
                            .stream())
                    .toList();
            if (!representations.isEmpty()) {
                tracks.add(new Mpd.Track(id, variant.kind(), variant.language(), representations));
            }
        });
        return new Mpd.Period(places.get(first.discontinuity()), spot(first, listing.spots()), tracks);
    }

    /** Pictures are alternatives of each other; each sound and each text stands alone. */
    private static int set(String name, Variant variant) {
        return variant.kind() == Variant.Kind.PICTURE ? 1 : 2 + Integer.parseInt(name.substring(1));
    }

    private static Optional<Mpd.Representation> media(
            String name, List<Timed> known, List<Timed> run, Listing listing) {
        Line first = run.get(0).line();
        // a rendition that is out of reach would list what the others have dropped
        Instant from = first.start().minus(Timeline.TOLERANCE);
        List<Timed> own = known.stream()
                .filter(one -> one.line().discontinuity() == first.discontinuity())
                .filter(one -> !one.line().start().isBefore(from))
                .toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        DashTrack track = own.get(0).known().track();
        long bandwidth = listing.variants().get(name).bandwidth();
        return Optional.of(new Mpd.Representation(
                name,
                bandwidth > 0 ? bandwidth : USUAL_SOUND,
                Optional.of(track),
                codec(track, listing.codecs()),
                track.timescale(),
                own.get(0).line().scope().mapUri(),
                own.stream()
                        .map(one -> new Mpd.Piece(
                                one.time(),
                                one.known().fragment().length(),
                                one.line().uri()))
                        .toList()));
    }

    /** What is not read from the media itself, the origin says. */
    private static String codec(DashTrack track, String listed) {
        return Stream.of(listed.split(","))
                .filter(codec -> !track.codec().contains(".") && codec.startsWith(track.codec()))
                .findFirst()
                .orElse(track.codec());
    }

    /** WebVTT has no times of its own that count: it is presented with the pictures it was cut with. */
    private Optional<Mpd.Representation> text(String name, List<Timed> run) {
        Map<Long, Timed> pictures = new HashMap<>();
        List<Mpd.Piece> pieces = new ArrayList<>();
        for (Line line : latest.get(name)) {
            run.stream()
                    .filter(one -> one.line().discontinuity() == line.discontinuity())
                    .filter(one -> Duration.between(one.line().start(), line.start())
                                    .abs()
                                    .compareTo(Timeline.TOLERANCE)
                            <= 0)
                    .filter(one -> pictures.putIfAbsent(one.time(), one) == null)
                    .findFirst()
                    .ifPresent(one -> pieces.add(new Mpd.Piece(
                            ticks(one.time(), one), ticks(one.end(), one) - ticks(one.time(), one), line.uri())));
        }
        return pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Mpd.Representation(name, TEXT_BANDWIDTH, Optional.empty(), "", TEXT_TIMESCALE, "", pieces));
    }

    private static long ticks(long time, Timed one) {
        return new DashPeriod(0, Instant.EPOCH, time, one.timescale()).offset(TEXT_TIMESCALE);
    }

    private static Optional<SpotRange> spot(Line line, List<SpotRange> spots) {
        if (Addresses.web(line.uri())) {
            return Optional.empty();
        }
        Instant at = line.start().plus(Timeline.TOLERANCE);
        return spots.stream()
                .filter(spot -> !spot.start().isAfter(at))
                .filter(spot -> spot.start().plus(spot.planned()).isAfter(at))
                .findFirst();
    }

    /** The version before stays where the next would contradict it; when that does not pass by itself, players have to start anew. */
    private boolean passes(String text) {
        violations = guard.check(text).stream()
                .filter(violation -> violation.rule().breaksPlayback())
                .toList();
        if (!violations.isEmpty() && ++refusals < MOST_REFUSALS) {
            return false;
        }
        if (!violations.isEmpty()) {
            guard = new DashConformance();
        }
        refusals = 0;
        guard.next(text);
        return true;
    }
}
