package org.scruffy.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Screen.button;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trace read one by one, read again by the plan of its findings; with a station of its own that somebody else administers. */
@ExtendWith(RunningScruffy.Shared.class)
class ProofIT {

    private static final int TRIES = 200;
    private static final int MANY = 60;
    private static final String WEEK = "/api/v1/stations/{callSign}/weeks/{date}";

    private static final Pattern RELATION = Pattern.compile("\"relation\":\"\\w+\\.\\w+\"");

    private static RunningScruffy scruffy;

    @BeforeAll
    static void start() {
        scruffy = RunningScruffy.start();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        scruffy.close();
    }

    private static String trace() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong() | 1);
    }

    /** The trace of a request whose findings name a relation. */
    private static String asked(String address) throws InterruptedException {
        return asked(address, RELATION);
    }

    /** The trace of a request, once all of it is kept: the request's own span comes last. */
    private static String asked(String address, Pattern told) throws InterruptedException {
        String trace = trace();
        assertThat(scruffy.send(scruffy.request(address).header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"))
                        .statusCode())
                .isEqualTo(200);
        return kept(trace, told);
    }

    private static String kept(String trace) throws InterruptedException {
        return kept(trace, RELATION);
    }

    private static String kept(String trace, Pattern told) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            String body = scruffy.get("/api/v1/traces/" + trace).body();
            if (told.matcher(body).find() && body.contains("\"server\"")) {
                return trace;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("Trace " + trace + " does not tell of " + told);
    }

    /** The trace of a request that somebody says has read a relation one by one. */
    private static String told(String service, String method, String route, String target, String relation)
            throws InterruptedException {
        String trace = trace();
        String of = "'trace.trace_id':'" + trace + "','service.name':'" + service + "',";
        String request = of
                + "'trace.span_id':'r','name':'%s %s','span.kind':'server','duration_ms':90,'http.method':'%s','http.route':'%s','http.target':'%s'"
                        .formatted(method, route, method, route, target);
        Instant now = Instant.now();
        Api.bringAll(
                scruffy,
                "told",
                Stream.concat(
                                Stream.of(request),
                                IntStream.range(0, MANY)
                                        .mapToObj(i -> of
                                                + "'trace.span_id':'s%d','trace.parent_id':'r','name':'SELECT it','span.kind':'client','duration_ms':1,'db.statement':'SELECT a FROM it WHERE id = %d','jpa.relation':'%s'"
                                                        .formatted(i, i, relation)))
                        .map(columns -> Api.event(now, columns)));
        return kept(trace);
    }

    private static Api.Answer prove(String trace) {
        return new Api.Answer(scruffy.post("/api/v1/traces/" + trace + "/proof", ""));
    }

    private static int statements(JsonObject proof, String way) {
        return proof.getJsonObject(way).getInt("statements");
    }

    private static int counted(String trace) {
        return new Api.Answer(scruffy.get("/api/v1/traces/" + trace))
                .json().getJsonArray("spans").getValuesAs(JsonObject.class).stream()
                        .map(span -> span.getJsonObject("fields"))
                        .filter(fields -> fields.containsKey("plan"))
                        .mapToInt(fields -> fields.getInt("db.statements"))
                        .findFirst()
                        .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "/demo/legacy/week/, Timeslot.breaks",
        "/demo/legacy/breaks/, AdBreak.placements",
        "/demo/legacy/spots/, Placement.adBreak",
    })
    void read_takesFewStatementsByThePlanOfItsFindings(String path, String relation) throws InterruptedException {
        String address = path + scruffy.today() + "?station=KSCF";
        String trace = asked(address);

        JsonObject proof = prove(trace).is(200).json();

        assertThat(proof.getString("read")).isEqualTo("GET " + address);
        assertThat(proof.getJsonArray("relations").getValuesAs(JsonString.class))
                .extracting(JsonString::getString)
                .contains(relation);
        // of the request itself up to two find out who asks
        assertThat(counted(trace) - statements(proof, "asItIs")).isBetween(0, 2);
        assertThat(statements(proof, "byThePlan")).isLessThan(100).isLessThan(statements(proof, "asItIs") / 5);
        assertThat(proof.getBoolean("same")).isTrue();
        assertThat(proof.getString("verdict")).matches("[\\d,]+ → \\d+ statements, and the same answer\\.");
    }

    @Test
    void replays_areSpansOfTheProofsTraceWithARouteAndACountOfTheirOwn() throws InterruptedException {
        String read = asked("/demo/legacy/breaks/" + scruffy.today() + "?station=KSCF");
        String trace = trace();
        JsonObject proof = new Api.Answer(scruffy.send(scruffy.request("/api/v1/traces/" + read + "/proof")
                        .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                        .POST(BodyPublishers.noBody())))
                .is(200)
                .json();

        kept(trace);
        List<JsonObject> spans = new Api.Answer(scruffy.get("/api/v1/traces/" + trace))
                .json().getJsonArray("spans").getValuesAs(JsonObject.class).stream()
                        .filter(span -> span.getJsonObject("fields").containsKey("http.route"))
                        .toList();
        assertThat(spans)
                .extracting(span -> span.getString("name"))
                .containsExactlyInAnyOrder(
                        "POST /api/v1/traces/{traceId}/proof",
                        "GET /demo/legacy/breaks/{date}", // which counts for neither way
                        "GET /demo/legacy/breaks/{date}",
                        "GET /demo/legacy/breaks/{date}");
        assertThat(spans)
                .extracting(span -> span.getJsonObject("fields").getInt("db.statements"))
                .contains(statements(proof, "asItIs"), statements(proof, "byThePlan"));
    }

    @Test
    void replay_neitherReadsNorFillsWhatIsKeptForOthers() throws InterruptedException {
        String target = "/api/stations/KSCF/feeds/kids/on-air";
        String told = told("scruffy", "GET", "/api/stations/{callSign}/feeds/{feed}/on-air", target, "Timeslot.breaks");

        int before = statements(prove(told).is(200).json(), "asItIs");
        asked(target, Pattern.compile("\"cache.hit\":false"));
        int after = statements(prove(told).is(200).json(), "asItIs");

        assertThat(after).isEqualTo(before).isPositive();
    }

    @Test
    void plan_thatDoesNotHelpIsSaid() throws InterruptedException {
        String target = "/api/v1/stations/KSCF/weeks/" + scruffy.today();

        JsonObject proof = prove(told("scruffy", "GET", WEEK, target, "Timeslot.breaks"))
                .is(200)
                .json();

        assertThat(proof.getBoolean("same")).isTrue();
        assertThat(statements(proof, "asItIs")).isEqualTo(statements(proof, "byThePlan"));
        assertThat(proof.getString("verdict")).endsWith(": the plan does not help.");
    }

    @ParameterizedTest
    @CsvSource({
        "shop, GET, " + WEEK
                + ", /api/v1/stations/KSCF/weeks/2026-06-01, Timeslot.breaks, 'shop, which is not this service'",
        "scruffy, POST, /api/v1/stations/{callSign}/edits, /api/v1/stations/KSCF/edits, Timeslot.breaks, is no GET",
        "scruffy, GET, " + WEEK
                + ", /api/v1/stations/KSCF/weeks/2026-06-01, Owner.pets, Owner.pets is no relation of ours",
        "scruffy, GET, " + WEEK + ", /api/v1/stations/KSCF/weeks/monday, Timeslot.breaks, answers 400 to you now",
        "scruffy, GET, /api/v1/stations/{callSign}/changes, /api/v1/stations/KSCF/changes, Timeslot.breaks, is no read of today's API",
        "scruffy, GET, " + WEEK
                + ", /api/v1/stations/KSCF/weeks/2026-06-01#/../../../../../plugins, Timeslot.breaks, is no address of",
        "scruffy, GET, /api/v1/stations/{callSign}/as-run, /api/v1/stations/KSCF/as-run, Timeslot.breaks, has several forms",
    })
    void read_thatCannotBeAskedAgainSaysWhy(
            String service, String method, String route, String target, String relation, String why)
            throws InterruptedException {
        assertThat(prove(told(service, method, route, target, relation))
                        .refuses(409, "traceId")
                        .getString("detail"))
                .contains(why);
    }

    @Test
    void read_ofAStationThatIsNotOnesOwnIsNotAskedAgain() throws Exception {
        makeTheAdministratorOfAnotherStation();
        String trace =
                told("scruffy", "GET", WEEK, "/api/v1/stations/KSCF/weeks/" + scruffy.today(), "Timeslot.breaks");

        Api.Answer answer = new Api.Answer(scruffy.send(scruffy.anonymous("/api/v1/traces/" + trace + "/proof")
                .header("X-Scruffy-Key", "others-key")
                .POST(BodyPublishers.noBody())));

        assertThat(answer.refuses(409, "traceId").getString("detail")).contains("answers 404 to you now");
    }

    private static void makeTheAdministratorOfAnotherStation() throws IOException, SQLException {
        Path postgres = scruffy.data().resolve("postgres");
        String port = Files.readAllLines(postgres.resolve("cluster/postmaster.pid"))
                .get(3)
                .strip();
        String password = Files.readString(postgres.resolve("password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/scruffy";
        try (Connection connection = DriverManager.getConnection(url, "scruffy", password);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    WITH s AS (INSERT INTO station (call_sign, name, zone) VALUES ('KOTH', 'Other', 'America/Denver') RETURNING id),
                         u AS (INSERT INTO app_user (name, password_hash, created_at) VALUES ('other', 'x', now()) RETURNING id),
                         r AS (INSERT INTO user_role (user_id, role, station_id) SELECT u.id, 'ADMIN', s.id FROM u, s)
                    INSERT INTO api_key (user_id, hash, label, created_at)
                    SELECT id, encode(sha256('others-key'), 'hex'), 'it', now() FROM u
                    """);
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, LIGHT", "1440, 900, DARK", "390, 844, LIGHT", "390, 844, DARK"})
    void page_showsWhatBothWaysTookAndWhatThatProves(int width, int height, ColorScheme colours, Chromium chromium)
            throws InterruptedException {
        String trace = asked("/demo/legacy/spots/" + scruffy.today() + "?station=KSCF");
        String strange = told("shop", "GET", "/carts", "/carts", "Cart.lines");
        try (Screen screen = chromium.screen(scruffy, width, height, colours).signIn()) {
            Page page = screen.open("trace.xhtml?id=" + trace);
            button(page, "Prove it").click();
            assertThat(page.locator("#proof-words"))
                    .containsText(
                            Pattern.compile("GET /demo/legacy/spots/.*: [\\d,]+ → \\d+ statements, and the same"));
            assertThat(page.locator("#proof-table tbody tr")).hasCount(2);
            page.locator("#trace-proof").scrollIntoViewIfNeeded();
            assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                    .isZero();
            assertThat((Boolean) page.locator("#trace-proof .x-scroll")
                            .evaluate("table => table.scrollWidth === table.clientWidth"))
                    .as("the whole table can be seen")
                    .isTrue();
            screen.shot("proof-" + width + "-" + colours.name().toLowerCase(Locale.ROOT));

            screen.open("trace.xhtml?id=" + strange);
            button(page, "Prove it").click();
            assertThat(page.locator("#proof-words")).containsText("shop, which is not this service");
            assertThat(page.locator("#proof-table")).isHidden();
            screen.forgive(); // a refusal is an error to the console
        }
    }
}
