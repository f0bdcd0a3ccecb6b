package org.scruffy.spi.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * The one place where a local time becomes an instant, for the platform and for plugins; SQL never does it, because PostgreSQL
 * picks the other of two equal local times. A time that a change of clocks skips moves forward by what was skipped, as RFC 5545
 * (section 3.3.5) has it; of two equal times it is the first, unless {@link Fold#LATER} is asked for.
 */
public final class LocalTimes {

    /** Which of two equal local times is meant, where the clocks were set back. */
    public enum Fold {
        EARLIER,
        LATER
    }

    private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private LocalTimes() {}

    /** The instant of a local time; of two equal ones the first. */
    public static Instant instant(LocalDateTime local, ZoneId zone) {
        return instant(local, zone, Fold.EARLIER);
    }

    /** The same, and of two equal ones the one that is meant; for every other time that makes no difference. */
    public static Instant instant(LocalDateTime local, ZoneId zone, Fold fold) {
        return fold == Fold.LATER && every(local, zone).size() == 2
                ? local.atZone(zone).withLaterOffsetAtOverlap().toInstant()
                : local.atZone(zone).toInstant();
    }

    /**
     * The same where things are told in order: of two equal local times the first that is after what was told before, or the
     * second where none is.
     */
    public static Instant instantAfter(Instant before, LocalDateTime local, ZoneId zone) {
        Instant first = instant(local, zone);
        return first.isAfter(before) ? first : instant(local, zone, Fold.LATER);
    }

    /** When the day starts: at its first local time, which is later than midnight where the clocks skip that. */
    public static Instant startOf(LocalDate day, ZoneId zone) {
        return instant(day.atStartOfDay(), zone);
    }

    /** Each instant at which the clocks show a local time: none where they skip it, two where they are set back. */
    public static List<Instant> every(LocalDateTime local, ZoneId zone) {
        return zone.getRules().getValidOffsets(local).stream()
                .map(local::toInstant)
                .sorted()
                .toList();
    }

    /**
     * The zone of a name: the one reader of zone names that come from somewhere.
     *
     * @param id of the time zone database, for example {@code America/New_York}; neither an offset nor an abbreviation, which
     *     would not know of changes of clocks
     * @throws IllegalArgumentException where there is no such zone
     */
    public static ZoneId zone(String id) {
        if (!ZONES.contains(id)) {
            throw new IllegalArgumentException(
                    "Zone '" + id + "' is not in the time zone database, expected a name like America/New_York");
        }
        return ZoneId.of(id);
    }
}
