package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.scruffy.order.Underwriters;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.PlannedSpot;
import org.scruffy.schedule.Schedule;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * Answers requests for a week: after one statement where the caller knows it already, else after three, and one more for underwriters
 * and four more for conflicts where they are asked for.
 */
@ApplicationScoped
public class Weeks {

    /** Raised when the shape of the document changes. */
    private static final String SHAPE = "w3";

    private final Schedule schedule;
    private final Underwriters underwriters;
    private final Rules rules;
    private final Access access;

    protected Weeks() {
        this(null, null, null, null);
    }

    @Inject
    public Weeks(Schedule schedule, Underwriters underwriters, Rules rules, Access access) {
        this.schedule = schedule;
        this.underwriters = underwriters;
        this.rules = rules;
        this.access = access;
    }

    Response answer(String date, String station, String feed, WeekParts parts, Request request) {
        if (parts.conflicts()) {
            Plan.WEEK_WITH_CONFLICTS.use();
        }
        AtomicReference<EntityTag> tag = new AtomicReference<>();
        AtomicReference<Response.ResponseBuilder> notModified = new AtomicReference<>();
        Optional<List<FeedSheet>> sheets = schedule.sheetsUnless(
                heads -> {
                    access.require(Role.VIEWER, heads.get(0).station());
                    tag.set(tag(heads, parts));
                    notModified.set(request.evaluatePreconditions(tag.get()));
                    return notModified.get() != null;
                },
                station,
                feed,
                day(date));
        Response.ResponseBuilder answer = sheets.map(found -> Response.ok(parts.write(found, beside(parts, found))))
                .orElseGet(notModified::get);
        return cached(answer.tag(tag.get()));
    }

    /** What stands in the document beside the weeks. Read after their revisions: it is as new as those say, or newer. */
    private WeekParts.Beside beside(WeekParts parts, List<FeedSheet> sheets) {
        return new WeekParts.Beside(
                parts.underwriters() ? underwriters.named(FeedSheet.underwriters(sheets)) : List.of(),
                parts.conflicts() ? rules.conflicts(FeedSheet.breakIds(sheets)) : List.of());
    }

    /** The same week, read lazily, for the demo; always whole. */
    Response legacy(String date, String station, String feed) {
        List<FeedSheet> sheets = legacy(date, station, feed, schedule::legacySheets);
        return cached(Response.ok(WeekParts.of(null, null).write(sheets, WeekParts.Beside.NOTHING)));
    }

    /** Its breaks. */
    List<FeedSheet.Break> legacyBreaks(String date, String station, String feed) {
        return legacy(date, station, feed, schedule::legacyBreaks);
    }

    /** Its spots. */
    List<PlannedSpot> legacySpots(String date, String station, String feed) {
        return legacy(date, station, feed, schedule::legacySpots);
    }

    private interface LegacyRead<T> {
        List<T> of(String station, String feed, LocalDate day);
    }

    private <T> List<T> legacy(String date, String station, String feed, LegacyRead<T> read) {
        access.require(Role.VIEWER, stationOf(schedule.revisions(station, feed, day(date))));
        return read.of(station, feed, day(date));
    }

    private static Response cached(Response.ResponseBuilder answer) {
        return answer.header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept, Accept-Encoding, Authorization, Cookie, X-API-Key")
                .build();
    }

    private static String stationOf(Map<String, Long> revisions) {
        String feed = revisions.keySet().iterator().next();
        return feed.substring(0, feed.indexOf('/'));
    }

    /** Of all that the answer depends on: with conflicts, which look over the edges of the week, also of the other weeks. */
    private static EntityTag tag(List<FeedSheet> heads, WeekParts parts) {
        StringBuilder tag =
                new StringBuilder(SHAPE).append('.').append(heads.get(0).reference());
        for (FeedSheet head : heads) {
            tag.append('-')
                    .append(head.station())
                    .append('/')
                    .append(head.feed().name());
            tag.append('.').append(head.revision()).append('.').append(head.publishedRevision());
            tag.append('.').append(Integer.toHexString(head.days().hashCode()));
            if (parts.conflicts()) {
                tag.append('.').append(head.revisions());
            }
        }
        return new EntityTag(tag.append(parts.key()).toString());
    }

    private static LocalDate day(String date) {
        try {
            LocalDate day = LocalDate.parse(date);
            // RFC 3339 has four digits for a year, and the week has to end in one
            if (day.getYear() >= 1000 && LocalWeek.mondayOf(day).plusDays(7).getYear() <= 9999) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // the same answer as for a year that no schedule reaches
        }
        throw new BadInput("date", date, "a day like 2026-11-24");
    }
}
