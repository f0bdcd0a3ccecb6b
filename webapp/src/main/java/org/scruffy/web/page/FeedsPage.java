package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.scruffy.feed.Feeds;
import org.scruffy.feed.Stitching;
import org.scruffy.feed.StitchingTable;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.FeedExists;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.StationExists;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Station;

/** The feeds of the chosen station, and the forms that add one and a station. */
@Named
@RequestScoped
public class FeedsPage {

    /** A feed in the table. */
    public record Row(
            String name,
            String title,
            String kind,
            String zone,
            String origin,
            String signal,
            String filling,
            String live,
            String dash) {}

    private final Schedule schedule;
    private final Access access;
    private final Chosen chosen;
    private final OriginCheck check;
    private final Feeds feeds;
    private final StitchingTable stitching;
    private final Platform platform;

    private String name = "";
    private String title = "";
    private Feed.Kind kind = Feed.Kind.OTHER;
    private String zone = "";
    private String origin = "";
    private Feed.BreakSignal signal = Feed.BreakSignal.CUES;
    private String dialect = "";
    private OriginCheck.Seen seen;
    private String callSign = "";
    private String stationName = "";
    private String stationZone = "America/New_York";

    protected FeedsPage() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public FeedsPage(
            Schedule schedule,
            Access access,
            Chosen chosen,
            OriginCheck check,
            Feeds feeds,
            StitchingTable stitching,
            Platform platform) {
        this.schedule = schedule;
        this.access = access;
        this.chosen = chosen;
        this.check = check;
        this.feeds = feeds;
        this.stitching = stitching;
        this.platform = platform;
    }

    public List<Row> getRows() {
        return station().stream()
                .flatMap(station -> station.feeds().stream()
                        .map(feed -> new Row(
                                feed.name(),
                                feed.title(),
                                words(feed.kind()),
                                feed.zone().getId(),
                                feed.origin().toString(),
                                words(feed),
                                words(stitching.of(station.callSign(), feed.name())),
                                live(station, feed.name() + "/master.m3u8"),
                                feeds.dash(station.callSign(), feed.name()).isPresent()
                                        ? live(station, feed.name() + ".mpd")
                                        : "")))
                .toList();
    }

    private String live(Station station, String path) {
        return platform.baseUri()
                .resolve("/live/" + station.callSign() + "/" + path)
                .toString();
    }

    private Optional<Station> station() {
        return access.visibleStations().stream()
                .filter(station -> station.callSign().equals(chosen.getCallSign()))
                .findFirst();
    }

    /** Whether the chosen station's feeds are this person's to change. */
    public boolean isMine() {
        return chosen.isKnown() && access.may(Role.ADMIN, chosen.getCallSign());
    }

    /** Whether stations are this person's to add. */
    public boolean isMayAddStations() {
        return access.may(Role.ADMIN, Grant.EVERYWHERE);
    }

    public String addStation() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        String sign = callSign.strip().toUpperCase(Locale.ROOT);
        if (!sign.matches("[A-Z][A-Z0-9]{1,9}")) {
            Say.wrong("station:callSign", "A call sign has 2 to 10 letters and digits and starts with a letter.");
        }
        if (stationName.isBlank() || stationName.strip().length() > 100) {
            Say.wrong("station:stationName", "A name has 1 to 100 characters.");
        }
        Optional<ZoneId> local = zone(stationZone, "station:stationZone");
        if (FacesContext.getCurrentInstance().getMaximumSeverity() != null) {
            return null;
        }
        try {
            schedule.addStation(sign, stationName.strip(), local.orElseThrow());
        } catch (StationExists e) {
            Say.wrong("station:callSign", "There is a station of this call sign already.");
            return null;
        }
        Say.done("Station " + sign + " is added", "Add its first feed now.");
        return "/feeds.xhtml?faces-redirect=true&station=" + sign;
    }

    public void look() {
        access.require(Role.ADMIN, chosen.getCallSign());
        address().ifPresent(address -> seen = check.look(address));
    }

    public String add() {
        access.require(Role.ADMIN, chosen.getCallSign());
        Optional<Feed> feed = feed();
        if (feed.isEmpty()) {
            return null;
        }
        try {
            schedule.addFeed(chosen.getCallSign(), feed.get());
        } catch (FeedExists e) {
            Say.wrong("feed:name", "The station has a feed of this name already.");
            return null;
        }
        Say.done(
                "Feed " + feed.get().name() + " is added",
                isFirst() ? "Its schedule is empty." : "It starts with the schedule of the station's main feed.");
        return "/feeds.xhtml?faces-redirect=true&station=" + chosen.getCallSign() + "&feed="
                + feed.get().name();
    }

    /** Whether the feed of the form would be the station's first: there is no schedule yet for it to start with. */
    public boolean isFirst() {
        return chosen.station().filter(station -> !station.feeds().isEmpty()).isEmpty();
    }

    /** The feed of the form; empty where something is wrong, which was said at its field. */
    private Optional<Feed> feed() {
        String id = name.strip();
        if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            Say.wrong("feed:name", "A short name has 1 to 32 small letters, digits and dashes, for example “world”.");
        }
        if (title.isBlank() || title.strip().length() > 100) {
            Say.wrong("feed:title", "A title has 1 to 100 characters.");
        }
        Optional<ZoneId> local = zone(getZone(), "feed:zone");
        if (!dialect.isEmpty() && !feeds.dialects().contains(dialect)) {
            Say.wrong("feed:dialect", "There is no plugin of this name that reads signals.");
        }
        Optional<URI> address = address();
        if (FacesContext.getCurrentInstance().getMaximumSeverity() != null) {
            return Optional.empty();
        }
        return Optional.of(
                new Feed(id, title.strip(), kind, local.orElseThrow(), address.orElseThrow(), signal, dialect));
    }

    private static Optional<ZoneId> zone(String words, String field) {
        try {
            return Optional.of(LocalTimes.zone(words.strip()));
        } catch (IllegalArgumentException e) {
            Say.wrong(field, "There is no such time zone; an example is America/Chicago.");
            return Optional.empty();
        }
    }

    private Optional<URI> address() {
        try {
            URI address = new URI(origin.strip());
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web && address.getHost() != null && address.getUserInfo() == null && origin.length() <= 1000) {
                return Optional.of(address);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        Say.wrong("feed:origin", "The address of a playlist starts with http:// or https:// and names a host.");
        return Optional.empty();
    }

    private static String words(Feed.Kind kind) {
        String name = kind.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String words(Stitching stitching) {
        String rest = stitching.slate().isEmpty() ? "the network feed" : "the slate " + stitching.slate();
        String filled =
                stitching.fillers().isEmpty() ? rest : stitching.fillers().size() + " fillers, then " + rest;
        return filled.substring(0, 1).toUpperCase(Locale.ROOT)
                + filled.substring(1)
                + (stitching.backupOrigin().isEmpty() ? "; no backup origin" : "; with a backup origin");
    }

    private static String words(Feed.BreakSignal signal) {
        return signal == Feed.BreakSignal.CUES ? "Cue tags in the stream" : "The schedule's clock";
    }

    private String words(Feed feed) {
        String signal = words(feed.breakSignal());
        if (feed.dialect().isEmpty()) {
            return signal;
        }
        boolean loaded = feeds.dialects().contains(feed.dialect());
        return signal + ", read by " + feed.dialect() + (loaded ? "" : ", a plugin that is not loaded");
    }

    /** What may be chosen, as value and words. */
    public record Choice(Object value, String words) {}

    public List<Choice> getKinds() {
        List<Choice> kinds = new ArrayList<>();
        for (Feed.Kind one : Feed.Kind.values()) {
            kinds.add(new Choice(one, words(one)));
        }
        return kinds;
    }

    public List<Choice> getSignals() {
        return List.of(
                new Choice(Feed.BreakSignal.CUES, words(Feed.BreakSignal.CUES)),
                new Choice(Feed.BreakSignal.CLOCK, words(Feed.BreakSignal.CLOCK)));
    }

    public List<Choice> getDialects() {
        List<Choice> dialects = new ArrayList<>(List.of(new Choice("", "Whichever finds a break")));
        feeds.dialects().forEach(name -> dialects.add(new Choice(name, name)));
        return dialects;
    }

    public List<String> getZones() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/") && !id.startsWith("Etc/") && !id.startsWith("SystemV/"))
                .sorted()
                .toList();
    }

    /** What the check saw, null before it looked. */
    public OriginCheck.Seen getSeen() {
        return seen;
    }

    public String getCallSign() {
        return callSign;
    }

    public void setCallSign(String callSign) {
        this.callSign = callSign;
    }

    public String getStationName() {
        return stationName;
    }

    public void setStationName(String stationName) {
        this.stationName = stationName;
    }

    public String getStationZone() {
        return stationZone;
    }

    public void setStationZone(String stationZone) {
        this.stationZone = stationZone;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title;
    }

    public Feed.Kind getKind() {
        return kind;
    }

    public void setKind(Feed.Kind kind) {
        this.kind = kind;
    }

    public String getZone() {
        return zone.isEmpty() ? chosen.getZone() : zone;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public String getOrigin() {
        return origin;
    }

    public void setOrigin(String origin) {
        this.origin = origin;
    }

    public Feed.BreakSignal getSignal() {
        return signal;
    }

    public void setSignal(Feed.BreakSignal signal) {
        this.signal = signal;
    }

    public String getDialect() {
        return dialect;
    }

    public void setDialect(String dialect) {
        // an empty choice is posted as nothing
        this.dialect = Objects.requireNonNullElse(dialect, "");
    }
}
