package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Spot;

/**
 * What people did by hand, said in what the stitcher understands anyway: a break that is fired is a cue and a break that moved, a
 * break that is ended is a cue back in.
 *
 * @param actions oldest first; those that were taken back do nothing
 * @param slate the station's, where it has one
 */
record Manual(List<AirAction> actions, Optional<Creative> slate) {

    /** A break that could not start within this time after it was fired goes back to where it was planned. */
    static final Duration FIRED = Duration.ofSeconds(60);

    private static final Duration ENDED = Duration.ofMinutes(15);
    private static final Duration LONGEST_SLATE = Duration.ofMinutes(2);
    private static final String KEY = "hand-";
    private static final String SLATE = "slate-";

    static final Manual NONE = new Manual(List.of(), Optional.empty());

    /** Whether a person gave the cue, not the feed. */
    static boolean gave(String key) {
        return key.startsWith(KEY);
    }

    /** Names the avail that an action asks for. */
    static String key(AirAction action) {
        return KEY + action.id();
    }

    private Stream<AirAction> holding() {
        return actions.stream().filter(AirAction::holds);
    }

    private Stream<AirAction> recent(Duration age, Instant now, AirAction.Kind... kinds) {
        return holding()
                .filter(action -> List.of(kinds).contains(action.kind()))
                .filter(action -> !action.at().isBefore(now.minus(age)));
    }

    /** The feed's cues and those that were given by hand. */
    List<Cue> with(List<Cue> cues, boolean cued, Instant now) {
        List<Cue> all = new ArrayList<>(cues);
        if (cued) {
            recent(FIRED, now, AirAction.Kind.FIRE, AirAction.Kind.SLATE)
                    .filter(action -> action.kind() == AirAction.Kind.FIRE || slate.isPresent())
                    .forEach(action -> all.add(cue(action, Cue.Type.OUT)));
        }
        recent(ENDED, now, AirAction.Kind.RETURN, AirAction.Kind.BYPASS)
                .forEach(action -> all.add(cue(action, Cue.Type.IN)));
        return all;
    }

    private static Cue cue(AirAction action, Cue.Type type) {
        return new Cue(key(action), type, action.at(), Duration.ZERO, action.kind() + " by " + action.actor());
    }

    /** The planned breaks, and those that were fired where they were fired. */
    List<AdBreak> breaks(List<AdBreak> planned, Instant now) {
        List<AdBreak> moved = new ArrayList<>(planned);
        recent(FIRED, now, AirAction.Kind.FIRE)
                .forEach(action -> moved.replaceAll(one -> one.id().equals(action.breakId())
                        ? new AdBreak(one.id(), action.at(), one.capacity(), one.kind(), one.spots())
                        : one));
        recent(FIRED, now, AirAction.Kind.SLATE)
                .forEach(action -> slate.ifPresent(one -> moved.add(rounds(one, action))));
        return moved;
    }

    /** The slate over and over; it ends by itself where nobody ends it before. */
    private static AdBreak rounds(Creative slate, AirAction action) {
        int rounds = (int) Math.max(1, LONGEST_SLATE.dividedBy(slate.length()));
        return new AdBreak(
                SLATE + action.id(),
                action.at(),
                LONGEST_SLATE,
                AdBreak.Kind.MIXED,
                Collections.nCopies(rounds, new Spot("", slate)));
    }

    /** Whether an avail is the slate that somebody put up. */
    static boolean slate(Avail avail) {
        return avail.breakId().startsWith(SLATE);
    }

    Optional<AirAction> bypass() {
        return holding()
                .filter(action -> action.kind() == AirAction.Kind.BYPASS)
                .findFirst();
    }

    /** Why a break does not air, empty where it may. */
    String refusal(String breakId, String otherwise) {
        return bypass().map(action -> "BYPASS: " + action.actor() + " left the network feed untouched")
                .or(() -> holding()
                        .filter(action -> action.kind() == AirAction.Kind.CANCEL
                                && action.breakId().equals(breakId))
                        .findFirst()
                        .map(action -> "CANCELLED: " + action.actor() + " cancelled the break by hand"))
                .orElse(otherwise);
    }
}
