package org.scruffy.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.scruffy.spi.telemetry.Event;

/**
 * Where spans are brought, and as what.
 *
 * @param shown at the door, a value of Authorization
 */
record Intake(URI address, String type, Function<List<Event>, byte[]> body, String shown) {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    void bring(List<Event> events) throws Exception {
        send(body.apply(events));
    }

    /** Again and again while it is busy. */
    void send(byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .header("Authorization", shown)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        while (true) {
            int status =
                    CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return;
            }
            if (status != 503 && status != 429) {
                throw new IllegalStateException(address + " answers " + status);
            }
            Thread.sleep(100);
        }
    }

    /** Waits until all were brought, by as many at once as there are clients. */
    static void all(ExecutorService clients, List<Callable<Void>> bringing) throws InterruptedException {
        try {
            for (Future<Void> one : clients.invokeAll(bringing)) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Not all events were taken", e.getCause());
        }
    }
}
