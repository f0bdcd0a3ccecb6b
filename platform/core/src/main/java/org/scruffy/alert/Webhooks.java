package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.feed.OriginPolicy;

/**
 * Posts JSON to strangers' servers: where the {@link OriginPolicy} allows it, within ten seconds, and following nobody elsewhere. What has
 * a secret carries {@code X-Scruffy-Signature: t=1767225600,v1=…}: the seconds since 1970, and in hexadecimal digits the HMAC-SHA256 of
 * those seconds, a full stop and the body. Whoever checks both knows who sent it and that it is not an old one sent again.
 */
@ApplicationScoped
public class Webhooks {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final OriginPolicy policy;
    private final Clock clock;

    protected Webhooks() {
        this(Optional.empty(), null);
    }

    /** @param networks that are not public and may be posted to, like 10.0.0.0/8, with commas between */
    @Inject
    public Webhooks(@ConfigProperty(name = "scruffy.origin-networks") Optional<String> networks, Clock clock) {
        this.policy = new OriginPolicy(networks.orElse(""), false);
        this.clock = clock;
    }

    /** Why nothing is posted to an address, empty where it may be. */
    public String refusal(String address) {
        return policy.refusal(address);
    }

    /** @param id the same for what is sent again, so that it can be told */
    void post(Recipient.Said to, String id, String json) throws Undelivered {
        String refusal = policy.refusal(to.address()); // anew each time: the name may lead elsewhere by now
        if (!refusal.isEmpty()) {
            throw new Undelivered("The address " + refusal);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to.address()))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Scruffy")
                .header("X-Scruffy-Delivery", id)
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (!to.secret().isEmpty()) {
            request.header(
                    "X-Scruffy-Signature",
                    signature(to.secret(), clock.instant().getEpochSecond(), json));
        }
        int status = status(request.build());
        if (status / 100 != 2) {
            throw new Undelivered("The server answered " + status + ", expected 200 to 299");
        }
    }

    private int status(HttpRequest request) throws Undelivered {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException e) {
            answer.cancel(true); // the request's own patience ends with the headers; a body may go on for ever
            throw new Undelivered("The server did not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new Undelivered(
                    "The server " + request.uri().getAuthority() + " cannot be reached: " + reason(e.getCause()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Undelivered("It was not waited for", e);
        }
    }

    private static String reason(Throwable cause) {
        if (cause instanceof HttpTimeoutException) return "it did not take the connection in time";
        if (cause instanceof ConnectException) return "it takes no connection, or nothing listens there";
        if (cause instanceof SSLException) return "it is not trusted: " + cause.getMessage();
        return "the connection broke, " + cause;
    }

    static String signature(String secret, long seconds, String json) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signed = mac.doFinal((seconds + "." + json).getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM knows HmacSHA256", e);
        }
    }
}
