package org.scruffy.feed;

import java.time.Duration;
import org.scruffy.spi.telemetry.Telemetry;

/** Fetches what origins list, each fetch a span. */
final class Origin {

    private final Fetcher fetcher;
    private final Telemetry telemetry;

    Origin(Fetcher fetcher, Telemetry telemetry) {
        this.fetcher = fetcher;
        this.telemetry = telemetry;
    }

    /** The body at an address, or why there is none; waits no longer than the time given. */
    Reading<Fetcher.Fetched> fetch(String feed, String rendition, String address, Duration within) {
        return fetch(feed, rendition, address, within, PlaylistReader.LIMIT);
    }

    /** @param limit the most bytes that are taken */
    Reading<Fetcher.Fetched> fetch(String feed, String rendition, String address, Duration within, int limit) {
        try (Telemetry.Span span = telemetry.span("origin fetch")) {
            span.set("feed", feed).set("rendition", rendition);
            Reading<Fetcher.Fetched> reading =
                    fetcher.fetch(address, within, limit, status -> span.set("http.status_code", status));
            reading.value().ifPresent(fetched -> span.set("bytes", fetched.body().length));
            if (!reading.refusal().isEmpty()) {
                span.set("error", true).set("reason", reading.refusal());
            }
            return reading;
        }
    }

    /** The first bytes of a segment. */
    Reading<byte[]> head(String feed, String address, Duration within, int bytes) {
        try (Telemetry.Span span = telemetry.span("origin fetch")) {
            span.set("feed", feed).set("rendition", "segment head");
            Reading<Fetcher.Fetched> reading =
                    fetcher.head(address, within, bytes, status -> span.set("http.status_code", status));
            if (!reading.refusal().isEmpty()) {
                span.set("error", true).set("reason", reading.refusal());
            }
            return reading.value()
                    .map(fetched -> Reading.of(fetched.body()))
                    .orElseGet(() -> Reading.refused(reading.refusal()));
        }
    }
}
