package org.scruffy.feed;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a player needs to report which spots it showed: the avails in the window with their spots and the instants at which each
 * of the usual events (IAB VAST 4.2 section 3.14.1) falls due, on the clock of EXT-X-PROGRAM-DATE-TIME.
 */
final class Tracking {

    /** One for all: who asks for one anew has it searched for on the class path. */
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private static final Map<String, Integer> QUARTERS = new LinkedHashMap<>();

    static {
        QUARTERS.put("impression", 0);
        QUARTERS.put("start", 0);
        QUARTERS.put("firstQuartile", 1);
        QUARTERS.put("midpoint", 2);
        QUARTERS.put("thirdQuartile", 3);
        QUARTERS.put("complete", 4);
    }

    private Tracking() {}

    static String json(List<Timeline.Shown> shown) {
        JsonArrayBuilder avails = JSON.createArrayBuilder();
        shown.forEach(one -> avails.add(avail(one)));
        return JSON.createObjectBuilder().add("avails", avails).build().toString();
    }

    private static JsonObjectBuilder avail(Timeline.Shown shown) {
        JsonArrayBuilder ads = JSON.createArrayBuilder();
        shown.spots().forEach(spot -> ads.add(ad(spot)));
        return JSON.createObjectBuilder()
                .add("availId", Long.toString(shown.avail().id()))
                .add("breakId", shown.avail().breakId())
                .add("start", shown.avail().start().toString())
                .add("ads", ads);
    }

    private static JsonObjectBuilder ad(SpotRange spot) {
        JsonObjectBuilder ad = JSON.createObjectBuilder()
                .add("id", spot.id())
                .add("adId", spot.spot().adId())
                .add("title", spot.spot().title())
                .add("start", spot.start().toString())
                .add("plannedSeconds", seconds(spot.planned()));
        spot.aired().ifPresent(length -> ad.add("seconds", seconds(length)));
        JsonArrayBuilder events = JSON.createArrayBuilder();
        QUARTERS.forEach((type, quarters) -> {
            Duration after = spot.planned().multipliedBy(quarters).dividedBy(4);
            boolean reached =
                    spot.aired().map(length -> after.compareTo(length) <= 0).orElse(true);
            if (reached) {
                events.add(event(type, spot.start().plus(after)));
            }
        });
        return ad.add("events", events);
    }

    private static JsonObjectBuilder event(String type, Instant at) {
        return JSON.createObjectBuilder().add("type", type).add("at", at.toString());
    }

    private static BigDecimal seconds(Duration length) {
        return new BigDecimal(Timeline.seconds(length));
    }
}
