package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.Locale;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.LocalTimes;

/** Which local day a page of one day shows; what airs on it is read by the page's script. */
@Named
@RequestScoped
public class DayPage {

    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy", Locale.US);

    private final Chosen chosen;
    private final Clock clock;
    private final String asked;
    private final String path;

    protected DayPage() {
        this(null, null, null);
    }

    @Inject
    public DayPage(Chosen chosen, Clock clock, HttpServletRequest request) {
        this.chosen = chosen;
        this.clock = clock;
        this.asked = Parameter.named("date").orElse(null);
        this.path = request == null ? "" : request.getServletPath();
    }

    private ZoneId zone() {
        return LocalTimes.zone(chosen.getZone());
    }

    private LocalDate today() {
        return LocalDateTime.ofInstant(clock.instant(), zone()).toLocalDate();
    }

    private LocalDate day() {
        try {
            return asked == null ? today() : LocalDate.parse(asked);
        } catch (DateTimeParseException e) {
            return today();
        }
    }

    public String getDay() {
        return day().toString();
    }

    public String getMonday() {
        return LocalWeek.mondayOf(day()).toString();
    }

    /** The day in words: Thursday, November 26, 2026. */
    public String getWords() {
        return WORDS.format(day());
    }

    /** When the day begins, in milliseconds. */
    public long getFrom() {
        return midnight(day());
    }

    /** When the next day begins: 23, 24 or 25 hours later. */
    public long getTo() {
        return midnight(day().plusDays(1));
    }

    private long midnight(LocalDate day) {
        return LocalTimes.startOf(day, zone()).toEpochMilli();
    }

    public boolean isNow() {
        return day().equals(today());
    }

    public String getPrevious() {
        return address(day().minusDays(1));
    }

    public String getNext() {
        return address(day().plusDays(1));
    }

    public String getToday() {
        return path + chosen.getQuery();
    }

    private String address(LocalDate day) {
        return path + chosen.getQuery() + "&date=" + day;
    }

    /** The zone in words, for example Eastern Time. */
    public String getZoneName() {
        return zone().getDisplayName(TextStyle.FULL, Locale.US);
    }
}
