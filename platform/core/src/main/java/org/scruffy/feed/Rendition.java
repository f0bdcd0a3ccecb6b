package org.scruffy.feed;

import java.time.Instant;
import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;

/** One rendition of an origin as it was read last. One thread at a time. */
final class Rendition {

    private final String name;
    private final PlaylistFollower follower = new PlaylistFollower();
    private final Variant.Kind kind;
    private final int height;
    private final long bandwidth;
    private final String language;
    private String address;
    private Optional<Window> window = Optional.empty();
    private LowLatency low = LowLatency.NONE;
    private Instant good = Instant.EPOCH;
    private Instant grown = Instant.EPOCH;
    private String refusal = "has not answered yet";

    Rendition(String name, Multivariant.Stream stream, String address) {
        this(name, Variant.Kind.PICTURE, stream.height(), stream.bandwidth(), "", address);
    }

    Rendition(String name, Multivariant.Media media, String address) {
        this(
                name,
                media.type().equals("AUDIO") ? Variant.Kind.SOUND : Variant.Kind.TEXT,
                0,
                0,
                media.language(),
                address);
    }

    private Rendition(String name, Variant.Kind kind, int height, long bandwidth, String language, String address) {
        this.name = name;
        this.kind = kind;
        this.height = height;
        this.bandwidth = bandwidth;
        this.language = language;
        this.address = address;
    }

    String name() {
        return name;
    }

    Variant.Kind kind() {
        return kind;
    }

    String address() {
        return address;
    }

    /** What it lists, empty where it never answered well. */
    Optional<Window> window() {
        return window;
    }

    LowLatency low() {
        return low;
    }

    /** When it last answered well. */
    Instant good() {
        return good;
    }

    /** When it last listed something new. */
    Instant grown() {
        return grown;
    }

    /** What is wrong with its latest answer, empty where nothing is. */
    String refusal() {
        return refusal;
    }

    void refused(String reason) {
        refusal = reason;
    }

    /** Reads what it answered, without taking it for good. */
    Reading<MediaPlaylist> read(Fetcher.Fetched got) {
        return follower.read(got.body(), LowLatency.asked(got.address()));
    }

    /** Its origin started anew: nothing that is known of parts means anything any more. */
    void startsAnew() {
        low = LowLatency.NONE;
    }

    /** What it lists from now on. */
    void lists(Window now, Instant at) {
        refusal = "";
        good = at;
        if (window.isEmpty() || !now.last().equals(window.get().last())) {
            grown = at;
        }
        window = Optional.of(now);
        low = follower.lowLatency().after(low);
    }

    /** Where its next version is; one that did not answer is not waited for. */
    String next() {
        return window.filter(known -> refusal.isEmpty())
                .map(known -> low.next(address, known.last().sequence()))
                .orElse(address);
    }

    void moves(String to) {
        if (!to.equals(address)) {
            low = LowLatency.NONE;
        }
        address = to;
    }

    Variant variant() {
        return new Variant(
                kind,
                height,
                bandwidth,
                language,
                window.map(Window::fragmented).orElse(false));
    }
}
