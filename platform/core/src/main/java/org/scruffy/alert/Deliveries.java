package org.scruffy.alert;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.alert.Alerts.Delivery;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Telemetry;

/** Tells who is to be told, one after the other; who cannot be told is told later, and after about a day not any more. */
@ApplicationScoped
public class Deliveries {

    private static final Logger LOG = Logger.getLogger(Deliveries.class.getName());
    private static final Duration PACE = Duration.ofSeconds(2);
    /** Longer than any way of telling takes. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(2);
    private static final int MOST_ATTEMPTS = 20;
    /** In one go; what is left comes in the next. */
    private static final int MOST = 100;

    private final Alerts alerts;
    private final Mailer mailer;
    private final Webhooks webhooks;
    private final Causes causes;
    private final URI publicUrl;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Map<Long, String> repeated = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "alert delivery");
        thread.setDaemon(true);
        return thread;
    });

    protected Deliveries() {
        this(null, null, null, null, null, null, null);
    }

    /** @param publicUrl where those who are told find Scruffy, with a slash at its end */
    @Inject
    public Deliveries(
            Alerts alerts,
            Mailer mailer,
            Webhooks webhooks,
            Causes causes,
            @ConfigProperty(name = "scruffy.public-url") URI publicUrl,
            Telemetry telemetry,
            Clock clock) {
        this.alerts = alerts;
        this.mailer = mailer;
        this.webhooks = webhooks;
        this.causes = causes;
        this.publicUrl = publicUrl;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Retries retries) {
        routines.every(PACE, PACE, timer, "tell of alert", this::tick);
        retries.by("tell of alert", this::again);
    }

    /** Whoever was not told is told now, even where that was given up. */
    Retries.Asked again(Retries.Run run) {
        long delivery = run.number("delivery");
        if (!alerts.again(delivery)) {
            throw new NotRepeated("What was not told is told by now, or forgotten: there is nothing to tell again");
        }
        repeated.put(delivery, run.traceId());
        timer.execute(this::tick);
        return new Retries.Asked("It is told again as soon as its thread is free.", "");
    }

    private void tick() {
        try {
            run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Nobody is told of alerts", e);
        }
    }

    /** Tells whoever is to be told by now. */
    void run() {
        Optional<Delivery> due = take();
        for (int i = 0; i < MOST && due.isPresent(); i++) {
            deliver(due.get());
            due = take();
        }
    }

    private Optional<Delivery> take() {
        return alerts.take(clock.instant().plus(LEASE));
    }

    private void deliver(Delivery delivery) {
        try (Telemetry.Span job = telemetry.job("tell of alert")) {
            job.set("recipient.kind", delivery.recipient().said().kind().name())
                    .set("attempt", delivery.attempts())
                    .set("delivery", delivery.id());
            Optional.ofNullable(repeated.remove(delivery.id())).ifPresent(traceId -> job.set(Retries.OF, traceId));
            try {
                tell(delivery.recipient().said(), "delivery-" + delivery.id(), notice(delivery));
            } catch (Undelivered e) {
                failed(job, delivery, e, e.getMessage());
                return;
            } catch (RuntimeException e) {
                failed(job, delivery, e, "It could not be told: " + e);
                return;
            }
            alerts.sent(delivery);
        }
    }

    private void failed(Telemetry.Span job, Delivery delivery, Exception why, String problem) {
        job.fail(why);
        Instant again = clock.instant().plus(pause(delivery.attempts()));
        alerts.failed(delivery, problem, delivery.attempts() >= MOST_ATTEMPTS, again);
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (attempts - 1));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private Notice notice(Delivery delivery) {
        URI cause = causes.of(delivery.alert()).map(publicUrl::resolve).orElseGet(this::page);
        return new Notice(delivery.what(), delivery.alert(), delivery.means(), delivery.more(), cause, page());
    }

    private URI page() {
        return publicUrl.resolve("alerts.xhtml");
    }

    private void tell(Recipient.Said to, String id, Notice notice) throws Undelivered {
        switch (to.kind()) {
            case EMAIL -> mailer.send(to.address(), notice.subject(), notice.text());
            case WEBHOOK -> webhooks.post(to, id, notice.json());
            case SLACK -> webhooks.post(to, id, notice.slack());
        }
    }

    /** Tells somebody that this is a test, now. */
    public void test(Recipient recipient) throws Undelivered {
        Instant now = clock.instant();
        Alert alert = new Alert(
                "0",
                Alert.Source.TRIGGER,
                "0",
                "A test of " + recipient.said().name(),
                "*",
                "",
                0,
                "Somebody pressed Test: nothing is wrong",
                now,
                Optional.of(now),
                List.of());
        tell(
                recipient.said(),
                "test-" + now.toEpochMilli(),
                new Notice(Alert.What.RECOVERED, alert, "", 0, page(), page()));
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
