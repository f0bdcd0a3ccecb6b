package org.scruffy.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks the started product over HTTP, as anybody would. */
final class Visitor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI base;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    Visitor(URI base) {
        this.base = base;
    }

    Health health() throws InterruptedException {
        return get("health/ready", "").map(Health::of).orElse(Health.SILENT);
    }

    /** The first request of a kind costs seconds: better ours than the newcomer's. */
    void warm(String path, String key) throws InterruptedException {
        get(path, key);
    }

    private Optional<String> get(String path, String key) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).GET();
        if (!key.isEmpty()) request.header("Authorization", "Bearer " + key);
        try {
            return Optional.of(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            return Optional.empty(); // not listening yet, or busy: asked again
        }
    }
}
