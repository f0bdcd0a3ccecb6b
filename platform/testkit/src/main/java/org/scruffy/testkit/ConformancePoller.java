package org.scruffy.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.feed.HlsConformance;
import org.scruffy.feed.HlsMedia;

/**
 * Polls a live presentation over HTTP as a player does and lists every violation of the server's rules of HLS. Run it as a
 * program: {@code ConformancePoller <master.m3u8> <seconds>}; it exits with 1 where it found one.
 */
public final class ConformancePoller {

    private static final int LONGEST_LISTED = 100;

    /** Sound and subtitles that have playlists of their own. */
    private static final Pattern MEDIA = Pattern.compile("#EXT-X-MEDIA:.*\\bURI=\"([^\"]+)\".*");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI master;
    private final Map<String, HlsConformance> watches = new LinkedHashMap<>();
    private final Map<String, HlsDelivery> deliveries = new LinkedHashMap<>();
    private final HlsMedia media = new HlsMedia(this::media);
    private String text = "";
    private Map<String, String> latest = Map.of();
    private final List<String> violations = new ArrayList<>();
    private int polls;

    public ConformancePoller(URI master) {
        this.master = master;
    }

    /** Fetches every playlist once. Whatever is not a playlist is a violation too. */
    public Map<String, String> poll() throws IOException, InterruptedException {
        Map<String, String> bodies = new TreeMap<>();
        text = fetch(master);
        for (String line : text.split("\n")) {
            Matcher media = MEDIA.matcher(line);
            String playlist = media.matches() ? media.group(1) : line;
            if (!playlist.isBlank() && !playlist.startsWith("#")) {
                bodies.put(playlist, fetch(master.resolve(playlist)));
            }
        }
        if (bodies.isEmpty()) {
            violations.add("the multivariant playlist lists no renditions");
        }
        bodies.forEach((name, body) -> watches.computeIfAbsent(name, key -> new HlsConformance())
                .next(body)
                .forEach(violation -> violations.add(name + " " + violation)));
        HlsConformance.acrossRenditions(bodies).forEach(violation -> violations.add(violation.toString()));
        polls++;
        latest = bodies;
        return bodies;
    }

    /** Downloads every segment that the latest {@link #poll} found and that was not looked into yet, and looks into it. */
    public ConformancePoller look() throws IOException, InterruptedException {
        media.next(text, latest).forEach(violation -> violations.add(violation.toString()));
        return this;
    }

    /**
     * Asks for everything that the rules say of requests, in every rendition that {@link #poll} has found: it takes as long as a
     * segment of each. Do it again later, and segments that were removed since are asked for too.
     */
    public ConformancePoller ask() throws IOException, InterruptedException {
        for (String name : watches.keySet()) {
            deliveries
                    .computeIfAbsent(name, key -> new HlsDelivery(master.resolve(key)))
                    .check()
                    .forEach(violation -> violations.add(name + " " + violation));
        }
        return this;
    }

    /** Asks for what the rules say of a presentation that was removed since {@link #ask}. */
    public ConformancePoller askRemoved() throws IOException, InterruptedException {
        for (Map.Entry<String, HlsDelivery> one : deliveries.entrySet()) {
            one.getValue().checkRemoved().forEach(violation -> violations.add(one.getKey() + " " + violation));
        }
        return this;
    }

    /** Polls at a pace until a time is over. */
    public ConformancePoller watch(Duration length, Duration pace) throws IOException, InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            poll();
            Thread.sleep(pace.toMillis());
        }
        return this;
    }

    private String fetch(URI address) throws IOException, InterruptedException {
        return get(address, HttpResponse.BodyHandlers.ofString()).orElse("");
    }

    private byte[] media(String rendition, String uri) throws IOException, InterruptedException {
        return get(master.resolve(rendition).resolve(uri), HttpResponse.BodyHandlers.ofByteArray())
                .orElse(new byte[0]);
    }

    private <T> Optional<T> get(URI address, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build();
        HttpResponse<T> response = client.send(request, handler);
        if (response.statusCode() != 200) {
            violations.add(address + " answers " + response.statusCode());
            return Optional.empty();
        }
        return Optional.of(response.body());
    }

    public List<String> violations() {
        return List.copyOf(violations);
    }

    public int polls() {
        return polls;
    }

    /** Watches an address for some seconds, prints what it found. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ConformancePoller poller = new ConformancePoller(URI.create(arguments[0]));
        poller.poll();
        poller.ask();
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.parseLong(arguments[1])).toNanos();
        while (System.nanoTime() < end) {
            poller.watch(Duration.ofSeconds(1), Duration.ofSeconds(1)).look();
        }
        poller.ask();
        poller.violations().stream().limit(LONGEST_LISTED).forEach(System.out::println);
        System.out.println(poller.polls() + " polls, " + poller.violations().size() + " violations");
        System.exit(poller.violations().isEmpty() ? 0 : 1);
    }
}
