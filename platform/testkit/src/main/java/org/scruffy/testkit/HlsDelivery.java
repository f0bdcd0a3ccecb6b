package org.scruffy.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.scruffy.feed.HlsConformance.Violation;
import org.scruffy.feed.HlsRule;
import org.scruffy.feed.PlaylistReader;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * Asks the server of one live media playlist for what the {@link HlsRule}s say of requests: segments that are listed and that were
 * removed, compression, delta updates, blocking reloads, hints.
 */
public final class HlsDelivery {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int UNAVAILABLE = 503;
    private static final int LONGEST_WAIT_TARGETS = 3;
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);
    private static final int FAR_AHEAD = 1000;
    private static final int ATTEMPTS = 5;
    private static final Pattern PART_TARGET =
            Pattern.compile("#EXT-X-PART-INF:.*?PART-TARGET=(\\d{1,4}(?:\\.\\d{1,9})?)");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:.*?\\bURI=\"([^\"]+)\".*");
    private static final Pattern SKIPPED = Pattern.compile("#EXT-X-SKIP:.*SKIPPED-SEGMENTS=(\\d+)");
    private static final Pattern HINT = Pattern.compile(
            "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"([^\"]+)\"(?:,BYTERANGE-START=(\\d+))?(?:,BYTERANGE-LENGTH=(\\d+))?");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    /** Segments with the time until which they have to be there. */
    private final Map<String, Instant> owed = new LinkedHashMap<>();

    private final Map<String, Instant> owedParts = new LinkedHashMap<>();
    private final Set<String> hinted = new LinkedHashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    /** @param address of the media playlist */
    public HlsDelivery(URI address) {
        this.address = address;
    }

    /** One version of the playlist. */
    private record Version(String text, MediaPlaylist playlist) {

        static Optional<Version> of(HttpResponse<byte[]> response) {
            String text = new String(response.body(), StandardCharsets.UTF_8);
            return response.statusCode() == OK
                    ? PlaylistReader.media(response.body()).value().map(read -> new Version(text, read))
                    : Optional.empty();
        }

        Segment first() {
            return playlist.segments().get(0);
        }

        Segment last() {
            return playlist.segments().get(playlist.segments().size() - 1);
        }

        boolean says(String attribute) {
            return text.contains(attribute);
        }

        List<String> uris() {
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }

        /** How many parts stand after the last segment. */
        int begun() {
            return parts(text.substring(text.lastIndexOf(last().uri())));
        }

        /** How many parts the last segment has. */
        int partsOfLast() {
            int end = text.lastIndexOf(last().uri());
            List<Segment> segments = playlist.segments();
            int start = segments.size() < 2
                    ? 0
                    : text.lastIndexOf(segments.get(segments.size() - 2).uri(), end);
            return parts(text.substring(start, end));
        }

        private static int parts(String lines) {
            return (int) lines.lines()
                    .filter(line -> line.startsWith("#EXT-X-PART:"))
                    .count();
        }

        boolean parted() {
            return says("#EXT-X-PART-INF:");
        }

        Duration partTarget() {
            Matcher target = PART_TARGET.matcher(text);
            return target.find()
                    ? Duration.ofNanos(Math.round(Double.parseDouble(target.group(1)) * 1e9))
                    : Duration.ZERO;
        }
    }

    /** What is wrong now. */
    public List<Violation> check() throws IOException, InterruptedException {
        violations.clear();
        Optional<Version> now = Version.of(get(address));
        if (now.isEmpty()) {
            return List.of(new Violation(HlsRule.URI_IN_ORDER, address + " is no media playlist"));
        }
        compressed();
        whole();
        downloads(now.get());
        removed(now.get());
        partsStay(now.get());
        delta("YES");
        delta("v2");
        hints(now.get());
        if (now.get().playlist().ended()) {
            ignored(now.get());
        } else if (now.get().says("CAN-BLOCK-RELOAD=YES")) {
            refusals(now.get());
            blocking(now.get());
        }
        return List.copyOf(violations);
    }

    /** What is wrong after the presentation was removed: its segments stay for as long as those who have its playlist play them. */
    public List<Violation> checkRemoved() throws IOException, InterruptedException {
        violations.clear();
        int status = get(address).statusCode();
        if (status != NOT_FOUND && status != GONE) {
            add(HlsRule.REMOVED, address + " was removed and answers " + status);
        }
        stayDownloadable(List.of());
        return List.copyOf(violations);
    }

    private void add(HlsRule rule, String found) {
        violations.add(new Violation(rule, found));
    }

    private HttpResponse<byte[]> get(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> ask(String query) throws IOException, InterruptedException {
        return get(URI.create(address + "?" + query));
    }

    private void compressed() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(address, "Accept-Encoding", "gzip");
        if (!response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
            add(HlsRule.GZIPPED, "there is no Content-Encoding: gzip though it is accepted");
            return;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            if (!new String(in.readAllBytes(), StandardCharsets.UTF_8).startsWith("#EXTM3U")) {
                add(HlsRule.GZIPPED, "what is compressed is no playlist");
            }
        }
    }

    /** Nobody sees half of a change: one ETag is one body. */
    private void whole() throws IOException, InterruptedException {
        HttpResponse<byte[]> one = get(address);
        HttpResponse<byte[]> other = get(address);
        Optional<String> etag = one.headers().firstValue("ETag");
        boolean same = etag.isPresent() && etag.equals(other.headers().firstValue("ETag"));
        if (same && !Arrays.equals(one.body(), other.body())) {
            add(HlsRule.ATOMIC, "two bodies have the ETag " + etag.get());
        }
    }

    private void downloads(Version now) throws IOException, InterruptedException {
        for (Segment segment : List.of(now.first(), now.last())) {
            boolean gap = segment.tags().contains("#EXT-X-GAP");
            HttpResponse<byte[]> response = get(address.resolve(segment.uri()));
            if (!gap && (response.statusCode() != OK || response.body().length == 0)) {
                add(HlsRule.DOWNLOADABLE, segment.uri() + " answers " + response.statusCode());
            }
        }
    }

    private void removed(Version now) throws IOException, InterruptedException {
        stayDownloadable(now.uris());
        Instant time = Instant.now();
        Duration length =
                now.playlist().segments().stream().map(Segment::length).reduce(Duration.ZERO, Duration::plus);
        now.playlist().segments().forEach(segment -> owed.put(segment.uri(), time.plus(length)));
    }

    private void partsStay(Version now) throws IOException, InterruptedException {
        Instant time = Instant.now();
        for (Map.Entry<String, Instant> one : owedParts.entrySet()) {
            boolean gone = !now.says('"' + one.getKey() + '"') && time.isBefore(one.getValue());
            int status = gone ? get(address.resolve(one.getKey())).statusCode() : OK;
            if (status != OK) {
                add(HlsRule.PARTS_STAY, one.getKey() + " is not listed any more and answers " + status);
            }
        }
        Instant until = time.plusSeconds(3L * now.playlist().targetDuration());
        now.text()
                .lines()
                .map(PART::matcher)
                .filter(Matcher::matches)
                .forEach(part -> owedParts.put(part.group(1), until));
    }

    private void stayDownloadable(List<String> listed) throws IOException, InterruptedException {
        Instant time = Instant.now();
        for (Map.Entry<String, Instant> one : owed.entrySet()) {
            int status = listed.contains(one.getKey()) || time.isAfter(one.getValue())
                    ? OK
                    : get(address.resolve(one.getKey())).statusCode();
            if (status != OK) {
                add(HlsRule.STAYS_DOWNLOADABLE, one.getKey() + " was removed and answers " + status);
            }
        }
    }

    /** A delta update is compared with the playlist before and after it, as soon as that does not change meanwhile. */
    private void delta(String skip) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            HttpResponse<byte[]> before = get(address);
            String delta = new String(ask("_HLS_skip=" + skip).body(), StandardCharsets.UTF_8);
            HttpResponse<byte[]> after = get(address);
            Optional<Version> full = Version.of(after);
            if (full.isPresent() && Arrays.equals(before.body(), after.body())) {
                delta(full.get(), delta);
                ranges(full.get(), delta, skip.equals("v2") && full.get().says("CAN-SKIP-DATERANGES=YES"));
                return;
            }
        }
    }

    private void ranges(Version full, String delta, boolean maySkip) {
        List<String> missing = full.text()
                .lines()
                .filter(line -> line.startsWith("#EXT-X-DATERANGE:"))
                .filter(line -> !delta.contains(line))
                .toList();
        if (!maySkip && !missing.isEmpty()) {
            add(HlsRule.DELTA_TAGS, "a delta update leaves out " + missing.get(0));
        }
    }

    private void ignored(Version ended) throws IOException, InterruptedException {
        for (String query :
                List.of("_HLS_msn=" + (ended.last().sequence() + FAR_AHEAD), "_HLS_part=0", "_HLS_skip=YES")) {
            HttpResponse<byte[]> response = ask(query);
            if (!Version.of(response).map(Version::text).equals(Optional.of(ended.text()))) {
                add(HlsRule.DIRECTIVES_AT_THE_END, query + " is answered " + response.statusCode() + " after the end");
            }
        }
    }

    private void delta(Version full, String delta) {
        Matcher skips = SKIPPED.matcher(delta);
        boolean skipped = skips.find();
        if (full.playlist().ended()) {
            return;
        }
        if (skipped != full.says("CAN-SKIP-UNTIL=")) {
            add(HlsRule.DELTA, skipped ? "a delta update came unasked for" : "no delta update came");
            return;
        }
        List<String> rest = delta.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> all = full.uris();
        if (skipped
                && !all.subList(Integer.parseInt(skips.group(1)), all.size()).equals(rest)) {
            add(HlsRule.DELTA_WHOLE, "after " + skips.group() + " come " + rest + " of " + all);
        }
    }

    private void hints(Version now) throws IOException, InterruptedException {
        withdrawn(now);
        Matcher hint = HINT.matcher(now.text());
        if (hint.find()) {
            hinted.add(hint.group(1));
            String from = hint.group(2) == null ? "0" : hint.group(2);
            String to = hint.group(3) == null
                    ? ""
                    : String.valueOf(Long.parseLong(from) + Long.parseLong(hint.group(3)) - 1);
            int status = flow(hint.group(1), "bytes=" + from + "-" + to, now.partTarget());
            // what was withdrawn meanwhile is not there
            if (status != OK && status != PARTIAL && stillThere(hint.group(1))) {
                add(HlsRule.HINTED, hint.group(1) + " is hinted at and answers " + status);
            }
        }
        int unknown = get(address.resolve("never-hinted-at.m4s")).statusCode();
        if (unknown != NOT_FOUND) {
            add(HlsRule.HINT_UNKNOWN, "a part that nobody hinted at answers " + unknown);
        }
    }

    /** Who measures how fast parts come must not measure how fast they are made. */
    private int flow(String uri, String range, Duration partTarget) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(uri))
                .timeout(PATIENCE)
                .header("Range", range)
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            body.read();
            long first = System.nanoTime();
            body.skip(Long.MAX_VALUE);
            Duration flowed = Duration.ofNanos(System.nanoTime() - first);
            if (flowed.compareTo(partTarget.plus(ON_THE_WAY)) > 0) {
                add(HlsRule.PART_FLOWS, uri + " took " + flowed.toMillis() + " ms from its first byte to its last");
            }
        }
        return response.statusCode();
    }

    /** What was hinted at and is no more is a part, or it was withdrawn; in neither case is there anything to wait for. */
    private void withdrawn(Version now) throws IOException, InterruptedException {
        List<String> past =
                hinted.stream().filter(uri -> !now.says('"' + uri + '"')).toList();
        for (String uri : past) {
            hinted.remove(uri);
            HttpRequest request = HttpRequest.newBuilder(address.resolve(uri))
                    .timeout(now.partTarget().plus(ON_THE_WAY))
                    .build();
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (HttpTimeoutException e) {
                add(HlsRule.HINT_ENDS, uri + " is not hinted at any more and does not answer");
            }
        }
    }

    private boolean stillThere(String uri) throws IOException, InterruptedException {
        return new String(get(address).body(), StandardCharsets.UTF_8).contains("URI=\"" + uri + '"');
    }

    private void refusals(Version now) throws IOException, InterruptedException {
        int far = ask("_HLS_msn=" + (now.last().sequence() + FAR_AHEAD)).statusCode();
        if (far != BAD_REQUEST) {
            add(HlsRule.BLOCKING_TOO_FAR, FAR_AHEAD + " segments beyond the last are answered " + far);
        }
        int alone = ask("_HLS_part=0").statusCode();
        if (alone != BAD_REQUEST) {
            add(HlsRule.PART_WITHOUT_SEGMENT, "_HLS_part without _HLS_msn is answered " + alone);
        }
        Optional<Version> past =
                Version.of(ask("_HLS_msn=" + Math.max(0, now.first().sequence() - 1)));
        boolean whole = past.filter(
                        version -> version.last().sequence() >= now.last().sequence())
                .filter(version -> version.playlist().segments().size() > 1)
                .isPresent();
        if (!whole) {
            add(HlsRule.BLOCKING_WHOLE, "a segment that is long past does not get the whole playlist");
        }
    }

    private void blocking(Version before) throws IOException, InterruptedException {
        long next = before.last().sequence() + 1;
        Instant asked = Instant.now();
        HttpResponse<byte[]> response = ask("_HLS_msn=" + next);
        Duration longest = Duration.ofSeconds(
                LONGEST_WAIT_TARGETS * (long) before.playlist().targetDuration());
        if (Instant.now().isAfter(asked.plus(longest).plus(ON_THE_WAY))) {
            add(HlsRule.BLOCKING_ENDS, "segment " + next + " was waited for longer than " + longest);
            return;
        }
        if (response.statusCode() == UNAVAILABLE) {
            return; // nothing new came in time, which IN_TIME says
        }
        Optional<Version> one = Version.of(response);
        if (one.filter(version -> version.last().sequence() >= next).isEmpty()) {
            add(HlsRule.BLOCKING, "segment " + next + " was waited for and is not listed");
            return;
        }
        if (one.get().parted()) {
            parts(one.get());
        }
    }

    private void parts(Version now) throws IOException, InterruptedException {
        long last = now.last().sequence();
        int next = now.begun();
        Optional<Version> one = Version.of(ask("_HLS_msn=" + (last + 1) + "&_HLS_part=" + next));
        if (one.filter(version -> version.last().sequence() > last || version.begun() > next)
                .isEmpty()) {
            add(HlsRule.BLOCKING, "part " + next + " of segment " + (last + 1) + " was waited for and is not listed");
        }
        Version latest = one.orElse(now);
        long sequence = latest.last().sequence();
        if (latest.partsOfLast() > 0) {
            Optional<Version> past = Version.of(ask("_HLS_msn=" + sequence + "&_HLS_part=" + latest.partsOfLast()));
            if (past.filter(version -> version.last().sequence() > sequence || version.begun() > 0)
                    .isEmpty()) {
                add(HlsRule.PART_PAST_LAST, "the part after the last of segment " + sequence + " is not listed");
            }
        }
    }
}
