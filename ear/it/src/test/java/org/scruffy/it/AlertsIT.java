package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.it.Screen.button;
import static org.scruffy.it.Screen.field;
import static org.scruffy.it.Screen.settled;

import com.icegreen.greenmail.util.GreenMail;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.mail.MessagingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Numbers are watched, and who wants to know is told: by a real mail server and a real HTTP server. */
@Order(InTurn.FIRST)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class AlertsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> posted = new CopyOnWriteArrayList<>();

    private static GreenMail mails;
    private static HttpServer server;
    private static RunningScruffy scruffy;

    @BeforeAll
    static void start(RunningScruffy running, GreenMail mailServer) throws Exception {
        scruffy = running;
        mails = mailServer;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("X-Scruffy-Signature"))
                    .isNotBlank();
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static Api.Answer send(String method, String path, String json) {
        return Api.send(scruffy, method, "/api/v1/" + path, json);
    }

    private static void await(String what, BooleanSupplier there) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!there.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(deadline);
            Thread.sleep(500);
        }
    }

    private static List<JsonObject> alerts(String name) {
        JsonArray all = send("GET", "alerts?limit=1000", "").is(200).array();
        return all.getValuesAs(JsonObject.class).stream()
                .filter(alert -> alert.getString("name").equals(name))
                .toList();
    }

    private static List<String> states(String name) {
        return alerts(name).get(0).getJsonArray("told").getValuesAs(JsonObject.class).stream()
                .map(told -> told.getString("state"))
                .toList();
    }

    /** What the mails are about that came so far and say these words. */
    private static List<String> subjects(String words) {
        return Stream.of(mails.getReceivedMessages())
                .map(mail -> {
                    try {
                        return mail.getSubject();
                    } catch (MessagingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .filter(subject -> subject.contains(words))
                .toList();
    }

    private static String recipient(String kind, String address) {
        return send(
                        "POST",
                        "recipients",
                        "{'name':'%s','kind':'%s','address':'%s','secret':'s3cret'}".formatted(kind, kind, address))
                .is(200)
                .json()
                .getString("id");
    }

    private static String trigger(String name, String dataset, String station, String more) {
        return send(
                        "POST",
                        "triggers",
                        ("{'name':'%s','station':'%s','query':{'calculations':[{'op':'COUNT'}],'breakdowns':['till'],'filters':["
                                        + "{'column':'meta.dataset','op':'=','value':'%s'}]},'op':'>','threshold':2,"
                                        + "'everySeconds':30,'windowSeconds':60%s}")
                                .formatted(name, station, dataset, more))
                .is(200)
                .json()
                .getString("id");
    }

    private static String hook() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    @InTurn
    void aTrigger_firesIsToldOnceAndRecovers() throws Exception {
        String hook = recipient("WEBHOOK", hook());
        String mail = recipient("EMAIL", "oncall@example.org");
        JsonObject told =
                send("POST", "recipients/" + hook + "/test", "{}").is(200).json();
        assertThat(told.getBoolean("told")).as(told.toString()).isTrue();
        posted.clear();
        for (int i = 0; i < 5; i++) {
            Api.bring(scruffy, "shop-a", "{'till':'seven'}");
        }
        Api.bring(scruffy, "shop-a", "{'till':'eight'}");
        String id = trigger("Shop A", "shop-a", "*", ",'recipients':['%s','%s']".formatted(hook, mail));

        await("it fires", () -> !alerts("Shop A").isEmpty());
        await("both are told", () -> posted.size() == 1 && subjects("Shop A").size() == 1);
        assertThat(send("GET", "triggers/" + id, "").is(200).json().getString("state"))
                .isEqualTo("FIRING");
        assertThat(posted.get(0)).contains("\"state\":\"FIRED\"", "\"group\":\"seven\"", "\"value\":5");
        assertThat(subjects("Shop A")).containsExactly("Firing: Shop A (seven)");

        await("it recovers", () -> alerts("Shop A").get(0).containsKey("ended"));
        await("both are told", () -> posted.size() == 2 && subjects("Shop A").size() == 2);
        assertThat(posted.get(1)).contains("\"state\":\"RECOVERED\"");
        // what was sent is noted a moment after it arrived
        await("all is noted as sent", () -> states("Shop A").equals(List.of("SENT", "SENT", "SENT", "SENT")));
        assertThat(alerts("Shop A")).hasSize(1);
        send("DELETE", "triggers/" + id, "").is(204);
        send("GET", "triggers/" + id, "").is(404);
    }

    @InTurn
    void quietHours_holdWhatFires() throws Exception {
        LocalTime now = LocalTime.now(RunningScruffy.DEMO_ZONE).truncatedTo(ChronoUnit.MINUTES);
        send(
                        "PUT",
                        "alerts/quiet-hours/KSCF",
                        "{'begins':'%s','ends':'%s'}".formatted(now.minusHours(1), now.plusHours(1)))
                .is(200);
        String hook = recipient("WEBHOOK", hook());
        for (int i = 0; i < 5; i++) {
            Api.bring(scruffy, "shop-q", "{'till':'seven'}");
        }
        trigger("Shop Q", "shop-q", "KSCF", ",'recipients':['%s']".formatted(hook));
        await("it fires", () -> !alerts("Shop Q").isEmpty());
        JsonObject held = alerts("Shop Q").get(0).getJsonArray("told").getJsonObject(0);
        assertThat(held.getString("state")).isEqualTo("WAITING");
        assertThat(Instant.parse(held.getString("at"))).isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        send("DELETE", "alerts/quiet-hours/KSCF", "").is(204);
        send("PUT", "alerts/quiet-hours/KSCF", "{'begins':'25:00','ends':'06:00'}")
                .refuses(400, "begins");
        send("PUT", "alerts/quiet-hours/KNOW", "{'begins':'22:00','ends':'06:00'}")
                .is(404);
    }

    @InTurn
    void whatIsWrong_isNamed() {
        send(
                        "POST",
                        "triggers",
                        "{'name':'x','query':{'calculations':[{'op':'COUNT'},{'op':'MAX','column':'a'}]},'op':'>','threshold':1}")
                .refuses(400, "query.calculations");
        send("POST", "triggers", "{'name':'x','query':{'calculations':[{'op':'COUNT'}]},'op':'=','threshold':1}")
                .refuses(400, "op");
        send("POST", "triggers", "{'name':'x','query':{'calculations':[{'op':'COUNT'}]},'op':'>','threshold':'1'}")
                .refuses(400, "threshold");
        send(
                        "POST",
                        "triggers",
                        "{'query':{'calculations':[{'op':'COUNT'}]},'op':'>','threshold':1,'recipients':['99999']}")
                .refuses(400, "name");
        send("POST", "slos", "{'name':'x','target':100,'qualifying':{},'good':{}}")
                .refuses(400, "target");
        send("POST", "slos", "{'name':'x','target':99,'qualifying':{'limit':3},'good':{}}")
                .refuses(400, "qualifying.limit");
        send("POST", "boards", "{'name':'x','panels':[{'title':'y','shown':'PIE','query':{}}]}")
                .refuses(400, "panels[0].shown");
        send("POST", "recipients", "{'name':'x','kind':'WEBHOOK','address':'http://10.0.0.1/'}")
                .refuses(400, "address");
        send("POST", "recipients", "{'name':'x','kind':'EMAIL','address':'nobody'}")
                .refuses(400, "address");
        send("GET", "boards/7000", "").is(404);
        send("GET", "slos/x", "").is(404);
    }

    @InTurn
    void anObjective_isWorkedOutByWhatItsEventsWeigh() throws Exception {
        Api.bring(scruffy, "air", "{'aired':true,'seconds':90}");
        Api.bring(scruffy, "air", "{'aired':false,'seconds':10}");
        String id = send(
                        "POST",
                        "slos",
                        "{'name':'Air','target':80,'windowDays':1,'weight':'seconds',"
                                + "'qualifying':{'filters':[{'column':'meta.dataset','op':'=','value':'air'}]},"
                                + "'good':{'filters':[{'column':'aired','op':'=','value':true}]},"
                                + "'burnAlerts':[{'kind':'BUDGET_RATE','amount':40}]}")
                .is(200)
                .json()
                .getString("id");
        await("it is looked at", () -> send("GET", "slos/" + id, "").json().containsKey("checked"));
        JsonObject slo = send("GET", "slos/" + id, "").json();
        assertThat(slo.getString("problem")).isEmpty();
        assertThat(slo.getJsonNumber("total").doubleValue()).isEqualTo(100);
        assertThat(slo.getJsonNumber("budgetLeft").doubleValue()).isEqualTo(0.5);
        assertThat(slo.getString("state")).isEqualTo("FIRING");
        JsonArray days =
                send("GET", "slos/" + id + "/burn-down", "").is(200).json().getJsonArray("days");
        assertThat(days.getJsonObject(days.size() - 1).getJsonNumber("left").doubleValue())
                .isEqualTo(0.5);
    }

    @InTurn
    void fromExplore_aQuestionGetsOnABoardAndIsWatched(Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml?view=all&by=name&c=COUNT");
            settled(page, "explore");
            button(page, "Save to board…").click();
            page.getByLabel("Its name").fill("Mine");
            page.getByLabel("Title of the panel").fill("What happens");
            button(page, "Save").click();
            page.waitForURL(url -> url.contains("boards.xhtml?id="));
            settled(page, "boards");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("What happens"))
                            .isVisible())
                    .isTrue();
            assertThat(
                            (Boolean)
                                    page.evaluate(
                                            "() => { const c = document.querySelector('.bo-panel canvas');"
                                                    + " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0); }"))
                    .as("something is drawn")
                    .isTrue();
            screen.shot("board");
            button(page, "Delete").click();
            button(page, "Undo").click();
            assertThat(page.locator("#bo-name").textContent()).isEqualTo("Mine");
            page.navigate("boards.xhtml");
            settled(page, "boards");
            assertThat(page.getByText("The platform at a glance").isVisible()).isTrue();

            page.navigate("explore.xhtml?view=all&by=name&c=COUNT");
            settled(page, "explore");
            button(page, "Alert on this…").click();
            page.waitForURL(url -> url.contains("alerts.xhtml"));
            field(page, "Name").fill("Too much happens");
            page.getByLabel("Threshold").fill("1000000");
            button(page, "Save").click();
            Locator row = page.locator("#al-triggers tr[data-name='Too much happens']");
            row.waitFor();
            assertThat(row.textContent()).contains("COUNT > 1,000,000 for each name in 5 min");
            screen.shot("alerts");
        }
    }

    @InTurn
    void fromExplore_whatIsAskedQualifiesForAnObjective(Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("explore.xhtml?view=all&c=COUNT&f=span.kind%7C%3D%7Cserver");
            settled(page, "explore");
            button(page, "Objective…").click();
            page.waitForURL(url -> url.contains("alerts.xhtml"));
            assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Events count where"))
                            .textContent())
                    .contains("span.kind is server");
            assertThat(page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Of these are good where"))
                            .textContent())
                    .contains("error is not true");
            assertThat(field(page, "Name").inputValue()).isNotBlank();
            field(page, "Name").fill("Requests go well");
            screen.shot("objective");
            button(page, "Save").click();
            page.locator("#al-dialog").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        }
        JsonObject kept = send("GET", "slos", "").is(200).array().getValuesAs(JsonObject.class).stream()
                .filter(slo -> slo.getString("name").equals("Requests go well"))
                .findFirst()
                .orElseThrow();
        JsonArray qualifying = kept.getJsonObject("qualifying").getJsonArray("filters");
        assertThat(qualifying.getJsonObject(0).getString("column")).isEqualTo("span.kind");
        assertThat(qualifying.getJsonObject(0).getString("value")).isEqualTo("server");
        assertThat(kept.getJsonObject("good").getJsonArray("filters")).hasSize(1);
    }

    @InTurn
    void whatIsWatchedAndPromisedWithOr_isAskedSoInExplore(Chromium chromium) {
        Api.bring(scruffy, "shop-or", "{'desk':'or-one','error':true}");
        Api.bring(scruffy, "shop-or", "{'desk':'or-two'}");
        Api.bring(scruffy, "shop-or", "{'desk':'or-three','error':true}");
        String either = "'filter_combination':'OR','filters':[{'column':'desk','op':'=','value':'or-one'},"
                + "{'column':'desk','op':'=','value':'or-two'}]";
        send("POST", "triggers", "{'name':'Either desk','query':{" + either + "},'op':'>','threshold':99}")
                .is(200);
        send(
                        "POST",
                        "slos",
                        "{'name':'Either goes well','target':99,'windowDays':1,'qualifying':{" + either
                                + "},'good':{'filters':[{'column':'error','op':'!=','value':true}]}}")
                .is(200);
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("alerts.xhtml");
            page.locator("#al-triggers tr[data-name='Either desk']")
                    .getByText("Explore")
                    .click();
            settled(page, "explore");
            assertThat(page.locator("#explore-any").inputValue()).isEqualTo("on");
            assertThat(page.locator("#explore-matched").innerText()).startsWith("2 ");

            Locator promise = screen.open("alerts.xhtml").locator("#al-slos [data-name='Either goes well']");
            promise.getByText("Its failing events").click();
            settled(page, "explore");
            assertThat(page.locator("#explore-matched").innerText()).startsWith("1 ");
            page.locator("#events-words:has-text('the latest first')").waitFor();
            assertThat(page.locator("#events-words").innerText()).startsWith("1,");

            screen.open("alerts.xhtml");
            promise.getByText("Day by day").click();
            promise.locator("tbody button").last().click();
            page.getByText("Look at this time alone").click();
            page.waitForURL("**/explore.xhtml?**");
            settled(page, "explore");
            assertThat(page.locator("#explore-any").inputValue()).isEqualTo("on");
            assertThat(page.locator("#explore-matched").innerText()).startsWith("2 ");
        }
    }

    @InTurn
    void aRecipient_isTriedByAButton_andWhatIsRefusedIsSaid(Chromium chromium) throws Exception {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("alerts.xhtml");
            settled(page, "alerts");
            bring(page, "Desk by mail", "E-mail", "desk-of-one@example.org");
            button(page, "Send a test to Desk by mail").click();
            Locator mail = page.locator("#al-recipients tr[data-name='Desk by mail'] [role=status]");
            mail.getByText("A test was sent.").waitFor();
            assertThat(Stream.of(mails.getReceivedMessagesForDomain("desk-of-one@example.org")))
                    .singleElement()
                    .satisfies(one -> assertThat(one.getSubject()).contains("test"));

            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                String nobody = "127.0.0.1:" + closed.getLocalPort();
                closed.close();
                bring(page, "Desk of nobody", "Webhook", "http://" + nobody + "/hook");
                button(page, "Send a test to Desk of nobody").click();
                Locator hook = page.locator("#al-recipients tr[data-name='Desk of nobody'] [role=status]");
                hook.getByText("The server " + nobody + " cannot be reached: it takes no connection")
                        .waitFor();
            }

            bring(page, "Desk inside", "Webhook", "http://10.0.0.1/hook");
            page.locator("#al-form [role=alert]").getByText("10.0.0.1").waitFor();
            screen.shot("recipients");
            screen.forgive(); // the browser notes that the address was refused
            button(page, "Cancel").click();
            gone(page, "#al-dialog");
        }
    }

    private static void bring(Page page, String name, String how, String address) {
        page.locator("#al-new-recipient").click();
        field(page, "Name").fill(name);
        page.getByLabel("How").selectOption(new SelectOption().setLabel(how));
        page.getByLabel("Address").fill(address);
        button(page, "Save").click();
    }

    @InTurn
    void aForm_thatWasOpenWhileSomebodyElseSavedLosesNothing(Chromium chromium) {
        String watched = "{'name':'%s','query':{},'op':'>','threshold':%s,'everySeconds':3600,'enabled':false}";
        String path = "triggers/"
                + send("POST", "triggers", watched.formatted("Overtaken", 5))
                        .is(200)
                        .json()
                        .getString("id");
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("alerts.xhtml");
            button(page, "Change the trigger Overtaken").click();
            page.getByLabel("What it means, for whoever is told").fill("Typed by hand");
            page.getByLabel("Threshold").fill("7");
            send("PUT", path, watched.formatted("Overtaken by Bob", 6)).is(200);
            button(page, "Save").click();

            Locator said = page.locator("#al-form [role=alert]");
            said.getByText("Somebody else saved it meanwhile").waitFor();
            assertThat(said.textContent())
                    .contains("Taken over from there: name.", "yours stands here: threshold (there: 6)");
            assertThat(field(page, "Name").inputValue()).isEqualTo("Overtaken by Bob");
            assertThat(page.getByLabel("Threshold").inputValue()).isEqualTo("7");
            screen.shot("overtaken");
            assertThat(send("GET", path, "").json().getInt("threshold")).isEqualTo(6);

            button(page, "Save").click();
            gone(page, "#al-dialog");
            JsonObject kept = send("GET", path, "").is(200).json();
            assertThat(kept.getInt("threshold")).isEqualTo(7);
            assertThat(kept.getString("description")).isEqualTo("Typed by hand");

            button(page, "Change the trigger Overtaken by Bob").click();
            page.getByLabel("Threshold").fill("8");
            send("DELETE", path, "").is(204);
            button(page, "Save").click();
            said.getByText("It is not there any more").waitFor();
            assertThat(page.getByLabel("Threshold").inputValue()).isEqualTo("8");
            screen.forgive(); // the browser notes that the changes were refused

            button(page, "Save").click();
            gone(page, "#al-dialog");
            page.locator("#al-triggers tr[data-name='Overtaken by Bob']")
                    .getByText("> 8")
                    .waitFor();
        }
    }

    @InTurn
    void aBoardsForm_thatWasOpenWhileSomebodyElseSavedLosesNothing(Chromium chromium) {
        try (Screen screen = chromium.screen(scruffy).signIn()) {
            Page page = screen.open("boards.xhtml");
            button(page, "New board").click();
            field(page, "Name").fill("Shared desk");
            button(page, "Save").click();
            page.waitForURL(url -> url.contains("boards.xhtml?id="));
            String path = "boards/" + page.url().replaceFirst(".*id=", "");

            button(page, "Change…").click();
            page.getByLabel("What it is for").fill("Typed by hand");
            send("PUT", path, "{'name':'Desk of Bob','shared':true}").is(200);
            button(page, "Save").click();
            Locator said = page.locator("#bo-form-said");
            said.getByText("Somebody else saved it meanwhile. Taken over from there: name.")
                    .waitFor();
            button(page, "Save").click();
            gone(page, "#bo-dialog");
            JsonObject kept = send("GET", path, "").is(200).json();
            assertThat(kept.getString("name")).isEqualTo("Desk of Bob");
            assertThat(kept.getString("description")).isEqualTo("Typed by hand");

            button(page, "Change…").click();
            page.getByLabel("What it is for").fill("Typed again");
            send("DELETE", path, "").is(204);
            button(page, "Save").click();
            said.getByText("It is not there any more").waitFor();
            screen.forgive(); // the browser notes that the changes were refused
            button(page, "Save").click();
            page.waitForURL(url -> url.contains("boards.xhtml?id=") && !path.endsWith(url.replaceFirst(".*id=", "")));
            page.getByText("Typed again").waitFor();
        }
    }

    private static void gone(Page page, String dialog) {
        page.locator(dialog).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    }
}
