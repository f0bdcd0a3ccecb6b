package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Station;

/** Which days the reports begin with; what they say is read and drawn by the page's script. */
@Named
@RequestScoped
public class ReportsPage {

    private static final int WEEKS = 4;

    private final Chosen chosen;
    private final Clock clock;

    protected ReportsPage() {
        this(null, null);
    }

    @Inject
    public ReportsPage(Chosen chosen, Clock clock) {
        this.chosen = chosen;
        this.clock = clock;
    }

    public List<Feed> getFeeds() {
        return chosen.station().map(Station::feeds).orElse(List.of());
    }

    private LocalDate monday() {
        return LocalWeek.at(clock.instant(), LocalTimes.zone(chosen.getZone())).monday();
    }

    /** The Monday of this week. */
    public String getMonday() {
        return monday().toString();
    }

    /** The first of the days that are shown at first: those of the last weeks and of this one. */
    public String getFrom() {
        return monday().minusWeeks(WEEKS - 1).toString();
    }

    public String getTo() {
        return monday().plusDays(6).toString();
    }
}
