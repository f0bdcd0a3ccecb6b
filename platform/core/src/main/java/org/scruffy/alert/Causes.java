package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where it can be seen what is watched, and what made an alert fire: addresses of Explore, without what stands before its name. */
@ApplicationScoped
public class Causes {

    private final Triggers triggers;
    private final Slos slos;
    private final Clock clock;

    protected Causes() {
        this(null, null, null);
    }

    @Inject
    public Causes(Triggers triggers, Slos slos, Clock clock) {
        this.triggers = triggers;
        this.slos = slos;
        this.clock = clock;
    }

    /** The question and the time that made it fire; empty where what was watched is gone. */
    Optional<String> of(Alert alert) {
        long id = Long.parseLong(alert.sourceId());
        return alert.source() == Alert.Source.TRIGGER
                ? triggers.find(id).map(trigger -> of(alert, trigger))
                : slos.find(id).map(slo -> of(alert, slo));
    }

    /** The same of many by their ids, in two statements and one for the burn alerts. */
    public Map<String, String> of(List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return Map.of();
        }
        Map<String, Trigger> watched =
                triggers.all().stream().collect(Collectors.toMap(Trigger::id, Function.identity()));
        Map<String, Slo> promised = slos.all().stream().collect(Collectors.toMap(Slo::id, Function.identity()));
        Map<String, String> addresses = new HashMap<>();
        for (Alert alert : alerts) {
            Optional<String> address = alert.source() == Alert.Source.TRIGGER
                    ? Optional.ofNullable(watched.get(alert.sourceId())).map(trigger -> of(alert, trigger))
                    : Optional.ofNullable(promised.get(alert.sourceId())).map(slo -> of(alert, slo));
            address.ifPresent(found -> addresses.put(alert.id(), found));
        }
        return addresses;
    }

    private static String of(Alert alert, Trigger trigger) {
        return InExplore.of(trigger.said(), alert.group(), alert.began());
    }

    private static String of(Alert alert, Slo slo) {
        return InExplore.failing(slo.said(), alert.group(), alert.began());
    }

    /** The events within an objective's days up to now that count and were not good. */
    public String failing(Slo slo) {
        Instant now = clock.instant();
        return InExplore.failing(
                slo.said(), now.minus(Duration.ofDays(slo.said().windowDays())), now);
    }

    /** What a trigger asks, of the time that Explore shows by itself. */
    public String asked(Trigger trigger) {
        return InExplore.of(trigger.said(), clock.instant());
    }

    /** The events of a time that count for an objective. */
    public String counted(Slo slo, Instant from, Instant to) {
        return InExplore.counted(slo.said(), from, to);
    }
}
