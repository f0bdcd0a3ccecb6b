package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.plugin.Platform;

/** Fetches from strangers' servers over HTTP: where the {@link OriginPolicy} allows it, in time and in size, or not at all. */
@ApplicationScoped
public class Fetcher {

    private static final int MOST_REDIRECTS = 3;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final OriginPolicy policy;

    protected Fetcher() {
        this(new OriginPolicy("", false));
    }

    /** @param networks that are not public and may be fetched from, like 10.0.0.0/8, with commas between */
    @Inject
    public Fetcher(Platform platform, @ConfigProperty(name = "scruffy.origin-networks") Optional<String> networks) {
        this(new OriginPolicy(networks.orElse(""), platform.demo()));
    }

    Fetcher(OriginPolicy policy) {
        this.policy = policy;
    }

    /** A body and the address it came from in the end. */
    public record Fetched(byte[] body, String address) {}

    /**
     * The body at an address, or why there is none.
     *
     * @param within which all of it must have come, redirects too
     * @param limit of its size in bytes
     */
    public Reading<Fetched> fetch(String address, Duration within, int limit) {
        return fetch(address, within, limit, status -> {});
    }

    /** @param status told with which status each answer came */
    Reading<Fetched> fetch(String address, Duration within, int limit, IntConsumer status) {
        return new Call(System.nanoTime() + within.toNanos(), within, limit, true, status).fetch(address, 0);
    }

    /** The first bytes at an address, all of them where there are fewer. */
    Reading<Fetched> head(String address, Duration within, int bytes, IntConsumer status) {
        return new Call(System.nanoTime() + within.toNanos(), within, bytes, false, status).fetch(address, 0);
    }

    /** One fetch with its redirects. */
    private final class Call {

        private final long deadline;
        private final Duration within;
        private final int limit;
        private final boolean whole;
        private final IntConsumer status;

        Call(long deadline, Duration within, int limit, boolean whole, IntConsumer status) {
            this.deadline = deadline;
            this.within = within;
            this.limit = limit;
            this.whole = whole;
            this.status = status;
        }

        Reading<Fetched> fetch(String address, int redirects) {
            String refusal = policy.refusal(address);
            if (!refusal.isEmpty()) {
                return Reading.refused(refusal);
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return late();
            }
            CompletableFuture<HttpResponse<byte[]>> answer = null;
            try {
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofNanos(left))
                        .version(version(address))
                        .header("Accept", "application/vnd.apple.mpegurl, */*;q=0.5")
                        .header("User-Agent", "Scruffy");
                if (!whole) {
                    request.header("Range", "bytes=0-" + (limit - 1));
                }
                answer = client.sendAsync(request.build(), info -> new Limited(limit, whole));
                HttpResponse<byte[]> response = answer.get(left, TimeUnit.NANOSECONDS);
                status.accept(response.statusCode());
                return read(response, address, redirects);
            } catch (IllegalArgumentException e) {
                return Reading.refused("is at an address that cannot be fetched: " + e.getMessage());
            } catch (TimeoutException e) {
                // the request's own timeout ends with the headers; a body may go on for ever
                answer.cancel(true);
                return late();
            } catch (ExecutionException e) {
                // which of several clocks stops it first is chance
                return deadline <= System.nanoTime() ? late() : Reading.refused(words(e));
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                return Reading.refused("was not waited for");
            }
        }

        /** Without encryption hardly anybody speaks HTTP/2, and every request would offer it. */
        private static HttpClient.Version version(String address) {
            return address.regionMatches(true, 0, "https:", 0, 6)
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1;
        }

        private Reading<Fetched> late() {
            return Reading.refused("does not answer within " + within.toMillis() + " ms");
        }

        private Reading<Fetched> read(HttpResponse<byte[]> response, String address, int redirects) {
            int code = response.statusCode();
            if (code == 200 || (code == 206 && !whole)) {
                return Reading.of(new Fetched(response.body(), address));
            }
            String location = response.headers().firstValue("Location").orElse("");
            if (code < 301 || code > 308 || code == 304 || location.isEmpty()) {
                return Reading.refused("answers " + code);
            }
            String target = Addresses.absolute(location, address);
            if (redirects >= MOST_REDIRECTS || !Addresses.web(target)) {
                return Reading.refused("redirects to " + target + ", which is not followed");
            }
            return fetch(target, redirects + 1);
        }
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

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final List<byte[]> parts = new ArrayList<>();
        private Flow.Subscription subscription;
        private final int limit;
        private final boolean whole;
        private int size;

        /** @param whole whether a body that is larger is refused; its first bytes are taken otherwise */
        Limited(int limit, boolean whole) {
            this.limit = limit;
            this.whole = whole;
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
            if (size >= limit && !whole) {
                subscription.cancel();
                onComplete();
                return;
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
