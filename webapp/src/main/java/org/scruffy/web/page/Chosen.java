package org.scruffy.web.page;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Station;

/** The station and the feed somebody works on; kept from page to page, and named in the address of each. */
@Named
@SessionScoped
public class Chosen implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE HH:mm:ss", Locale.US);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.US);

    private transient Clock clock;
    private transient List<Station> visible = List.of();
    private String callSign = "";
    private String feed = "";
    private String zone = "";

    @Inject
    void use(Clock clock) {
        this.clock = clock;
    }

    /**
     * Goes to the wanted station and feed where they may be seen; stays where it is, or begins with the first, where not.
     *
     * @param station wanted call sign, null where the address names none
     * @param name wanted feed, null where the address names none
     */
    synchronized void follow(List<Station> stations, String station, String name) {
        visible = stations;
        Optional<Station> to = known(station)
                .or(() -> known(callSign))
                .or(() -> visible.stream().findFirst());
        callSign = to.map(Station::callSign).orElse("");
        Optional<Feed> on = to.flatMap(at -> feed(at, name)
                .or(() -> feed(at, feed))
                .or(() -> at.feeds().stream().findFirst()));
        feed = on.map(Feed::name).orElse("");
        zone = on.map(Feed::zone)
                .or(() -> to.map(Station::zone))
                .map(ZoneId::getId)
                .orElse("");
    }

    private Optional<Station> known(String wanted) {
        return visible.stream()
                .filter(station -> station.callSign().equals(wanted))
                .findFirst();
    }

    private static Optional<Feed> feed(Station station, String wanted) {
        return station.feeds().stream()
                .filter(feed -> feed.name().equals(wanted))
                .findFirst();
    }

    /** Whether there is a station to work on at all. */
    public boolean isKnown() {
        return !callSign.isEmpty();
    }

    /** Whether the station has a feed to work on. */
    public boolean isFeedKnown() {
        return !feed.isEmpty();
    }

    public String getCallSign() {
        return callSign;
    }

    public String getFeed() {
        return feed;
    }

    /** The zone the feed's schedule is local to, as its IANA name. */
    public String getZone() {
        return zone;
    }

    /** The part of an address that leads back to here. */
    public String getQuery() {
        return isKnown() ? query(callSign, feed) : "";
    }

    private static String query(String callSign, String feed) {
        return "?station=" + URLEncoder.encode(callSign, StandardCharsets.UTF_8) + "&feed="
                + URLEncoder.encode(feed, StandardCharsets.UTF_8);
    }

    /** The chosen station as it is now. */
    public Optional<Station> station() {
        return known(callSign);
    }

    private ZonedDateTime local() {
        return clock.instant().atZone(LocalTimes.zone(zone));
    }

    public String getLocalTime() {
        return TIME.format(local());
    }

    public String getZoneLabel() {
        return ZONE.format(local());
    }

    public long getNow() {
        return clock.millis();
    }

    /** What may be chosen. */
    public List<StationChoice> getStations() {
        return visible.stream()
                .map(station -> new StationChoice(
                        station.name(),
                        station.feeds().isEmpty()
                                ? List.of(choice(station))
                                : station.feeds().stream()
                                        .map(feed -> choice(station, feed))
                                        .toList()))
                .toList();
    }

    private FeedChoice choice(Station station) {
        return new FeedChoice(
                station.callSign() + ", no feed yet",
                query(station.callSign(), ""),
                station.callSign().equals(callSign));
    }

    private FeedChoice choice(Station station, Feed one) {
        return new FeedChoice(
                one.title().contains(station.callSign()) ? one.title() : station.callSign() + " " + one.title(),
                query(station.callSign(), one.name()),
                station.callSign().equals(callSign) && one.name().equals(feed));
    }

    /** A station in the chooser. */
    public record StationChoice(String title, List<FeedChoice> feeds) {}

    /** A feed in the chooser. */
    public record FeedChoice(String label, String query, boolean chosen) {}
}
