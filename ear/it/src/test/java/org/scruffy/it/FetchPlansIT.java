package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.json;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every read by its fetch plan: what its span says it took, where there is little to read and where there is more. */
@ExtendWith(RunningScruffy.Shared.class)
class FetchPlansIT {

    private static final int WEEKS_AHEAD = 60;
    private static final int MORE = 9;
    private static final int TRIES = 200;
    private static final String CREATIVE = "BELL1500001";

    private Api api;
    private LocalDate day;

    @BeforeEach
    void askTheDemo(RunningScruffy scruffy) {
        api = Api.ofTheDemo(scruffy);
        day = scruffy.today().plusWeeks(WEEKS_AHEAD).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    // what there is to read

    private static String id(Api.Answer made) {
        return made.is(201).json().getString("id");
    }

    /** Carried out whatever rules warn of; the ids of what was made. */
    private List<String> edit(Stream<String> edits) {
        return api
                .post("edits", json("{'reason':'Agreed','edits':[%s]}", edits.collect(Collectors.joining(","))))
                .is(200)
                .json()
                .getJsonArray("results")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(result -> result.getString("id"))
                .toList();
    }

    private Instant at(int hour) {
        return LocalTime.of(hour, 0)
                .atDate(day)
                .atZone(RunningScruffy.DEMO_ZONE)
                .toInstant();
    }

    private record Ordered(String underwriter, String order, String line) {}

    private Ordered order(int number) {
        String underwriter = id(api.post("underwriters", json("{'name':'Planned %d'}", number)));
        String order = id(api.post("orders", json("{'name':'Planned %d','underwriter':'%s'}", number, underwriter)));
        return new Ordered(underwriter, order, line(order, number));
    }

    private void approve(String order) {
        String seen = api.get("orders/" + order).is(200).header("ETag");
        api.put("orders/" + order + "/state", json("{'state':'APPROVED','reason':'Signed'}"), "If-Match", seen)
                .is(200);
    }

    private String line(String order, int number) {
        return id(api.post(
                "orders/" + order + "/lines",
                json(
                        "{'name':'Line %d','feeds':['main'],'from':'%s','until':'%s','spots':1,'lengthMs':15015,'creatives':[{'adId':'%s'}]}",
                        number, day, day.plusDays(6), CREATIVE)));
    }

    /** Programs by the hour, each with a break that has a spot of the line; the spots. */
    private List<String> spots(String line, IntStream hours) {
        List<Integer> all = hours.boxed().toList();
        List<String> slots = edit(all.stream()
                .map(hour -> json(
                        "{'op':'createSlot','feed':'main','startsAt':'%s','endsAt':'%s','program':{'title':'Planned'}}",
                        at(hour), at(hour + 1))));
        List<String> breaks = edit(IntStream.range(0, slots.size())
                .mapToObj(i -> json(
                        "{'op':'createBreak','slot':'%s','startsAt':'%s','capacityMs':60000,'kind':'MIXED'}",
                        slots.get(i), at(all.get(i)).plusSeconds(1800))));
        return edit(breaks.stream()
                .map(adBreak ->
                        json("{'op':'placeSpot','break':'%s','creative':'%s','line':'%s'}", adBreak, CREATIVE, line)));
    }

    private String template(int number) {
        return id(api.post("templates", json("{'feed':'main','name':'Planned %d','fromWeek':'%s'}", number, day)));
    }

    private String rule() {
        return id(
                api.post(
                        "rules",
                        json(
                                "{'scope':'FEED','feed':'kids','type':'MAX_POD_MS','params':{'maxMs':90000},'severity':'WARN','from':'2999-01-01'}")));
    }

    private String log(IntStream minutes) {
        String rows = minutes.mapToObj(minute -> day + ",10:%02d:00,00:00:15,OSPR1500001,Aired\n".formatted(minute))
                .collect(Collectors.joining());
        String read =
                id(sent("as-run/imports?feed=main&template=csv&day=" + day, "Date,Time,Length,Ad-ID,Title\n" + rows));
        api.post("as-run/imports/" + read + "/commit", null).is(200);
        return read;
    }

    private String file(int rows) {
        String csv = IntStream.range(0, rows)
                .mapToObj(hour ->
                        at(hour).plusSeconds(7 * 86_400) + "," + at(hour + 1).plusSeconds(7 * 86_400) + ",Brought\n")
                .collect(Collectors.joining());
        return id(sent("imports?format=csv&feed=main&name=planned.csv", "start,end,title\n" + csv));
    }

    private Api.Answer sent(String path, String body) {
        return new Api.Answer(api.scruffy()
                .send(api.request(path)
                        .header("Content-Type", "text/csv")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)))));
    }

    // what was read

    /** What the span of a request says. */
    private record Took(String plan, int statements, int budget, boolean exceeded) {}

    private static Took took(JsonObject fields) {
        return new Took(
                fields.getString("plan"),
                fields.getInt("db.statements"),
                fields.getInt("plan.budget", -1),
                fields.getBoolean("plan.exceeded", false));
    }

    /** The id of one: errors are counted a moment after they are kept. */
    private String error() throws InterruptedException {
        Api.bring(api.scruffy(), "planned", "{'exception.type':'Planned','exception.message':'planned'}");
        for (int i = 0; i < TRIES; i++) {
            List<JsonObject> groups = new Api.Answer(api.scruffy().get("/api/v1/errors?dataset=planned"))
                    .is(200)
                    .json()
                    .getJsonArray("groups")
                    .getValuesAs(JsonObject.class);
            if (!groups.isEmpty()) {
                return groups.get(0).getString("id");
            }
            Thread.sleep(100);
        }
        throw new AssertionError("No error was counted");
    }

    /** Asks for each address in one trace, and answers what each of them took, by address. */
    private Map<String, Took> ask(String trace, List<String> addresses) throws InterruptedException {
        for (String address : addresses) {
            int status = api.scruffy()
                    .send(api.scruffy().request(address).header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"))
                    .statusCode();
            assertThat(status).as(address).isIn(200, 404, 409);
        }
        for (int i = 0; i < TRIES; i++) {
            Map<String, Took> read = read(trace);
            if (read.size() == addresses.size()) {
                return read;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(
                "Of " + addresses.size() + " requests are kept " + read(trace).keySet());
    }

    private static String trace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong() | 1);
    }

    private Map<String, Took> read(String trace) {
        Map<String, Took> read = new TreeMap<>();
        Api.Answer answer = new Api.Answer(api.scruffy().get("/api/v1/traces/" + trace));
        if (answer.response().statusCode() == 200) {
            answer.json().getJsonArray("spans").getValuesAs(JsonObject.class).stream()
                    .map(span -> span.getJsonObject("fields"))
                    .filter(fields -> fields.containsKey("plan"))
                    .forEach(fields -> read.put(fields.getString("http.target"), took(fields)));
        }
        return read;
    }

    @Test
    void everyRead_staysWithinItsPlanHoweverMuchThereIs() throws InterruptedException {
        Ordered first = order(0);
        approve(first.order());
        Ordered draft = order(1);
        String spot = spots(first.line(), IntStream.of(10)).get(0);
        List<String> reads = new ArrayList<>(List.of("/api/stations/KSCF/feeds/main/on-air"));
        for (String path : List.of(
                "weeks/" + day + "?feed=main",
                "weeks/" + day + "?include=breaks,placements,creatives,lines,underwriters",
                "weeks/" + day + "?include=breaks,placements,creatives,lines,underwriters,conflicts",
                "conflicts?feed=main&week=" + day,
                "commands?limit=100",
                "audit?limit=100",
                "templates",
                "templates/" + template(0),
                "templates/" + template(99) + "/preview?weeks=2&from=" + day,
                "palette?feed=main&week=" + day,
                "palette/breaks?feed=main&creative=" + CREATIVE + "&week=" + day,
                "palette/breaks?feed=main&line=" + first.line() + "&week=" + day,
                "orders?limit=100",
                "orders/" + draft.order(),
                "orders/" + first.order() + "/lines/" + first.line(),
                "orders/" + first.order() + "/lines/" + first.line() + "/delivery",
                "orders/" + first.order() + "/affidavit.csv?from=" + day + "&to=" + day,
                "orders/" + first.order() + "/affidavit.pdf?from=" + day + "&to=" + day,
                "underwriters?limit=100",
                "underwriters/" + first.underwriter(),
                "categories",
                "categories/FINANCE",
                "creatives?limit=100",
                "creatives/" + CREATIVE,
                "air-copies",
                "air-copies?adId=" + CREATIVE,
                "air-copies/leftovers",
                "air-copies/lengths",
                "rules",
                "rules/" + rule(),
                "as-run?feed=main&day=" + day,
                "as-run/templates",
                "as-run/settings",
                "feeds/main/stitching",
                "as-run/imports",
                "as-run/imports/" + log(IntStream.of(0)) + "/rows",
                "reconciliation?feed=main&day=" + day,
                "make-goods?feed=main&from=" + day,
                "make-goods/" + spot,
                "reports/fill-rate?from=" + day + "&to=" + day,
                "reports/delivery.csv?from=" + day + "&to=" + day,
                "reports/make-goods?from=" + day + "&to=" + day,
                "imports",
                "imports/formats",
                "imports/" + file(1) + "/rows",
                "exports",
                "exports/main/" + day + ".csv")) {
            reads.add("/api/v1/stations/KSCF/" + path);
        }
        reads.addAll(List.of("/api/stations", "/api/v1/rule-types"));
        // what is over does not grow between the two readings
        Instant now = Instant.now().minusSeconds(120);
        String feed = "/api/stations/KSCF/feeds/main/";
        reads.add(feed + "avails?from=" + now.minusSeconds(86_400) + "&to=" + now);
        reads.add(feed + "avails/break-0");
        reads.add(feed + "manifests?at=" + now);
        reads.addAll(List.of("/api/plugins", "/api/fetch-plans", "/api/week/" + day));
        reads.addAll(List.of(
                "/api/v1/errors",
                "/api/v1/errors/" + error(),
                "/api/v1/errors/assignees",
                "/api/v1/errors/services",
                "/api/v1/sampling-rules"));

        // whoever asks what is on air after a change of the schedule reads it anew, whatever other tests have asked
        // before
        spots(first.line(), IntStream.of(9));
        Map<String, Took> little = ask(trace(), reads);
        IntStream.rangeClosed(1, MORE).forEach(number -> {
            order(number + 1);
            line(draft.order(), number + 1);
            template(number);
            rule();
        });
        spots(first.line(), IntStream.range(11, 11 + MORE));
        log(IntStream.rangeClosed(1, MORE));
        file(MORE);
        Map<String, Took> more = ask(trace(), reads);

        List<String> plans = new Api.Answer(api.scruffy().get("/api/fetch-plans"))
                .is(200).array().getValuesAs(JsonObject.class).stream()
                        .map(plan -> plan.getString("name"))
                        .toList();
        more.forEach((address, took) -> {
            assertThat(plans).as(address).contains(took.plan());
            assertThat(took.statements()).as(address + " " + took).isLessThanOrEqualTo(took.budget());
            assertThat(took.exceeded()).as(address).isFalse();
            // now and then it takes one statement to find out who asks
            assertThat(took.statements())
                    .as(address + " " + little.get(address))
                    .isLessThanOrEqualTo(little.get(address).statements() + 1);
        });
    }

    @Test
    void read_thatTakesMoreThanItsPlanAllowsIsAFindingOfItsTrace() throws InterruptedException {
        String lazily = "/demo/legacy/week/" + api.scruffy().today();

        String trace = trace();
        Took took = ask(trace, List.of(lazily)).get(lazily);

        assertThat(took.plan()).isEqualTo("week");
        assertThat(took.statements()).isGreaterThan(took.budget());
        assertThat(took.exceeded()).isTrue();
        assertThat(api.scruffy().get("/api/v1/traces/" + trace).body())
                .contains(json("'kind':'over budget'"), "its fetch plan week allows 5");
    }
}
