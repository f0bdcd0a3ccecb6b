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
import org.scruffy.database.FetchPlan;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.Schedule;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.telemetry.ServerSpan;

/** Answers requests for a week: after one statement where the caller knows it already, else after three. */
@ApplicationScoped
public class Weeks {

    /** Raised when the shape of the document changes. */
    private static final String SHAPE = "w2";

    private final Schedule schedule;
    private final Access access;

    protected Weeks() {
        this(null, null);
    }

    @Inject
    public Weeks(Schedule schedule, Access access) {
        this.schedule = schedule;
        this.access = access;
    }

    Response answer(String date, String station, String feed, WeekParts parts, Request request) {
        planned();
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
        Response.ResponseBuilder answer =
                sheets.map(found -> Response.ok(parts.write(found))).orElseGet(notModified::get);
        return cached(answer.tag(tag.get()));
    }

    /** The same week, read lazily, for the demo; always whole. */
    Response legacy(String date, String station, String feed) {
        planned();
        access.require(Role.VIEWER, stationOf(schedule.revisions(station, feed, day(date))));
        List<FeedSheet> sheets = schedule.legacySheets(station, feed, day(date));
        return cached(Response.ok(WeekParts.of(null, null).write(sheets)));
    }

    private static void planned() {
        FetchPlan plan = Schedule.plans().get(0);
        ServerSpan.served().ifPresent(span -> span.plan(plan.name(), plan.mostStatements()));
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

    private static EntityTag tag(List<FeedSheet> heads, WeekParts parts) {
        StringBuilder tag = new StringBuilder(SHAPE);
        for (FeedSheet head : heads) {
            tag.append('-')
                    .append(head.station())
                    .append('/')
                    .append(head.feed().name());
            tag.append('.').append(head.revision()).append('.').append(head.publishedRevision());
            tag.append('.').append(Integer.toHexString(head.days().hashCode()));
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
