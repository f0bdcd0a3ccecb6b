package org.scruffy.spi.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * How a feed counts time: files of schedules speak of local times, broadcast days and frames, the platform of instants.
 *
 * @param station the call sign
 * @param dayStart when its broadcast day starts: a program before it belongs to the day before
 * @param frames so many frames last {@code perSeconds} seconds, for example 30000
 * @param perSeconds for example 1001, which makes 29.97 frames a second
 */
public record FeedClock(String station, Feed feed, LocalTime dayStart, int frames, int perSeconds) {

    public FeedClock {
        if (frames < 1 || perSeconds < 1) {
            throw new IllegalArgumentException("Feed " + station + "/" + feed.name() + " has a frame rate of " + frames
                    + "/" + perSeconds + ", expected both above 0");
        }
    }

    public ZoneId zone() {
        return feed.zone();
    }

    public LocalDateTime local(Instant at) {
        return LocalDateTime.ofInstant(at, zone());
    }

    /** The instant of a local time, by the policy of {@link LocalTimes}. */
    public Instant instant(LocalDateTime local) {
        return LocalTimes.instant(local, zone());
    }

    /**
     * The same for a file in air order, where of two equal times the second is meant when the first has passed: a break may start
     * with its program.
     *
     * @param previous the instant of what stands before it in the file
     */
    public Instant instantAfter(LocalDateTime local, Instant previous) {
        Instant first = instant(local);
        return first.isBefore(previous) ? LocalTimes.instant(local, zone(), LocalTimes.Fold.LATER) : first;
    }

    /** The broadcast day that an instant belongs to. */
    public LocalDate broadcastDay(Instant at) {
        LocalDateTime local = local(at);
        return local.toLocalTime().isBefore(dayStart) ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }
}
