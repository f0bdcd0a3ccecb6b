package org.scruffy.feed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.scruffy.spi.telemetry.Telemetry;

/** Fetches what origins list over HTTP, as strangers' servers: in time, in size, in the same scheme, or not at all. */
final class Origin {

    private static final int MOST_REDIRECTS = 3;

    private final HttpClient client;
    private final Telemetry telemetry;

    Origin(HttpClient client, Telemetry telemetry) {
        this.client = client;
        this.telemetry = telemetry;
    }

    static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(3))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A body and the address it came from in the end. */
    record Fetched(byte[] body, String address) {}

    /** The body at an address, or why there is none; waits no longer than the time given. */
    Reading<Fetched> fetch(String feed, String rendition, String address, Duration within) {
        return fetch(feed, rendition, address, within, PlaylistReader.LIMIT);
    }

    /** @param limit the most bytes that are taken */
    Reading<Fetched> fetch(String feed, String rendition, String address, Duration within, int limit) {
        try (Telemetry.Span span = telemetry.span("origin fetch")) {
            span.set("feed", feed).set("rendition", rendition);
            Reading<Fetched> reading = fetch(address, within, limit, 0, span);
            reading.value().ifPresent(fetched -> span.set("bytes", fetched.body().length));
            if (!reading.refusal().isEmpty()) {
                span.set("error", true).set("reason", reading.refusal());
            }
            return reading;
        }
    }

    private Reading<Fetched> fetch(String address, Duration within, int limit, int redirects, Telemetry.Span span) {
        CompletableFuture<HttpResponse<byte[]>> answer = null;
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .timeout(within)
                    .header("Accept", "application/vnd.apple.mpegurl, */*;q=0.5")
                    .header("User-Agent", "Scruffy")
                    .build();
            answer = client.sendAsync(request, info -> new Limited(limit));
            HttpResponse<byte[]> response = answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
            span.set("http.status_code", response.statusCode());
            return read(response, address, within, limit, redirects, span);
        } catch (IllegalArgumentException e) {
            return Reading.refused("is at an address that cannot be fetched: " + e.getMessage());
        } catch (TimeoutException e) {
            // the request's own timeout ends with the headers; a body may go on for ever
            answer.cancel(true);
            return Reading.refused("does not answer within " + within.toMillis() + " ms");
        } catch (ExecutionException e) {
            return Reading.refused(words(e));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Reading.refused("was not waited for");
        }
    }

    private Reading<Fetched> read(
            HttpResponse<byte[]> response,
            String address,
            Duration within,
            int limit,
            int redirects,
            Telemetry.Span span) {
        int status = response.statusCode();
        if (status == 200) {
            return Reading.of(new Fetched(response.body(), address));
        }
        String location = response.headers().firstValue("Location").orElse("");
        if (status < 301 || status > 308 || status == 304 || location.isEmpty()) {
            return Reading.refused("answers " + status);
        }
        String target = Addresses.absolute(location, address);
        if (redirects >= MOST_REDIRECTS || !Addresses.web(target)) {
            return Reading.refused("redirects to " + target + ", which is not followed");
        }
        return fetch(target, within, limit, redirects + 1, span);
    }

    private static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return "does not answer in time";
        }
        if (cause instanceof java.net.ConnectException || cause instanceof java.nio.channels.ClosedChannelException) {
            return "refuses the connection";
        }
        return "cannot be fetched: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    /** Takes bytes up to the limit and then hangs up. */
    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {

        private final int limit;
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final List<byte[]> parts = new ArrayList<>();
        private Flow.Subscription subscription;
        private int size;

        Limited(int limit) {
            this.limit = limit;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                size += part.length;
                parts.add(part);
            }
            if (size > limit) {
                subscription.cancel();
                parts.clear();
                body.completeExceptionally(new IOException("is larger than " + limit / 1024 + " KiB"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            ByteBuffer whole = ByteBuffer.allocate(size);
            parts.forEach(whole::put);
            body.complete(whole.array());
        }
    }
}
