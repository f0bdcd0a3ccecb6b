package org.scruffy.demo;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * One of the station's two feeds.
 *
 * @param phase how long after every fourth minute its short breaks come; the feeds differ, so that one of them has a break
 *     every two minutes
 * @param support its underwriting messages
 * @param promos what it says about its programs
 * @param id its station identification
 */
record DemoFeed(
        String name,
        String title,
        Feed.Kind kind,
        ProgramGrid grid,
        Duration phase,
        List<Message> support,
        List<Message> promos,
        Message id) {

    static final ZoneId ZONE = LocalTimes.zone("America/New_York");

    static final DemoFeed MAIN = new DemoFeed(
            "main",
            "KSCF Main",
            Feed.Kind.MAIN,
            ProgramGrid.read("main.grid"),
            Duration.ZERO,
            Messages.MAIN_SUPPORT,
            Messages.MAIN_PROMOS,
            Messages.mainId());

    static final DemoFeed KIDS = new DemoFeed(
            "kids",
            "KSCF Kids",
            Feed.Kind.KIDS,
            ProgramGrid.read("kids.grid"),
            Duration.ofMinutes(2),
            Messages.KIDS_SUPPORT,
            Messages.KIDS_PROMOS,
            Messages.kidsId());

    static final List<DemoFeed> ALL = List.of(MAIN, KIDS);

    List<ProgramGrid.Airing> airings(LocalDate monday) {
        return grid.week(monday, ZONE);
    }

    List<PlannedBreak> breaks(ProgramGrid.Airing airing) {
        return PlannedBreak.of(airing, phase);
    }
}
