package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.LocalTimes;

/** Which week the page shows; the week itself is read by its script, as one document. */
@Named
@RequestScoped
public class WeekPage {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMM d", Locale.US);

    private final Chosen chosen;
    private final Access access;
    private final Clock clock;
    private final String asked;

    protected WeekPage() {
        this(null, null, null);
    }

    @Inject
    public WeekPage(Chosen chosen, Access access, Clock clock) {
        this.chosen = chosen;
        this.access = access;
        this.clock = clock;
        this.asked = Parameter.named("date").orElse(null);
    }

    private LocalWeek week() {
        return new LocalWeek(monday(), zone());
    }

    private ZoneId zone() {
        return LocalTimes.zone(chosen.getZone());
    }

    private LocalDate monday() {
        try {
            return asked == null ? thisMonday() : LocalWeek.mondayOf(LocalDate.parse(asked));
        } catch (DateTimeParseException e) {
            return thisMonday();
        }
    }

    private LocalDate thisMonday() {
        return LocalWeek.at(clock.instant(), zone()).monday();
    }

    public String getMonday() {
        return monday().toString();
    }

    /** The week in words: Nov 23 – Nov 29, 2026. */
    public String getRange() {
        LocalDate sunday = monday().plusDays(6);
        return DAY.format(monday()) + " – " + DAY.format(sunday) + ", " + sunday.getYear();
    }

    public String getPrevious() {
        return address(monday().minusWeeks(1));
    }

    public String getNext() {
        return address(monday().plusWeeks(1));
    }

    public String getThis() {
        return "/week.xhtml" + chosen.getQuery();
    }

    private String address(LocalDate day) {
        return "/week.xhtml" + chosen.getQuery() + "&date=" + day;
    }

    public boolean isNow() {
        return monday().equals(thisMonday());
    }

    /** The local midnights of the week in milliseconds, the last one its end: days have 23, 24 or 25 hours. */
    public String getMidnights() {
        LocalWeek week = week();
        return IntStream.rangeClosed(0, 7)
                .mapToObj(day -> LocalTimes.startOf(week.monday().plusDays(day), week.zone()))
                .map(midnight -> Long.toString(midnight.toEpochMilli()))
                .collect(Collectors.joining(","));
    }

    /** The local days of the week, for example 2026-11-23, separated by commas. */
    public String getDays() {
        return IntStream.range(0, 7)
                .mapToObj(day -> monday().plusDays(day).toString())
                .collect(Collectors.joining(","));
    }

    /** The zone in words, for example Eastern Time. */
    public String getZoneName() {
        return zone().getDisplayName(TextStyle.FULL, Locale.US);
    }

    /** Whether the schedule may be changed here. */
    public boolean isMayEdit() {
        return access.may(Role.TRAFFIC, chosen.getCallSign());
    }
}
