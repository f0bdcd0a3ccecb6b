package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.spi.schedule.AdBreak;

/**
 * What people do to a feed by hand. It is written down first, with a line in the audit, and takes effect with the feed's next poll
 * on every node; what viewers have been shown stays as it is.
 */
@ApplicationScoped
public class AirActions {

    /**
     * Who does it and why.
     *
     * @param callSign of the feed's station
     * @param traceId of the request
     * @param reason in their words, empty where they gave none
     */
    public record By(String user, String callSign, String traceId, String reason) {}

    private final Database database;
    private final Feeds feeds;
    private final Clock clock;

    protected AirActions() {
        this(null, null, null);
    }

    @Inject
    public AirActions(Database database, Feeds feeds, Clock clock) {
        this.database = database;
        this.feeds = feeds;
        this.clock = clock;
    }

    /** Why a slate cannot be put up, empty where it can. */
    public String noSlate(String callSign, String feed) {
        return feeds.live(callSign, feed)
                .map(
                        live -> live.slate()
                                .map(slate -> "")
                                .orElse(
                                        "There is no slate: none is named in how this feed’s breaks are filled, or it is not air-ready."))
                .orElse("The feed is not on air.");
    }

    /**
     * Starts a planned break with the next segment that nobody has seen.
     *
     * @param breakId empty for the next that is planned
     * @throws AirRefused where it cannot start now
     */
    public AirAction fire(String feed, String breakId, By by) {
        LiveFeed live = ready(feed, by);
        return done(feed, by, actions -> {
            actions.firedAlready();
            AdBreak planned = live.breaks().stream()
                    .filter(one -> breakId.isEmpty()
                            ? one.start().isAfter(clock.instant())
                            : one.id().equals(breakId))
                    .filter(one -> !actions.table.decided(actions.feed, one.id()))
                    .findFirst()
                    .orElseThrow(() -> new AirRefused(
                            "break",
                            breakId,
                            "a break of the next 90 minutes that was not on yet",
                            breakId.isEmpty()
                                    ? "No break is planned for the next 90 minutes."
                                    : "Break " + breakId
                                            + " was on already, or is not planned for the next 90 minutes."));
            if (planned.spots().isEmpty()) {
                throw new AirRefused("break", planned.id(), "a break with spots", "No spot is in the next break.");
            }
            return actions.add(AirAction.Kind.FIRE, planned.id());
        });
    }

    /** Puts the slate up until {@link #end} or for its longest time. */
    public AirAction slate(String feed, By by) {
        String why = noSlate(by.callSign(), feed);
        if (!why.isEmpty()) {
            throw new AirRefused("kind", "SLATE", "a feed with a slate", why);
        }
        ready(feed, by);
        return done(feed, by, actions -> {
            actions.firedAlready();
            return actions.add(AirAction.Kind.SLATE, "");
        });
    }

    /**
     * Keeps a break that is to come from airing.
     *
     * @param breakId empty for the next that is planned
     */
    public AirAction cancel(String feed, String breakId, By by) {
        LiveFeed live = live(feed, by);
        return done(feed, by, actions -> {
            AdBreak planned = live.breaks().stream()
                    .filter(one -> breakId.isEmpty()
                            ? one.start().isAfter(clock.instant())
                            : one.id().equals(breakId))
                    .filter(one -> !actions.table.decided(actions.feed, one.id()))
                    .filter(one -> actions.held()
                            .noneMatch(known -> known.kind() == AirAction.Kind.CANCEL
                                    && known.breakId().equals(one.id())))
                    .findFirst()
                    .orElseThrow(() -> new AirRefused(
                            "break",
                            breakId,
                            "a break of the next 90 minutes that was not decided yet",
                            breakId.isEmpty()
                                    ? "There is no break to come that could be cancelled."
                                    : "Break " + breakId + " was decided or cancelled already."));
            return actions.add(AirAction.Kind.CANCEL, planned.id());
        });
    }

    /** Ends the break that is on, as a cue back in would. */
    public AirAction end(String feed, By by) {
        Avail open = live(feed, by)
                .witness()
                .open()
                .orElseThrow(() -> new AirRefused("kind", "RETURN", "a break that is on", "No break is on now."));
        return done(feed, by, actions -> actions.add(AirAction.Kind.RETURN, open.breakId()));
    }

    /** Leaves the network feed untouched until this is taken back; a break that is on ends. */
    public AirAction bypass(String feed, By by) {
        live(feed, by);
        return done(feed, by, actions -> {
            actions.held()
                    .filter(known -> known.kind() == AirAction.Kind.BYPASS)
                    .forEach(known -> {
                        throw new AirRefused(
                                "kind", "BYPASS", "a feed without one", known.actor() + " set the bypass already.");
                    });
            return actions.add(AirAction.Kind.BYPASS, "");
        });
    }

    /**
     * Takes back what can be: a bypass at any time, a break that was fired or cancelled until it is decided.
     *
     * @throws AirRefused where viewers have seen it
     */
    public AirAction undo(String feed, long id, By by) {
        live(feed, by);
        return done(feed, by, actions -> {
            AirAction known = actions.table
                    .one(actions.feed, id)
                    .filter(AirAction::holds)
                    .orElseThrow(() -> new AirRefused(
                            "id",
                            Long.toString(id),
                            "an action that holds",
                            "There is no such action, or it was taken back."));
            boolean over = known.kind() == AirAction.Kind.RETURN
                    || (known.kind() != AirAction.Kind.BYPASS && actions.table.taken(actions.feed, known));
            if (over) {
                throw new AirRefused(
                        "id",
                        Long.toString(id),
                        "an action that viewers have not seen yet",
                        "Viewers have seen it: it cannot be taken back. A break that is on can be ended.");
            }
            actions.table.undo(id, actions.now, by);
            return new AirAction(
                    id, known.kind(), known.at(), known.actor(), known.breakId(), Optional.of(actions.now));
        });
    }

    private LiveFeed live(String feed, By by) {
        return feeds.live(by.callSign(), feed)
                .orElseThrow(() ->
                        new AirRefused("feed", feed, "a feed that is on air", "Feed " + feed + " is not on air."));
    }

    private LiveFeed ready(String feed, By by) {
        LiveFeed live = live(feed, by);
        if (!live.nothingInTheWay().isEmpty()) {
            throw new AirRefused("feed", feed, "a feed that takes spots", live.nothingInTheWay());
        }
        live.witness().open().ifPresent(open -> {
            throw new AirRefused("kind", "a break is on", "no break that is on", "A break is on already.");
        });
        return live;
    }

    private record Doing(AirActionTable table, long feed, Instant now, By by) {

        Stream<AirAction> held() {
            return table.recent(feed, now).stream().filter(AirAction::holds);
        }

        void firedAlready() {
            held().filter(known -> known.kind() == AirAction.Kind.FIRE || known.kind() == AirAction.Kind.SLATE)
                    .filter(known -> known.at().isAfter(now.minus(Manual.FIRED)))
                    .filter(known -> !table.taken(feed, known))
                    .forEach(known -> {
                        throw new AirRefused(
                                "kind",
                                known.kind().name(),
                                "nothing that waits to start",
                                known.actor() + " fired one already.");
                    });
            held().filter(known -> known.kind() == AirAction.Kind.BYPASS).forEach(known -> {
                throw new AirRefused("kind", "BYPASS", "a feed without a bypass", "The feed is bypassed.");
            });
        }

        AirAction add(AirAction.Kind kind, String breakId) {
            return table.add(feed, kind, now, breakId, by);
        }
    }

    private AirAction done(String feed, By by, Function<Doing, AirAction> doing) {
        AirAction done = database.transaction(em -> {
            Sql sql = new Sql(em);
            long id = AirActionTable.feed(sql, by.callSign(), feed);
            // two people at once do not do the same thing twice
            sql.rows("SELECT id FROM feed WHERE id = ?1 FOR NO KEY UPDATE", id);
            Doing now = new Doing(new AirActionTable(sql), id, clock.instant(), by);
            return doing.apply(now);
        });
        feeds.obey(by.callSign(), feed);
        return done;
    }

    /** What was done to a feed lately, oldest first. */
    public List<AirAction> recent(String callSign, String feed) {
        return feeds.live(callSign, feed).map(LiveFeed::actions).orElse(List.of());
    }
}
