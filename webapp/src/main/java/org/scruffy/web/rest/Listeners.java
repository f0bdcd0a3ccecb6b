package org.scruffy.web.rest;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.scruffy.schedule.ScheduleChanged;

/**
 * Who listens to changes of which station on this node. A listener costs no thread: it is told when there is something, and now and
 * then that there is nothing, so that proxies keep the connection and those that are gone are noticed.
 */
@ApplicationScoped
public class Listeners {

    private static final int HEARTBEAT_SECONDS = 15;

    private record Station(Sse sse, SseBroadcaster all) {}

    private final Map<String, Station> stations = new ConcurrentHashMap<>();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heartbeat of listeners");
        thread.setDaemon(true);
        return thread;
    });

    @PostConstruct
    void start() {
        heart.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    void add(String callSign, Sse sse, SseEventSink sink) {
        Station station = stations.computeIfAbsent(callSign, name -> new Station(sse, sse.newBroadcaster()));
        sink.send(comment(sse, "listening"));
        station.all().register(sink);
    }

    void changed(@Observes ScheduleChanged change) {
        Station station = stations.get(change.callSign());
        if (station == null || change.monday().isEmpty()) {
            return;
        }
        String json = Json.createObjectBuilder()
                .add("feed", change.feed())
                .add("week", change.monday().get().toString())
                .add("revision", change.revision())
                .add("actor", change.actor())
                .add("label", change.label())
                .build()
                .toString();
        OutboundSseEvent event = station.sse()
                .newEventBuilder()
                .name("change")
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, json)
                .build();
        station.all().broadcast(event);
    }

    private void beat() {
        stations.values().forEach(station -> station.all().broadcast(comment(station.sse(), "")));
    }

    private static OutboundSseEvent comment(Sse sse, String words) {
        return sse.newEventBuilder().comment(words).build();
    }

    @PreDestroy
    void stop() {
        heart.shutdownNow();
        stations.values().forEach(station -> station.all().close());
    }
}
