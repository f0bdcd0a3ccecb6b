package org.scruffy.feed;

import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;

/** A live playlist's versions, read and put into the window that is kept of them. */
public final class PlaylistSteps {

    private static final String BASE = "https://origin.example/live/hi.m3u8";

    private final PlaylistFollower follower = new PlaylistFollower();
    private Optional<Window> window = Optional.empty();

    /** The next version at the cost of what changed; answers how many segments the window has. */
    public int follow(byte[] body) {
        MediaPlaylist next = follower.read(body, BASE).value().orElseThrow();
        if (window.isPresent() && window.get().step(next) != Window.Step.FOLLOWS) {
            throw new IllegalStateException("The versions do not follow each other");
        }
        window = Optional.of(window.map(known -> known.followedBy(next)).orElseGet(() -> Window.of(next)));
        return window.get().segments().size();
    }

    /** The same as if nothing had been read before. */
    public static int anew(byte[] body) {
        return new PlaylistSteps().follow(body);
    }
}
