package org.scruffy.feed;

import java.time.Duration;
import org.scruffy.spi.telemetry.Telemetry;

/** Fetches playlists of origins, each fetch a span. */
final class Origin {

    private final Fetcher fetcher;
    private final Telemetry telemetry;

    Origin(Fetcher fetcher, Telemetry telemetry) {
        this.fetcher = fetcher;
        this.telemetry = telemetry;
    }

    /** The body at an address, or why there is none; waits no longer than the time given. */
    Reading<Fetcher.Fetched> fetch(String feed, String rendition, String address, Duration within) {
        try (Telemetry.Span span = telemetry.span("origin fetch")) {
            span.set("feed", feed).set("rendition", rendition);
            Reading<Fetcher.Fetched> reading = fetcher.fetch(
                    address, within, PlaylistReader.LIMIT, status -> span.set("http.status_code", status));
            reading.value().ifPresent(fetched -> span.set("bytes", fetched.body().length));
            if (!reading.refusal().isEmpty()) {
                span.set("error", true).set("reason", reading.refusal());
            }
            return reading;
        }
    }
}
