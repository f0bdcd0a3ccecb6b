package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Down with {@code fatal} in its data when there is an event store that cannot be opened: nothing but a person mends that. */
@Readiness
@ApplicationScoped
public class EventsReady implements HealthCheck {

    private final Events events;
    private final Ingest ingest;

    protected EventsReady() {
        this(null, null);
    }

    @Inject
    public EventsReady(Events events, Ingest ingest) {
        this.events = events;
        this.ingest = ingest;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check = HealthCheckResponse.named("events");
        if (!events.installed()) {
            return check.withData("note", "No plugin that keeps events is installed: traces are not kept")
                    .up()
                    .build();
        }
        if (!events.fault().isEmpty()) {
            return check.withData("fatal", events.fault()).down().build();
        }
        String full = events.full(); // a node that answers questions is ready
        if (!full.isEmpty()) {
            check.withData("full", full);
        }
        return check.withData("kept", ingest.kept())
                .withData("waiting", ingest.waiting())
                .withData("dropped", ingest.dropped())
                .withData("shed", ingest.shed().requests())
                .withData("leftOut", ingest.leftOut())
                .status(events.isOpen())
                .build();
    }
}
