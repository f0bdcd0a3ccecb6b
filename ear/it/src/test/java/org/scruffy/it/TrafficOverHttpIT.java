package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Api.json;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What traffic people do beside the week, done by a program. Each test has a week of its own, far ahead. */
@Order(PlayerIT.LAST - 2) // what it uploads would wait behind the copies that the tests at the start need
@ExtendWith(RunningScruffy.Shared.class)
class TrafficOverHttpIT {

    private static final int WEEKS_AHEAD = 40;

    private Api api;

    @BeforeEach
    void askTheDemo(RunningScruffy scruffy) {
        api = Api.ofTheDemo(scruffy);
    }

    private LocalDate monday(int week) {
        return api.scruffy()
                .today()
                .plusWeeks(WEEKS_AHEAD + week)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private static Instant at(LocalDate day, String time) {
        return LocalTime.parse(time)
                .atDate(day)
                .atZone(RunningScruffy.DEMO_ZONE)
                .toInstant();
    }

    private static String id(Api.Answer made) {
        return made.is(201).json().getString("id");
    }

    private Api.Answer edit(String edit) {
        return api.post("edits", json("{'reason':'Agreed','edits':[%s]}", edit)).is(200);
    }

    private static String edited(Api.Answer answer) {
        return answer.json().getJsonArray("results").getJsonObject(0).getString("id");
    }

    private String slot(LocalDate day, String from, String to) {
        return edited(edit(json(
                "{'op':'createSlot','feed':'main','startsAt':'%s','endsAt':'%s','program':{'title':'Traffic'}}",
                at(day, from), at(day, to))));
    }

    private String adBreak(String slot, Instant start) {
        return edited(edit(json(
                "{'op':'createBreak','slot':'%s','startsAt':'%s','capacityMs':60000,'kind':'MIXED'}", slot, start)));
    }

    private List<String> titles(LocalDate day) {
        Api.Answer week = api.get("weeks/" + day + "?feed=main");
        if (week.response().statusCode() == 404) {
            return List.of();
        }
        JsonObject programs = week.is(200).json().getJsonObject("programs");
        return week
                .json()
                .getJsonArray("feeds")
                .getJsonObject(0)
                .getJsonArray("slots")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(slot -> programs.getJsonObject(slot.getString("program")).getString("title"))
                .toList();
    }

    private String order(String name) {
        String underwriter = id(api.post("underwriters", json("{'name':'%s and Daughters'}", name)));
        return id(api.post("orders", json("{'name':'%s','underwriter':'%s'}", name, underwriter)));
    }

    /** For the week that starts on a day; the order is approved with it. */
    private String line(String order, LocalDate from) {
        String line = id(api.post(
                "orders/" + order + "/lines",
                json(
                        "{'name':'All day','feeds':['main'],'from':'%s','until':'%s','spots':1,'lengthMs':15015,'creatives':[{'adId':'BELL1500001'}]}",
                        from, from.plusDays(6))));
        String seen = api.get("orders/" + order).is(200).header("ETag");
        api.put("orders/" + order + "/state", json("{'state':'APPROVED','reason':'Signed'}"), "If-Match", seen)
                .is(200);
        return line;
    }

    // rules

    @Test
    void rule_isCreatedChangedDeletedAndRestoredByTheVersionThatWasSeen() {
        String wanted =
                "{'scope':'FEED','feed':'kids','type':'MAX_POD_MS','params':{'maxMs':%d},'severity':'WARN','from':'2999-01-01'}";
        Api.Answer made = api.post("rules", json(wanted, 90_000));
        String path = "rules/" + id(made);

        api.put(path, json(wanted, 80_000)).is(428);
        api.put(path, json(wanted, 80_000), "If-Match", "\"99\"").is(412);
        api.put(path, json(wanted, 80_000), "If-Match", "new").refuses(400, "If-Match");
        Api.Answer changed = api.put(path, json(wanted, 80_000), "If-Match", made.header("ETag"))
                .is(200);

        assertThat(changed.json().getJsonObject("params").getInt("maxMs")).isEqualTo(80_000);
        Api.Answer deleted =
                api.delete(path, "If-Match", changed.header("ETag")).is(200);
        assertThat(deleted.json().getBoolean("enabled")).isFalse();
        Api.Answer restored = api.post(path + "/restore", null, "If-Match", deleted.header("ETag"))
                .is(200);
        assertThat(restored.json().getBoolean("enabled")).isTrue();
        api.delete(path, "If-Match", restored.header("ETag")).is(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'type':'NOPE','severity':'WARN'                                                                 | type
            'type':'APPROVAL','severity':'MAYBE'                                                            | severity
            'type':'APPROVAL','severity':'WARN','from':'2027-06-10','until':'2027-06-01'                    | until
            'type':'APPROVAL','severity':'WARN','from':'9999-12-31'                                         | from
            'type':'APPROVAL','severity':'WARN','from':20270601                                             | from
            'type':'MAX_CREDIT_MS','severity':'WARN','params':{'maxMs':-3}                                  | params.maxMs
            'type':'MAX_CREDIT_MS','severity':'WARN','params':{'maxMs':'long'}                              | params.maxMs
            'type':'MAX_CREDIT_MS','severity':'WARN','params':[15000]                                       | params
            'type':'MAX_CREDIT_MS','severity':'WARN','params':{'maxMinutes':1}                              | params.maxMinutes
            'type':'DAYPART_BAN','severity':'WARN','params':{'category':'FINANCE','from':'22:00','to':'22:00'} | params.to
            'type':'DAYPART_BAN','severity':'WARN','params':{'category':'NOPE','from':'22:00','to':'23:00'} | params.category
            'type':'BLACKOUT','severity':'BLOCK','params':{'from':'2027-06-10T00:00:00Z','to':'2027-06-09T00:00:00Z'} | params.to
            """)
    void rule_thatContradictsItselfNamesItsField(String fields, String field) {
        api.post("rules", json("{'scope':'STATION',%s}", fields)).refuses(400, field);
    }

    // orders and creatives

    @Test
    void order_isKeptWithItsLinesByTheVersionsThatWereSeen() {
        LocalDate from = monday(0);
        api.post("underwriters", json("{'name':'  '}")).refuses(400, "name");
        api.post("underwriters", json("{'name':'Wire','category':'NOPE'}")).refuses(400, "category");
        api.post("orders", "{}").refuses(400, "name");
        api.post("orders", "{}").refuses(400, "underwriter");
        Api.Answer underwriter = api.post("underwriters", json("{'name':'Wire and Cable','category':'FINANCE'}"));
        String order = id(api.post(
                "orders",
                json("{'name':'Wire','underwriter':'%s'}", underwriter.json().getString("id"))));

        String path = "underwriters/" + id(underwriter);
        api.put(path, json("{'name':'Cable'}")).is(428);
        Api.Answer renamed = api.put(path, json("{'name':'Cable'}"), "If-Match", underwriter.header("ETag"))
                .is(200);
        assertThat(renamed.header("ETag")).isNotEqualTo(underwriter.header("ETag"));
        api.put(path, json("{'name':'Rope'}"), "If-Match", underwriter.header("ETag"))
                .is(412);

        String lines = "orders/" + order + "/lines";
        String wanted = "{'name':'%s','feeds':['%s'],'from':'%s','until':'%s','spots':%s,'lengthMs':15015,"
                + "'creatives':[{'adId':'%s'}]}";
        api.post(lines, json(wanted, "A", "nope", from, from.plusDays(6), "2", "BELL1500001"))
                .refuses(400, "feeds");
        api.post(lines, json(wanted, "A", "main", from, from.minusDays(1), "2", "BELL1500001"))
                .refuses(400, "until");
        api.post(lines, json(wanted, "A", "main", from, "9999-12-31", "2", "BELL1500001"))
                .refuses(400, "until");
        api.post(lines, json(wanted, "A", "main", from, from.plusDays(6), "-2", "BELL1500001"))
                .refuses(400, "spots");
        api.post(lines, json(wanted, "A", "main", from, from.plusDays(6), "2.5", "BELL1500001"))
                .refuses(400, "spots");
        Api.Answer line = api.post(lines, json(wanted, "A", "main", from, from.plusDays(6), "2", "BELL1500001"));
        String one = lines + "/" + id(line);
        assertThat(api.get(one + "/delivery").is(200).json().getInt("ordered")).isEqualTo(2);
        api.delete(one).is(428);
        Api.Answer deleted = api.delete(one, "If-Match", line.header("ETag")).is(200);
        api.post(one + "/restore", null, "If-Match", deleted.header("ETag")).is(200);
        api.get("orders/nope").is(404);
    }

    @Test
    void orderAndUnderwriter_thatAreInUseStay_andComeBackWhereTheyWereDeleted() {
        LocalDate day = monday(5);
        Api.Answer underwriter = api.post("underwriters", json("{'name':'Gone and Back'}"));
        String keeper = "underwriters/" + id(underwriter);
        String id = id(api.post(
                "orders",
                json("{'name':'Gone','underwriter':'%s'}", underwriter.json().getString("id"))));
        String order = "orders/" + id;
        String spot = edited(edit(json(
                "{'op':'placeSpot','break':'%s','creative':'BELL1500001','line':'%s'}",
                adBreak(slot(day, "10:00", "11:00"), at(day, "10:30")), line(id, day))));
        String seen = api.get(order).header("ETag");

        api.delete(order).is(428);
        assertThat(api.delete(order, "If-Match", seen)
                        .refuses(409, "placements")
                        .getString("detail"))
                .isEqualTo("1 spot of order Gone is planned");
        assertThat(api.delete(keeper, "If-Match", underwriter.header("ETag"))
                        .refuses(409, "orders")
                        .getString("detail"))
                .isEqualTo("Gone and Back has 1 order that has not ended");

        edit(json("{'op':'removeSpot','spot':'%s','version':1}", spot));
        Api.Answer deleted = api.delete(order, "If-Match", seen).is(200);
        Api.Answer kept =
                api.delete(keeper, "If-Match", underwriter.header("ETag")).is(200);
        assertThat(api.get("orders?q=Gone").is(200).body()).doesNotContain(json("'name':'Gone'"));
        assertThat(api.get("orders?q=Gone&deleted=true").is(200).body()).contains(json("'name':'Gone'"));
        api.post(keeper + "/restore", null, "If-Match", kept.header("ETag")).is(200);
        api.post(order + "/restore", null, "If-Match", deleted.header("ETag")).is(200);
        assertThat(api.get("orders?q=Gone").is(200).body()).contains(json("'name':'Gone'"));
    }

    @Test
    void creative_isApprovedPointByPointAndItsFileIsReceived() {
        String wanted = "{'adId':'%s','title':'Over the wire','kind':'PROMO','lengthMs':%s}";
        api.post("creatives", json(wanted, "x y", "15000")).refuses(400, "adId");
        api.post("creatives", json(wanted, "WIRE1500001", "'long'")).refuses(400, "lengthMs");
        Api.Answer made =
                api.post("creatives", json(wanted, "WIRE1500001", "15000")).is(201);
        String path = "creatives/WIRE1500001";
        api.post("creatives", json(wanted, "WIRE1500001", "15000")).refuses(409, "adId");
        api.post(path + "/approve", null, "If-Match", made.header("ETag")).refuses(409, "approval");
        Api.Answer early = api.post(path + "/submit", null, "If-Match", made.header("ETag"));
        assertThat(api.post(path + "/approve", null, "If-Match", early.header("ETag"))
                        .refuses(409, "checklist")
                        .getString("detail"))
                .contains("What is spoken is captioned")
                .doesNotContain("CAPTIONS");
        made = api.post(path + "/reopen", null, "If-Match", early.header("ETag"))
                .is(200);
        api.put(path + "/checklist", json("{'points':['NOPE']}"), "If-Match", made.header("ETag"))
                .refuses(400, "points");
        String all = made.json().getJsonArray("checklist").getValuesAs(JsonObject.class).stream()
                .map(point -> "\"" + point.getString("point") + "\"")
                .reduce((left, right) -> left + "," + right)
                .orElseThrow();
        Api.Answer ticked = api.put(path + "/checklist", json("{'points':[%s]}", all), "If-Match", made.header("ETag"))
                .is(200);
        Api.Answer submitted = api.post(path + "/submit", null, "If-Match", ticked.header("ETag"))
                .is(200);
        Api.Answer approved = api.post(path + "/approve", null, "If-Match", submitted.header("ETag"))
                .is(200);
        assertThat(approved.json().getString("approval")).isEqualTo("APPROVED");
        assertThat(approved.json().getString("decidedBy")).isEqualTo("admin");

        assertThat(sent(path + "/media", "video/mp4", "not a video")
                        .is(200)
                        .json()
                        .getJsonObject("file")
                        .getInt("bytes"))
                .isEqualTo(11);
        sent(path + "/media", "multipart/form-data; boundary=x", "--x--").refuses(400, "Content-Type");
        sent("creatives/NOSUCH/media", "video/mp4", "not a video").refuses(404, "creative");
    }

    private JsonObject settled(String path) throws InterruptedException {
        JsonObject file = api.get(path).is(200).json().getJsonObject("file");
        for (int tries = 0; tries < 450 && file.getString("state").matches("WAITING|CONDITIONING"); tries++) {
            Thread.sleep(200);
            file = api.get(path).is(200).json().getJsonObject("file");
        }
        return file;
    }

    @Test
    void file_becomesAirReadyForTheFeedsItIsPlannedOn() throws Exception {
        LocalDate day = monday(9);
        String path = "creatives/FILM0001";
        api.post("creatives", json("{'adId':'FILM0001','title':'A film','kind':'PROMO','lengthMs':6000}"))
                .is(201);
        api.approve(path);
        String adBreak = adBreak(slot(day, "10:00", "11:00"), at(day, "10:30"));
        edit(json("{'op':'placeSpot','break':'%s','creative':'FILM0001'}", adBreak));
        assertThat(api.get("conflicts?feed=main&week=" + day).is(200).body()).contains("AIR_READY");

        api.post("air-copies/FILM0001/retry", null).refuses(409, "state");
        sent(path + "/media", "video/mp4", api.film()).is(200);
        JsonObject file = settled(path);
        assertThat(file.getString("state")).as(file.toString()).isEqualTo("CONDITIONED");
        api.approve(path);

        assertThat(api.get("conflicts?feed=main&week=" + day).is(200).body()).doesNotContain("AIR_READY");
        JsonObject copies = api.get("air-copies?adId=FILM0001").is(200).json();
        // other feeds, which other tests add, have copies of their own
        JsonObject copy = copies.getJsonArray("copies").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getJsonArray("feeds").toString().contains("\"main\""))
                .findFirst()
                .orElseThrow();
        assertThat(copy.getString("state")).isEqualTo("READY");
        assertThat(copy.getString("ladder"))
                .isEqualTo("1280x720, 640x360 at 29.97 frames a second; segments of 90 frames in MPEG-TS");
        assertThat(copy.getInt("lengthMs")).isEqualTo(6_006);
        assertThat(copy.getJsonNumber("loudnessAfter").doubleValue()).isBetween(-24.5, -23.5);
        String media = copy.getString("media");
        assertThat(api.scruffy().get(media).body()).contains("RESOLUTION=1280x720", "\nv1.m3u8\n");
        assertThat(api.scruffy().get(media.replace("master", "v1")).body()).contains("#EXTINF:3.003000,\nv1/001.ts\n");
        assertThat(api.scruffy().get(media.replace("master.m3u8", "v1/001.ts")).statusCode())
                .isEqualTo(200);
        api.post("air-copies/FILM0001/cancel", null).refuses(409, "state");
        api.post("air-copies/NOSUCH/cancel", null).refuses(404, "creative");
    }

    @Test
    void lengths_areChangedWithinTheirRanges() {
        String lengths = "air-copies/lengths";
        JsonObject usual = api.get(lengths).is(200).json();
        assertThat(usual.getInt("toleranceMs")).isEqualTo(1_000);
        assertThat(usual.getInt("longestMs")).isEqualTo(600_000);

        api.put(lengths, json("{'toleranceMs':5001,'longestMs':600000}")).refuses(400, "toleranceMs");
        api.put(lengths, json("{'toleranceMs':100,'longestMs':999}")).refuses(400, "longestMs");
        api.put(lengths, json("{'toleranceMs':100}")).refuses(400, "longestMs");
        api.put(lengths, json("{'toleranceMs':'a lot','longestMs':60000}")).refuses(400, "toleranceMs");
        assertThat(api.put(lengths, json("{'toleranceMs':1200,'longestMs':599000}"))
                        .is(200)
                        .json()
                        .getInt("toleranceMs"))
                .isEqualTo(1_200);
        assertThat(api.get(lengths).is(200).json().getInt("longestMs")).isEqualTo(599_000);
        api.put(lengths, usual.toString()).is(200);
        assertThat(api.get("air-copies/leftovers").is(200).json()).containsKeys("bytes", "copies", "freedCopies");
    }

    @Test
    void fileThatIsNoVideo_failsInWordsWhateverItIsCalled() throws Exception {
        String path = "creatives/FILM0002";
        api.post("creatives", json("{'adId':'FILM0002','title':'No film','kind':'PROMO','lengthMs':6000}"))
                .is(201);
        sent(path + "/media", "video/mp4", "").refuses(400, "body");
        new Api.Answer(api.scruffy()
                        .send(api.request(path + "/media")
                                .header("Content-Type", "video/mp4")
                                .header("Content-Disposition", "attachment; filename=\"../../etc/passwd\"")
                                .POST(HttpRequest.BodyPublishers.ofString("%PDF-1.7 no film at all"))))
                .is(200);
        JsonObject file = settled(path);
        assertThat(file.getString("state")).isEqualTo("FAILED");
        assertThat(file.getString("problem")).startsWith("This is a PDF document, not a video.");
        try (Stream<Path> inbox = Files.walk(api.scruffy().data().resolve("inbox"))) {
            assertThat(inbox.filter(Files::isRegularFile))
                    .allSatisfy(one -> assertThat(one.getFileName().toString()).matches("[0-9a-f]{64}"));
        }
        api.post("air-copies/FILM0002/retry", null).is(200);
        assertThat(settled(path).getString("state")).isEqualTo("FAILED");
    }

    private Api.Answer sent(String path, String type, String body) {
        return sent(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private Api.Answer sent(String path, String type, byte[] body) {
        return new Api.Answer(api.scruffy()
                .send(api.request(path)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))));
    }

    // fills

    @Test
    void fill_isPreviewedAppliedAndTakenBack() throws InterruptedException {
        LocalDate day = monday(1);
        String adBreak = adBreak(slot(day, "10:00", "11:00"), at(day, "10:30"));
        String line = line(order("Filled"), day);

        api.post("fills", json("{'feed':'main','week':'9999-12-31'}")).refuses(400, "week");
        api.post("fills", json("{'feed':'main','week':'%s','seconds':'many'}", day))
                .refuses(400, "seconds");
        Api.Answer started = api.post(
                        "fills", json("{'feed':'main','week':'%s','iterations':100,'airReadyOnly':false}", day))
                .is(202);
        String path = "fills/" + started.json().getString("id");
        JsonObject fill = api.get(path).is(200).json();
        for (int tries = 0; tries < 300 && fill.getString("state").equals("RUNNING"); tries++) {
            Thread.sleep(100);
            fill = api.get(path).is(200).json();
        }

        assertThat(fill.getString("state")).isEqualTo("READY");
        assertThat(fill.getJsonObject("preview").getJsonArray("added").getValuesAs(JsonObject.class))
                .as(fill.toString())
                .singleElement()
                .satisfies(spot -> {
                    assertThat(spot.getString("line")).isEqualTo(line);
                    assertThat(spot.getString("to")).isEqualTo(adBreak);
                });
        api.post(path + "/apply?reason=Agreed", null).is(200);
        assertThat(api.get("weeks/" + day + "?feed=main").body()).contains(json("'origin':'AUTO'"));
        api.post(path + "/apply?reason=Agreed", null).is(409);
        api.post("undo", null).is(200);
        assertThat(api.get("weeks/" + day + "?feed=main").body()).doesNotContain(json("'origin':'AUTO'"));
    }

    // files

    @Test
    void file_isReadWithItsErrorsTakenOverAndTakenBack() {
        LocalDate day = monday(2);
        String csv =
                "start,end,title\n%s,%s,Brought in\nsoon,later,Never\n".formatted(at(day, "10:00"), at(day, "11:00"));
        byte[] bytes = (csv + at(day, "12:00") + "," + at(day, "13:00") + ",Caf\u00e9\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        sent("imports?format=nope&feed=main&name=a.csv", "text/csv", bytes).refuses(400, "format");
        sent("imports?format=csv&feed=nope&name=a.csv", "text/csv", bytes).is(404);
        Api.Answer read = sent("imports?format=csv&feed=main&name=a.csv", "text/csv", bytes)
                .is(201);
        String path = "imports/" + read.json().getString("id");
        assertThat(read.json().getString("state")).isEqualTo("PREVIEW");
        assertThat(read.json().getInt("rowsBad"))
                .as(api.get(path + "/rows").body())
                .isPositive();

        List<JsonObject> bad = api.get(path + "/rows?problems=true")
                .is(200)
                .json()
                .getJsonArray("rows")
                .getValuesAs(JsonObject.class);

        assertThat(bad)
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.getString("problem")).isNotBlank());
        assertThat(bad).anySatisfy(row -> assertThat(row.getInt("line")).isEqualTo(3));
        api.post(path + "/commit", null).is(409);
        assertThat(titles(day)).isEmpty();
        assertThat(api.post(path + "/commit?skipBad=true&reason=Agreed", null)
                        .is(200)
                        .json()
                        .getString("state"))
                .isEqualTo("COMMITTED");
        assertThat(titles(day)).contains("Brought in").doesNotContain("Never");
        api.post("undo", null).is(200);
        assertThat(titles(day)).isEmpty();
        JsonObject takenBack = api.get(path).is(200).json();
        assertThat(takenBack.getString("state")).isEqualTo("UNDONE");
        assertThat(Instant.parse(takenBack.getString("undoneAt"))).isBeforeOrEqualTo(Instant.now());
        api.post(path + "/commit?skipBad=true", null).refuses(409, "state");
        api.delete(path).refuses(409, "state");
    }

    @Test
    void day_isExportedInEveryFormat() {
        LocalDate day = monday(3);
        slot(day, "10:00", "11:00");
        List<String> suffixes = api.get("exports").is(200).array().getValuesAs(JsonObject.class).stream()
                .map(format -> format.getString("suffix"))
                .toList();

        assertThat(suffixes).contains("csv", "bxf", "sch", "xml", "ics").allSatisfy(suffix -> {
            Api.Answer file = api.get("exports/main/" + day + "." + suffix).is(200);
            assertThat(file.body()).isNotBlank();
            assertThat(file.header("Content-Disposition")).contains("KSCF-main-" + day + "." + suffix);
            assertThat(file.header("ETag")).isNotBlank();
        });
        assertThat(api.get("exports/main/" + day + ".csv").body()).contains("Traffic");
        api.get("exports/main/9999-12-31.csv").refuses(400, "date");
        api.get("exports/main/" + day + ".csv?span=year").refuses(400, "span");
        api.get("exports/main/" + day + ".doc").is(404);
    }

    // as-run

    @Test
    void log_isReadInAndWhatAnOrderAiredIsSwornTo() {
        LocalDate day = monday(4);
        String adBreak = adBreak(slot(day, "10:00", "11:00"), at(day, "10:30"));
        String order = order("Sworn");
        String line = line(order, day);
        String spot = edited(
                edit(json("{'op':'placeSpot','break':'%s','creative':'BELL1500001','line':'%s'}", adBreak, line)));
        String log =
                "Date,Time,Length,Ad-ID,Title\n" + day + ",10:30:00,00:00:15,OSPR1500001,Something else\nnonsense\n";

        sent("as-run/imports?feed=main&template=nope&day=" + day, "text/csv", log)
                .refuses(400, "template");
        sent("as-run/imports?feed=main&day=9999-12-31", "text/csv", log).refuses(400, "day");
        String read = id(sent("as-run/imports?feed=main&template=csv&day=" + day, "text/csv", log));
        assertThat(api.get("as-run/imports/" + read + "/rows?bad=true")
                        .is(200)
                        .json()
                        .getJsonArray("rows"))
                .hasSize(1);
        api.post("as-run/imports/" + read + "/commit", null).is(200);
        api.post("reconciliation/" + spot, json("{'outcome':'NOPE','reason':'x'}"))
                .refuses(400, "outcome");
        api.post("reconciliation/" + spot, json("{'outcome':'MISSED'}")).refuses(400, "reason");
        JsonObject early = api.post("reconciliation/" + spot, json("{'outcome':'MISSED','reason':'Power cut'}"))
                .refuses(409, "start");

        assertThat(early.getString("detail")).contains("has not started yet");
        assertThat(api.get("reconciliation?feed=main&day=" + day).is(200).body())
                .contains(json("'placement':'%s'", spot), "OSPR1500001");
        assertThat(api.get("make-goods?feed=main&from=" + day).is(200).array()).isEmpty();
        api.post("make-goods/" + spot, "{}").refuses(400, "break");
        api.get("make-goods/nope").refuses(404, "placement");
        String span = "?from=" + day + "&to=" + day.plusDays(6);
        assertThat(api.get("orders/" + order + "/affidavit.csv" + span).is(200).body())
                .startsWith("station,feed,underwriter,order,line,adId");
        assertThat(api.get("orders/" + order + "/affidavit.pdf" + span).is(200).body())
                .startsWith("%PDF-");
        api.get("orders/nope/affidavit.pdf" + span).refuses(404, "order");
        api.get("orders/" + order + "/affidavit.pdf?from=" + day + "&to=9999-12-31")
                .refuses(400, "to");
    }

    /** Of the week that the demo comes with. */
    @Test
    void spotThatWasMissed_isMadeGoodInABreakThatIsOffered_swornToAndTakenBack() {
        LocalDate yesterday = api.scruffy().today().minusDays(1);
        String owed = "make-goods?feed=main&from=" + yesterday;
        JsonObject missed = api.get(owed).is(200).array().getJsonObject(0);
        String spot = missed.getString("placement");
        assertThat(missed.getString("outcome")).isEqualTo("MISSED");
        assertThat(api.get("reconciliation?feed=main&day=" + yesterday).is(200).body())
                .contains(json("'outcome':'LATE'"), json("'outcome':'SHORT'"), json("'outcome':'AIRED'"));

        JsonObject offers = api.get("make-goods/" + spot).is(200).json();
        assertThat(offers.getJsonArray("offers").getValuesAs(JsonObject.class))
                .hasSizeBetween(1, 5)
                .allSatisfy(offer ->
                        assertThat(Instant.parse(offer.getString("at"))).isAfter(Instant.now()))
                .allSatisfy(offer -> assertThat(offer.getInt("leftMs")).isGreaterThan(15_000 - 1_000));
        String chosen = offers.getJsonArray("offers").getJsonObject(0).getString("break");
        api.post("make-goods/" + spot, json("{'break':'999999999'}")).refuses(404, "break");
        api.post("make-goods/" + spot, json("{'break':'%s'}", missed.getString("break")))
                .refuses(409, "break");
        String made = api.post("make-goods/" + spot + "?reason=Agreed", json("{'break':'%s'}", chosen))
                .is(200)
                .json()
                .getString("placement");

        assertThat(api.get(owed).is(200).body()).doesNotContain(json("'placement':'%s'", spot));
        api.get("make-goods/" + spot).refuses(409, "status");
        String affidavit = "orders/" + missed.getString("order") + "/affidavit.%s?from=" + yesterday + "&to="
                + yesterday.plusDays(30);
        assertThat(api.get(affidavit.formatted("csv")).is(200).body().lines())
                .anyMatch(line -> line.endsWith(",MISSED,false,true,"))
                .anyMatch(line -> line.endsWith(",NOT_RECONCILED,true,false,"));
        assertThat(api.get(affidavit.formatted("pdf")).is(200).body()).startsWith("%PDF-");
        api.post("undo", null).is(200);
        assertThat(api.get(owed).is(200).body()).contains(json("'placement':'%s'", spot));
        api.get("make-goods/" + made).refuses(404, "placement");

        api.post("reconciliation/" + spot, json("{'outcome':'AIRED','reason':'On the air check'}"))
                .is(204);
        assertThat(api.get(owed).is(200).body()).doesNotContain(json("'placement':'%s'", spot));
        api.post("undo", null).is(200);
        assertThat(api.get(owed).is(200).body()).contains(json("'placement':'%s'", spot));
    }
}
