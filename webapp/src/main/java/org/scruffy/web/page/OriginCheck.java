package org.scruffy.web.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.feed.Feeds;
import org.scruffy.spi.feed.Cue;

/** Looks at an origin once, within limits, and says in words what is there. */
@ApplicationScoped
public class OriginCheck {

    static final int MOST = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Pattern VARIANT = Pattern.compile("(?m)^#EXT-X-STREAM-INF:[^\\r\\n]*[\\r\\n]+([^#\\r\\n]+)");
    private static final Pattern TARGET = Pattern.compile("(?m)^#EXT-X-TARGETDURATION:(\\d+)");
    private static final Pattern SEGMENT = Pattern.compile("(?m)^#EXTINF:");
    private static final Pattern MPD =
            Pattern.compile("^\\uFEFF?\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)*<(\\w+:)?MPD[\\s>]", Pattern.DOTALL);
    private static final Pattern CUE =
            Pattern.compile("(?m)^#EXT(-X-CUE|-OATCLS|-X-SCTE35|-X-SPLICEPOINT|-X-DATERANGE:[^\\r\\n]*SCTE35)");

    /**
     * What was seen.
     *
     * @param good whether this can be a feed
     * @param words each a sentence
     */
    public record Seen(boolean good, List<String> words) {

        public Seen {
            words = List.copyOf(words);
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(Redirect.NORMAL)
            .build();

    private final Function<String, List<Cue>> cuesOfManifest;

    protected OriginCheck() {
        this(mpd -> List.of());
    }

    @Inject
    OriginCheck(Feeds feeds) {
        this(feeds::cuesOfManifest);
    }

    OriginCheck(Function<String, List<Cue>> cuesOfManifest) {
        this.cuesOfManifest = cuesOfManifest;
    }

    Seen look(URI origin) {
        try {
            String first = fetch(origin);
            if (MPD.matcher(first).find()) {
                return dash(first);
            }
            if (!first.startsWith("#EXTM3U")) {
                return bad("There is an answer at this address, but it is no HLS playlist: it starts with “"
                        + first.lines().findFirst().map(OriginCheck::shown).orElse("") + "”");
            }
            Matcher variant = VARIANT.matcher(first);
            if (!variant.find()) {
                return media(first, new ArrayList<>(List.of("A media playlist without variants.")));
            }
            URI media = origin.resolve(variant.group(1).strip());
            return media(
                    fetch(media),
                    new ArrayList<>(List.of("A playlist with "
                            + count(VARIANT.matcher(first).results().count(), "variant") + ".")));
        } catch (IOException | IllegalArgumentException e) {
            return bad(e.getMessage() == null ? "This address does not answer" : e.getMessage());
        }
    }

    /** Not a feed yet, but people who move from DASH want to know whether their packager signals what they expect. */
    private Seen dash(String mpd) {
        List<Cue> breaks = cuesOfManifest.apply(mpd).stream()
                .filter(cue -> cue.type() == Cue.Type.OUT)
                .toList();
        List<String> words =
                new ArrayList<>(List.of("A DASH manifest; Scruffy splices HLS, which most packagers make beside it."));
        words.add(
                breaks.isEmpty()
                        ? "It signals no breaks right now."
                        : "It signals " + count(breaks.size(), "break") + ", the last at "
                                + breaks.get(breaks.size() - 1).at() + lasting(breaks.get(breaks.size() - 1)) + ".");
        return new Seen(false, words);
    }

    private static String lasting(Cue out) {
        return out.length().isZero() ? "" : ", " + out.length().toSeconds() + " s long";
    }

    private static Seen media(String playlist, List<String> words) {
        Matcher target = TARGET.matcher(playlist);
        if (!playlist.startsWith("#EXTM3U") || !target.find()) {
            return bad("Its first variant is no media playlist");
        }
        words.add(
                count(SEGMENT.matcher(playlist).results().count(), "segment") + " of up to " + target.group(1) + " s.");
        if (playlist.contains("#EXT-X-ENDLIST")) {
            words.add("It has an end: this is a recording, not a live feed.");
            return new Seen(false, words);
        }
        if (playlist.contains("#EXT-X-MAP")) {
            words.add("Its segments are fragmented MP4; Scruffy splices MPEG-TS.");
            return new Seen(false, words);
        }
        boolean dated = playlist.contains("#EXT-X-PROGRAM-DATE-TIME");
        words.add(
                dated
                        ? "Its segments are dated, so that breaks can start by the schedule's clock."
                        : "Its segments carry no dates (EXT-X-PROGRAM-DATE-TIME): nothing says when a break starts.");
        words.add(
                CUE.matcher(playlist).find()
                        ? "Cue tags are in the stream."
                        : "No cue tags are in the stream right now; many feeds carry them only around a break.");
        return new Seen(dated, words);
    }

    private static Seen bad(String reason) {
        return new Seen(false, List.of(reason + "."));
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static String shown(String line) {
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    private String fetch(URI address) throws IOException {
        if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme())) || address.getHost() == null) {
            throw new IOException("Only http and https addresses can be looked at");
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Accept", "application/vnd.apple.mpegurl, application/x-mpegURL, */*;q=0.5")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, info -> new Limited());
        try {
            HttpResponse<byte[]> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("This address answers with status " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (TimeoutException e) {
            throw new IOException("There is no whole answer within " + PATIENCE.toSeconds() + " seconds", e);
        } catch (ExecutionException e) {
            throw new IOException(words(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The look was interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String words(Throwable cause) {
        if (cause instanceof TooMuch) {
            return cause.getMessage();
        }
        return cause instanceof java.net.ConnectException
                ? "Nobody answers at this address"
                : "This address does not answer: " + cause.getClass().getSimpleName();
    }

    private static final class TooMuch extends IOException {

        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("The answer has more than " + MOST / 1000 + " kB: this is no playlist");
        }
    }

    /** A body, as long as it is not too long. */
    private static final class Limited implements BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
            started.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            if (bytes.size() > MOST) {
                subscription.cancel();
                body.completeExceptionally(new TooMuch());
            }
        }

        @Override
        public void onError(Throwable cause) {
            body.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
