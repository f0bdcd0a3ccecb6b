package org.scruffy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.scruffy.spi.schedule.AdBreak;

/**
 * Fills the breaks of one week of one feed in air order: most of them wholly, some partly, a few not at all, the same every
 * time it is asked. Spots take turns; no underwriter and no spot comes twice in a row.
 */
final class BreakFiller {

    private static final int SHORT = 5;

    private final DemoFeed feed;
    private final SplittableRandom random;
    private final List<Message> support;
    private final List<Message> promos;
    private String lastUnderwriter = "";
    private String lastAdId = "";

    BreakFiller(DemoFeed feed, long seed) {
        this.feed = feed;
        this.random = new SplittableRandom(seed);
        this.support = new ArrayList<>(feed.support());
        this.promos = new ArrayList<>(feed.promos());
    }

    /** @param hour whether the break ends an hour: the station then says who it is */
    List<Message> fill(PlannedBreak planned, boolean hour) {
        int room = room(planned);
        if (room == 0) {
            return List.of();
        }
        return planned.kind() == AdBreak.Kind.PROMO ? promos(room) : station(room, hour && room == planned.segments());
    }

    private int room(PlannedBreak planned) {
        int dice = random.nextInt(100);
        if (dice < 6) {
            return 0;
        }
        return dice < 20 ? planned.segments() / 2 : planned.segments();
    }

    private List<Message> promos(int room) {
        return turns(promos, room, promo -> !promo.adId().equals(lastAdId));
    }

    private List<Message> station(int room, boolean identified) {
        int left = identified ? room - feed.id().segments() : room;
        List<Message> spots = new ArrayList<>(turns(support, left, spot -> !spot.isOf(lastUnderwriter)));
        if (identified) {
            spots.add(feed.id());
            lastAdId = feed.id().adId();
        }
        return spots;
    }

    private List<Message> turns(List<Message> waiting, int room, Predicate<Message> allowed) {
        List<Message> spots = new ArrayList<>();
        for (int left = room; left >= SHORT; ) {
            Message next = next(waiting, left, allowed);
            spots.add(next);
            left -= next.segments();
        }
        return spots;
    }

    /** One of the two that wait longest of those that fit, so that the order is not always the same. */
    private Message next(List<Message> waiting, int room, Predicate<Message> allowed) {
        List<Message> fitting = waiting.stream()
                .filter(allowed)
                .filter(spot -> spot.segments() <= room)
                .limit(2)
                .toList();
        Message next = fitting.get(random.nextInt(fitting.size()));
        waiting.remove(next);
        waiting.add(next);
        lastAdId = next.adId();
        lastUnderwriter = next.underwriter().isEmpty() ? lastUnderwriter : next.underwriter();
        return next;
    }
}
