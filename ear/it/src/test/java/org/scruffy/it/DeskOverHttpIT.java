package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schedule edited by a program. Each test has a day of its own, in weeks so far ahead that nobody else looks at them. */
@ExtendWith(RunningScruffy.Shared.class)
class DeskOverHttpIT {

    private static final int WEEKS_AHEAD = 30;
    private static final String BOOKS = "BELL1500001";
    private static final String BAKERY = "COPK1500001";
    private static final String HARDWARE = "NQHW1500001";

    private Api api;

    @BeforeEach
    void askTheDemo(RunningScruffy scruffy) {
        api = Api.ofTheDemo(scruffy);
    }

    // where and what

    private LocalDate day(int number) {
        return api.scruffy()
                .today()
                .plusWeeks(WEEKS_AHEAD)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusDays(number);
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static Instant at(LocalDate day, String time) {
        return LocalTime.parse(time)
                .atDate(day)
                .atZone(RunningScruffy.DEMO_ZONE)
                .toInstant();
    }

    private static String slot(LocalDate day, String from, String to, String title) {
        return json(
                "{'op':'createSlot','feed':'main','startsAt':'%s','endsAt':'%s','program':{'title':'%s'}}",
                at(day, from), at(day, to), title);
    }

    private static String adBreak(String slot, Instant start, int capacityMs) {
        return json(
                "{'op':'createBreak','slot':'%s','startsAt':'%s','capacityMs':%d,'kind':'MIXED'}",
                slot, start, capacityMs);
    }

    private static String spot(String adBreak, String creative) {
        return json("{'op':'placeSpot','break':'%s','creative':'%s'}", adBreak, creative);
    }

    private static JsonObject result(Api.Answer answer, int number) {
        return answer.is(200).json().getJsonArray("results").getJsonObject(number);
    }

    private static String id(Api.Answer answer) {
        return result(answer, 0).getString("id");
    }

    /** Carried out whatever rules warn of. */
    private Api.Answer edit(String... edits) {
        return api.post("edits", json("{'reason':'Agreed','label':'over HTTP','edits':[%s]}", String.join(",", edits)));
    }

    private Api.Answer week(LocalDate day) {
        return api.get("weeks/" + day + "?feed=main");
    }

    private JsonObject feedWeek(LocalDate day) {
        return week(day).is(200).json().getJsonArray("feeds").getJsonObject(0);
    }

    /** What starts on a day, none where its week has no schedule. */
    private List<JsonObject> slots(LocalDate day) {
        if (week(day).response().statusCode() == 404) {
            return List.of();
        }
        return feedWeek(day).getJsonArray("slots").getValuesAs(JsonObject.class).stream()
                .filter(slot -> slot.getString("localStart").startsWith(day.toString()))
                .toList();
    }

    private JsonObject slot(LocalDate day, String id) {
        return slots(day).stream()
                .filter(slot -> slot.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject only(JsonObject slot) {
        assertThat(slot.getJsonArray("breaks")).hasSize(1);
        return slot.getJsonArray("breaks").getJsonObject(0);
    }

    private static List<String> creatives(JsonObject adBreak) {
        return adBreak.getJsonArray("placements").getValuesAs(JsonObject.class).stream()
                .map(spot -> spot.getString("creative"))
                .toList();
    }

    private int length(String creative) {
        return api.get("creatives/" + creative).is(200).json().getInt("lengthMs");
    }

    // programs, breaks and spots

    @Test
    void slot_isCreatedMovedResizedSplitAndDeleted() {
        LocalDate day = day(0);
        Api.Answer created = edit(slot(day, "06:00", "07:00", "Over the wire"));
        String id = id(created);
        String revision = "main@" + monday(day);
        int first = created.json().getJsonObject("revisions").getInt(revision);

        Api.Answer moved =
                edit(json("{'op':'moveSlot','slot':'%s','startsAt':'%s','version':1}", id, at(day, "08:00")));
        edit(json(
                        "{'op':'resizeSlot','slot':'%s','startsAt':'%s','endsAt':'%s','version':2}",
                        id, at(day, "08:00"), at(day, "09:30")))
                .is(200);
        String second = id(edit(json("{'op':'splitSlot','slot':'%s','at':'%s','version':3}", id, at(day, "09:00"))));

        assertThat(moved.json().getJsonObject("revisions").getInt(revision)).isEqualTo(first + 1);
        assertThat(result(moved, 0).getInt("version")).isEqualTo(2);
        assertThat(slot(day, id).getString("startsAt"))
                .isEqualTo(at(day, "08:00").toString());
        assertThat(slot(day, id).getString("endsAt")).isEqualTo(at(day, "09:00").toString());
        assertThat(slot(day, second).getString("endsAt"))
                .isEqualTo(at(day, "09:30").toString());
        edit(
                        json("{'op':'deleteSlot','slot':'%s','version':4}", id),
                        json("{'op':'deleteSlot','slot':'%s','version':1}", second))
                .is(200);
        assertThat(slots(day)).isEmpty();
    }

    @Test
    void breakAndSpots_arePlacedMovedReplacedAndRemoved() {
        LocalDate day = day(1);
        int room = 3 * Math.max(length(BOOKS), length(BAKERY));
        String slot = id(edit(slot(day, "06:00", "07:00", "With a break")));
        String adBreak = id(edit(adBreak(slot, at(day, "06:30"), room - 1000)));
        edit(json("{'op':'changeBreak','break':'%s','capacityMs':%d,'version':1}", adBreak, room))
                .is(200);
        String books = id(edit(spot(adBreak, BOOKS)));
        String bakery = id(edit(spot(adBreak, BAKERY)));
        assertThat(creatives(only(slot(day, slot)))).containsExactly(BOOKS, BAKERY);

        edit(json("{'op':'moveSpot','spot':'%s','break':'%s','position':1,'version':1}", bakery, adBreak))
                .is(200);
        assertThat(creatives(only(slot(day, slot)))).containsExactly(BAKERY, BOOKS);
        edit(json("{'op':'replaceSpot','spot':'%s','creative':'%s','version':1}", books, HARDWARE))
                .is(200);
        assertThat(creatives(only(slot(day, slot)))).containsExactly(BAKERY, HARDWARE);
        assertThat(only(slot(day, slot)).getJsonObject("fill").getInt("capacityMs"))
                .isEqualTo(room);

        edit(json("{'op':'removeSpot','spot':'%s','version':2}", bakery)).is(200);
        assertThat(creatives(only(slot(day, slot)))).containsExactly(HARDWARE);
        edit(json("{'op':'deleteBreak','break':'%s','version':2}", adBreak)).is(200);
        assertThat(slot(day, slot).getJsonArray("breaks")).isEmpty();
    }

    @Test
    void edits_areAllOrNoneUnlessEachIsForItself() {
        LocalDate day = day(2);
        String good = slot(day, "06:00", "07:00", "Good");
        String over = slot(day, "06:30", "07:30", "Over it");

        edit(good, over).refuses(409, "slot");
        assertThat(slots(day)).isEmpty();

        Api.Answer each = api.post("edits", json("{'atomic':false,'edits':[%s,%s]}", good, over));

        assertThat(result(each, 0).getString("status")).isEqualTo("DONE");
        assertThat(result(each, 1).getString("status")).isEqualTo("REFUSED");
        assertThat(result(each, 1).getJsonObject("problem").getInt("status")).isEqualTo(409);
        assertThat(slots(day)).hasSize(1);
    }

    @Test
    void dryRun_tellsAndChangesNothing() {
        LocalDate day = day(3);
        edit(slot(day, "06:00", "07:00", "There")).is(200);
        String before = week(day).body();

        Api.Answer dry = api.post(
                "edits",
                json(
                        "{'dryRun':true,'edits':[%s,%s]}",
                        slot(day, "08:00", "09:00", "Perhaps"), slot(day, "06:30", "07:30", "In the way")));

        assertThat(dry.is(200).json().getBoolean("dryRun")).isTrue();
        assertThat(result(dry, 0).getString("status")).isEqualTo("DONE");
        assertThat(result(dry, 1).getString("status")).isEqualTo("REFUSED");
        assertThat(week(day).body()).isEqualTo(before);
        assertThat(api.get("commands").body()).doesNotContain(dry.json().getString("command"));
    }

    @Test
    void request_thatIsRepeatedUnderItsKeyIsCarriedOutOnce() {
        LocalDate day = day(4);
        String key = UUID.randomUUID().toString();
        String body = json("{'edits':[%s]}", slot(day, "06:00", "07:00", "Once"));

        Api.Answer first = api.post("edits", body, "Idempotency-Key", key).is(200);
        Api.Answer again = api.post("edits", body, "Idempotency-Key", key).is(200);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(slots(day)).hasSize(1);
        api.post("edits", json("{'edits':[%s]}", slot(day, "08:00", "09:00", "Other")), "Idempotency-Key", key)
                .refuses(422, "Idempotency-Key");
        api.post("edits", body, "Idempotency-Key", UUID.randomUUID().toString()).refuses(409, "slot");
    }

    @Test
    void change_namesTheVersionItHasSeenAndTheSlotInItsWay() {
        LocalDate day = day(5);
        String first = id(edit(slot(day, "06:00", "07:00", "First")));
        String second = id(edit(slot(day, "07:00", "08:00", "Second")));
        String move = "{'op':'moveSlot','slot':'%s','startsAt':'%s'%s}";

        edit(json(move, second, at(day, "09:00"), "")).refuses(428, "version");
        edit(json(move, second, at(day, "09:00"), ",'version':7")).refuses(412, "version");
        JsonObject clash =
                edit(json(move, second, at(day, "06:30"), ",'version':1")).refuses(409, "slot");
        assertThat(clash.getString("detail")).contains("'First'", "on KSCF main");
        assertThat(clash.getJsonArray("errors").getJsonObject(0).getString("found"))
                .isEqualTo(first);
        api.put("slots/" + second, json("{'startsAt':'%s'}", at(day, "09:00"))).refuses(428, "version");
        api.put("slots/" + second, json("{'startsAt':'%s'}", at(day, "09:00")), "If-Match", "\"7\"")
                .refuses(412, "version");
        assertThat(api.put("slots/" + second, json("{'startsAt':'%s'}", at(day, "09:00")), "If-Match", "\"1\"")
                        .is(200)
                        .header("ETag"))
                .isEqualTo("\"2\"");
    }

    @Test
    void ofTwoRequestsForTheLastRoomOfABreak_exactlyOneWins() throws Exception {
        LocalDate day = day(6);
        int length = length(BOOKS);
        String slot = id(edit(slot(day, "06:00", "12:00", "Crowded")));
        for (int round = 0; round < 5; round++) {
            String adBreak = id(edit(adBreak(slot, at(day, "07:00").plusSeconds(900L * round), 2 * length)));
            edit(spot(adBreak, BOOKS)).is(200);

            List<Api.Answer> answers = atOnce(spot(adBreak, BAKERY), spot(adBreak, HARDWARE));

            assertThat(answers.stream().map(one -> one.response().statusCode())).containsExactlyInAnyOrder(200, 409);
            JsonObject refused = answers.stream()
                    .filter(one -> one.response().statusCode() == 409)
                    .findFirst()
                    .orElseThrow()
                    .refuses(409, "OVERFULL");
            assertThat(refused.getJsonArray("conflicts").getJsonObject(0).getString("break"))
                    .isEqualTo(adBreak);
        }
        assertThat(slot(day, slot).getJsonArray("breaks").getValuesAs(JsonObject.class))
                .hasSize(5)
                .allSatisfy(one -> assertThat(creatives(one)).hasSize(2));
    }

    private List<Api.Answer> atOnce(String... edits) throws InterruptedException, ExecutionException {
        ExecutorService both = Executors.newFixedThreadPool(edits.length);
        try {
            List<Callable<Api.Answer>> calls = Stream.of(edits)
                    .<Callable<Api.Answer>>map(one -> () -> edit(one))
                    .toList();
            List<Api.Answer> answers = new ArrayList<>();
            for (Future<Api.Answer> answer : both.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            both.shutdownNow();
        }
    }

    // what people did

    @Test
    void command_isTakenBackDoneAgainAndToldWithWhoAndWhy() {
        LocalDate day = day(7);
        Api.Answer created = edit(slot(day, "06:00", "07:00", "Taken back"));
        String id = id(created);
        String command = created.json().getString("command");

        api.post("undo", null).is(200);
        assertThat(slots(day)).isEmpty();
        JsonObject undone = api.get("commands?limit=1").is(200).json();
        assertThat(undone.getJsonArray("commands").getJsonObject(0).getString("id"))
                .isEqualTo(command);
        assertThat(undone.getJsonArray("commands").getJsonObject(0).getBoolean("undone"))
                .isTrue();
        assertThat(undone.getString("next")).isNotBlank();
        api.post("redo", null).is(200);
        assertThat(slots(day)).hasSize(1);
        api.post("redo", null).refuses(409, "command");

        JsonArray audit = api.get("audit?entity=slot&id=" + id).is(200).json().getJsonArray("entries");
        assertThat(audit.getValuesAs(JsonObject.class))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.getString("actor")).isEqualTo("admin"));
        assertThat(audit.getJsonObject(2).getString("reason")).isEqualTo("Agreed");
        assertThat(audit.getJsonObject(2).getString("command")).isEqualTo(command);
        api.get("commands?limit=0").refuses(400, "limit");
        api.get("commands?limit=many").refuses(400, "limit");
        api.get("audit?id=mine").refuses(400, "id");
        api.get("templates/1/preview?weeks=all&from=2026-11-23").refuses(400, "weeks");
        api.get("audit?after=yesterday").refuses(400, "after");
    }

    @Test
    void undo_goesBackOneCommandAfterTheOther() {
        LocalDate day = day(8);
        String id = id(edit(slot(day, "06:00", "07:00", "Back and back")));
        api.post("edits", json("{'edits':[{'op':'deleteSlot','slot':'%s','version':1}]}", id))
                .is(200);

        api.post("undo", null).is(200);
        api.post("undo", null).is(200);

        assertThat(slots(day)).isEmpty();
    }

    @Test
    void conflicts_areListedForTheWeekOnceAReasonLetThemIn() {
        LocalDate day = day(9);
        String slot = id(edit(slot(day, "06:00", "07:00", "Twice the same")));
        String adBreak = id(edit(adBreak(slot, at(day, "06:30"), 60_000)));
        edit(spot(adBreak, BOOKS)).is(200);

        JsonObject warned = api.edit(spot(adBreak, BOOKS)).refuses(409, "CATEGORY_SEPARATION");
        assertThat(warned.getJsonArray("conflicts").getJsonObject(0).getString("severity"))
                .isEqualTo("WARN");
        edit(spot(adBreak, BOOKS)).is(200);

        assertThat(api.get("conflicts?feed=main&week=" + day).is(200).array().getValuesAs(JsonObject.class))
                .anySatisfy(conflict -> {
                    assertThat(conflict.getString("rule")).isEqualTo("ADVERTISER_SEPARATION");
                    assertThat(conflict.getString("break")).isEqualTo(adBreak);
                    assertThat(conflict.getString("day")).isEqualTo(day.toString());
                });
        api.get("conflicts?feed=main&week=9999-12-31").refuses(400, "week");
        api.get("conflicts?feed=nope&week=" + day).refuses(404, "feed");
    }

    @Test
    void edit_isToldToWhoeverListens() throws Exception {
        LocalDate day = day(10);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        HttpResponse<Stream<String>> stream =
                client.send(api.request("changes").GET().build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (Stream<String> open = stream.body()) {
            Iterator<String> lines = open.iterator();
            next(lines, ": listening");

            Api.Answer created = edit(slot(day, "06:00", "07:00", "Told")).is(200);

            next(lines, "event: change");
            String data = next(lines, "data: ");
            String week = "main@" + monday(day);
            assertThat(data)
                    .contains(json("'feed':'main'"))
                    .contains(json("'week':'%s'", monday(day)))
                    .contains(json(
                            "'revision':%d",
                            created.json().getJsonObject("revisions").getInt(week)))
                    .contains(json("'actor':'admin'"), json("'label':'over HTTP'"));
        }
    }

    private static String next(Iterator<String> lines, String start) {
        return CompletableFuture.supplyAsync(() -> {
                    String line = lines.next();
                    while (!line.startsWith(start)) {
                        line = lines.next();
                    }
                    return line;
                })
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    // days, copies and templates

    @Test
    void day_thatIsLockedLetsNoEditInUntilItIsUnlocked() {
        LocalDate day = day(11);
        String id = id(edit(slot(day, "06:00", "07:00", "Locked")));
        String lock = json("{'op':'lockDay','feed':'main','day':'%s'}", day);
        String unlock = json("{'op':'unlockDay','feed':'main','day':'%s'}", day);
        String delete = json("{'op':'deleteSlot','slot':'%s','version':1}", id);
        edit(lock).is(200);

        JsonObject problem = edit(delete).refuses(409, "day");

        assertThat(problem.getString("detail")).contains(day.toString(), "locked by admin");
        edit(slot(day, "08:00", "09:00", "Also")).refuses(409, "day");
        edit(unlock).is(200);
        edit(unlock).refuses(409, "day");
        edit(delete).is(200);
    }

    @Test
    void day_isPublishedAtTheRevisionOfItsWeek() {
        LocalDate day = day(12);
        String id = id(edit(slot(day, "06:00", "07:00", "Published")));
        assertThat(slot(day, id).getString("state")).isEqualTo("DRAFT");

        edit(json("{'op':'publishDay','feed':'main','day':'%s'}", day)).is(200);

        assertThat(slot(day, id).getString("state")).isEqualTo("PUBLISHED");
        JsonObject week = feedWeek(day);
        assertThat(week.getInt("publishedRevision")).isEqualTo(week.getInt("revision"));
        assertThat(week.getJsonArray("days").getValuesAs(JsonObject.class)).anySatisfy(one -> {
            assertThat(one.getString("date")).isEqualTo(day.toString());
            assertThat(one.getInt("publishedRevision")).isEqualTo(week.getInt("revision"));
        });
    }

    @Test
    void day_isCopiedWithItsBreaksAndSpots() {
        LocalDate day = day(13);
        String slot = id(edit(slot(day, "06:00", "07:00", "Copied")));
        String adBreak = id(edit(adBreak(slot, at(day, "06:30"), 60_000)));
        edit(spot(adBreak, BAKERY)).is(200);
        LocalDate to = day(14);
        String copy = "{'op':'copyDay','feed':'main','day':'%s','toDay':'%s','replace':%b}";

        edit(json(copy, day, to, false)).is(200);

        assertThat(slots(to)).hasSize(1);
        assertThat(slots(to).get(0).getString("startsAt"))
                .isEqualTo(at(to, "06:00").toString());
        assertThat(creatives(only(slots(to).get(0)))).containsExactly(BAKERY);
        edit(json(copy, day, to, false)).refuses(409, "slot");
        edit(json(copy, day, to, true)).is(200);
        assertThat(slots(to)).hasSize(1);
        edit(json(copy, day, day, true)).refuses(409, "toDay");
        edit(json("{'op':'copyWeek','feed':'main','week':'%s','toWeek':'9999-12-31'}", day))
                .refuses(400, "toWeek");
    }

    @Test
    void template_isMadeOfAWeekAndAppliedTwiceWithTheSameOutcome() {
        LocalDate day = day(21);
        String slot = id(edit(slot(day, "06:00", "07:00", "Weekly")));
        edit(adBreak(slot, at(day, "06:30"), 60_000)).is(200);
        Api.Answer made = api.post("templates", json("{'feed':'main','name':'From %s','fromWeek':'%s'}", day, day))
                .is(201);
        String template = made.json().getString("id");
        LocalDate to = day(28);
        String apply = json("{'op':'applyTemplate','template':'%s','week':'%s'}", template, to);

        edit(apply).is(200);
        List<JsonObject> once = slots(to);
        edit(apply).is(200);

        assertThat(once).hasSize(1);
        assertThat(only(once.get(0)).getString("startsAt"))
                .isEqualTo(at(to, "06:30").toString());
        assertThat(slots(to)).isEqualTo(once);
        assertThat(made.header("ETag")).isNotBlank();
        String preview = "templates/" + template + "/preview?from=" + to;
        assertThat(api.get(preview + "&weeks=2").is(200).array()).hasSize(2);
        api.get(preview + "&weeks=54").refuses(400, "weeks");
        api.get("templates/" + template + "/preview?from=soon").refuses(400, "from");

        api.delete("templates/" + template).refuses(428, "version");
        api.delete("templates/" + template, "If-Match", "\"99\"").refuses(412, "version");
        api.delete("templates/" + template, "If-Match", made.header("ETag")).is(204);
        edit(apply).refuses(404, "template");
        assertThat(slots(to)).isEqualTo(once);
    }

    // what cannot be read

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'op':'flySlot'}                                                                 | 400 | edits[0].op
            {}                                                                               | 400 | edits[0].op
            null                                                                             | 400 | edits[0]
            {'op':'lockDay','feed':'main','day':'9999-12-31'}                                | 400 | day
            {'op':'lockDay','feed':'main','day':'+999999999-12-31'}                          | 400 | day
            {'op':'lockDay','feed':'main','day':'2026-02-30'}                                | 400 | edits[0].day
            {'op':'lockDay','feed':'main'}                                                   | 400 | edits[0].day
            {'op':'lockDay','day':'2027-06-01'}                                              | 400 | edits[0].feed
            {'op':'lockDay','feed':'nope','day':'2027-06-01'}                                | 404 | feed
            {'op':'moveSlot','slot':'1','startsAt':'9999-12-31T00:00:00Z','version':1}       | 400 | startsAt
            {'op':'moveSlot','slot':'one','startsAt':'2027-06-01T00:00:00Z','version':1}     | 400 | edits[0].slot
            {'op':'moveSlot','slot':'99999999999999999999','version':1}                      | 400 | edits[0].slot
            {'op':'moveSlot','slot':'1','startsAt':'2027-06-01 00:00','version':1}           | 400 | edits[0].startsAt
            {'op':'createSlot','feed':'main','startsAt':'9999-12-31T00:00:00Z','endsAt':'9999-12-31T01:00:00Z','program':{'title':'x'}} | 400 | startsAt
            {'op':'createSlot','feed':'main','startsAt':'2027-06-01T00:00:00Z','endsAt':'2027-06-01T00:00:00Z','program':{'title':'x'}} | 400 | endsAt
            {'op':'createSlot','feed':'main','startsAt':'2027-06-01T00:00:00Z','endsAt':'2027-06-01T01:00:00Z'} | 400 | program.title
            {'op':'placeSpot','break':'99999999','creative':'NOSUCH'}                        | 404 | break
            {'op':'placeSpot','break':'1'}                                                   | 400 | edits[0].creative
            {'op':'applyTemplate','template':'99','week':'9999-12-31'}                       | 404 | template
            {'op':'moveSpot','spot':'1','break':'1','version':'new'}                         | 400 | edits[0].version
            {'op':'moveSpot','spot':'1','break':'1','version':1.5}                           | 400 | edits[0].version
            {'op':'moveSpot','spot':'1','break':'1','version':99999999999}                   | 400 | edits[0].version
            {'op':'changeBreak','break':'1','locked':'perhaps','version':1}                  | 400 | edits[0].locked
            {'op':'createSlot','program':'News'}                                             | 400 | edits[0].program
            {'op':['lockDay']}                                                               | 400 | edits[0].op
            'lockDay'                                                                        | 400 | edits[0]
            """)
    void edit_thatCannotBeReadOrDoneNamesItsField(String edit, int status, String field) {
        api.edit(json(edit.replace("%", "%%"))).refuses(status, field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                 | edits
            null                               | edits
            {'edits':null}                     | edits
            {'edits':[]}                       | edits
            {'edits':{}}                       | edits
            {'edits':'all'}                    | edits
            []                                 | body
            'edit'                             | body
            {'edits':[],'atomic':'yes'}        | atomic
            {'edits':[{'op':'lockDay'}],'label':7,'reason':{}} | label
            """)
    void request_thatIsNotOneOfEditsNamesItsField(String body, String field) {
        api.post("edits", json(body)).refuses(400, field);
    }

    @Test
    void request_thatIsTooLargeOrNoJsonIsRefusedAsAWhole() {
        String many = IntStream.range(0, 5_001)
                .mapToObj(number -> "{}")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();
        api.post("edits", json("{'edits':[%s]}", many)).refuses(400, "edits");
        api.post(
                        "edits",
                        json(
                                "{'edits':[{'op':'lockDay','feed':'main','day':'%s'}],'reason':'%s'}",
                                day(16), "x".repeat(501)))
                .refuses(400, "reason");
        api.post("edits", "{\"edits\":[").is(400);
        api.post("edits", "").is(400);
        api.post("edits", "[".repeat(100_000)).is(400);
        Api.Answer huge = api.post("edits", json("{'reason':'%s'}", "x".repeat(30_000_000)));
        assertThat(huge.response().statusCode()).as(huge.body()).isBetween(400, 499);
        api.post("edits", json("{'edits':[{'op':'lockDay'}]}"), "Content-Type", "text/plain")
                .is(415);
    }

    @Test
    void stationThatIsNotThere_isNotFoundOrNotAllowed() {
        Api other = new Api(api.scruffy(), "KXYZ", RunningScruffy.DEMO_KEY);
        other.edit(json("{'op':'lockDay','feed':'main','day':'%s'}", day(15))).is(404);
        other.get("commands").is(404);
        other.get("audit").is(404);
        other.get("changes").is(404);
        new Api(api.scruffy(), "KSCF", "no-such-key").get("commands").is(401);
    }

    @Test
    void palette_saysWhatIsMissingAndRefusesWhatIsNotThere() {
        String week = "feed=main&week=" + api.scruffy().today().plusWeeks(1);
        JsonObject line = api.get("palette?" + week).is(200).array().getJsonObject(0);

        JsonObject breaks = api.get("palette/breaks?" + week + "&line=" + line.getString("line"))
                .is(200)
                .json();

        assertThat(line.getInt("missing")).isPositive();
        assertThat(breaks.getInt("fitting")).isEqualTo(line.getInt("fitting"));
        assertThat(breaks.getJsonArray("best")).hasSizeBetween(1, 5);
        api.get("palette/breaks?" + week).refuses(400, "line");
        api.get("palette/breaks?" + week + "&line=x").refuses(400, "line");
        api.get("palette/breaks?" + week + "&line=99999999").refuses(404, "line");
        api.get("palette/breaks?" + week + "&creative=NONE0001").refuses(404, "creative");
        api.get("palette?feed=main&week=never").refuses(400, "week");
    }
}
