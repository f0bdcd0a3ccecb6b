package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.Heard;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Retries;
import org.scruffy.spi.telemetry.Filter;

class DeliveriesTest {

    private record Posted(String body, String signature, String id) {}

    private final HandClock clock = new HandClock(Instant.parse("2026-01-10T20:00:00Z")); // 14:00 in Chicago
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final Heard heard = new Heard();
    private volatile int status = 200;
    private GreenMail mails;
    private HttpServer server;
    private Database database;
    private Alerts alerts;
    private Recipients recipients;
    private Triggers triggers;
    private Deliveries deliveries;

    @BeforeEach
    void open() throws SQLException, IOException {
        mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            posted.add(new Posted(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst("X-Scruffy-Signature"),
                    exchange.getRequestHeaders().getFirst("X-Scruffy-Delivery")));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        database = FreshDatabase.open();
        database.change(em -> new Sql(em)
                .run("INSERT INTO station (call_sign, name, zone) VALUES ('KSCF', 'Scruffy 9', 'America/Chicago')"));
        alerts = new Alerts(database, clock);
        recipients = new Recipients(database, clock);
        triggers = new Triggers(database, alerts, clock);
        deliveries = node("127.0.0.0/8");
    }

    private Deliveries node(String networks) {
        return node(new Webhooks(Optional.of(networks), clock));
    }

    private Deliveries node(Webhooks webhooks) {
        return new Deliveries(
                alerts,
                new Mailer(
                        Optional.of("smtp://127.0.0.1:" + mails.getSmtp().getPort()),
                        Optional.of("scruffy@example.org"),
                        clock),
                webhooks,
                new Causes(triggers, new Slos(database, alerts, clock), clock),
                URI.create("https://scruffy.example.org/"),
                heard,
                clock);
    }

    @AfterEach
    void close() {
        database.close();
        server.stop(0);
        mails.stop();
    }

    private String hook() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private Recipient webhook() {
        return recipients.create(new Recipient.Said("Hook", Recipient.Kind.WEBHOOK, hook(), "s3cret"));
    }

    private void settle(Recipient... told) {
        settle(told.length == 0 ? List.of() : List.of("/week"), told);
    }

    /** These groups fire, and nothing else. */
    private void settle(List<String> groups, Recipient... told) {
        List<Beyond> firing = groups.stream()
                .map(group -> new Beyond(group, 17, "COUNT is 17, > 10 within 5 min"))
                .toList();
        List<String> recipients = List.of(told).stream().map(Recipient::id).toList();
        database.change(em -> alerts.settle(
                new Sql(em),
                new Alerts.Watched(Alert.Source.TRIGGER, 7, "Requests fail", "KSCF", recipients),
                firing,
                firing));
    }

    @Test
    void whoIsTold_isLedToWhatFired_andToAllAlertsWhereItIsGone() throws Exception {
        Recipient hook = webhook();
        Recipient mail = recipients.create(new Recipient.Said("On call", Recipient.Kind.EMAIL, "ada@example.org", ""));
        Trigger trigger = triggers.create(new Trigger.Said(
                "Requests fail",
                "",
                "KSCF",
                "{\"calculations\":[{\"op\":\"COUNT\"}],\"breakdowns\":[\"http.route\"]}",
                Filter.Op.GREATER,
                10,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                1,
                true,
                List.of()));
        Beyond week = new Beyond("/week", 17, "COUNT is 17, > 10 within 5 min");
        database.change(em -> alerts.settle(
                new Sql(em),
                new Alerts.Watched(
                        Alert.Source.TRIGGER,
                        Long.parseLong(trigger.id()),
                        "Requests fail",
                        "KSCF",
                        List.of(hook.id(), mail.id())),
                List.of(week),
                List.of(week)));
        deliveries.run();
        String cause = "https://scruffy.example.org/explore.xhtml?view=all&live=off&from=2026-01-10T19%3A55%3A00Z"
                + "&to=2026-01-10T20%3A00%3A00Z&f=http.route%7C%3D%7C%2Fweek&c=COUNT&sort=COUNT&by=http.route";
        assertThat(posted.get(0).body())
                .contains("\"url\":\"" + cause + "\"", "\"alerts\":\"https://scruffy.example.org/alerts.xhtml\"");
        assertThat(mails.getReceivedMessages()[0].getContent().toString())
                .contains(cause, "All alerts: https://scruffy.example.org/alerts.xhtml");
        assertThat(new Causes(triggers, new Slos(database, alerts, clock), clock).of(alerts.latest(Set.of("*"), 9)))
                .hasSize(1);

        triggers.delete(Long.parseLong(trigger.id()));
        deliveries.run();
        assertThat(posted.get(1).body()).contains("\"url\":\"https://scruffy.example.org/alerts.xhtml\"");
    }

    private List<String> states() {
        return posted.stream()
                .map(one -> one.body().replaceAll(".*\"state\":\"([A-Z]+)\".*", "$1"))
                .toList();
    }

    @Test
    void whoIsToBeTold_isToldOnceThatItFiresAndOnceThatItIsOver() throws Exception {
        Recipient hook = webhook();
        Recipient mail = recipients.create(new Recipient.Said("On call", Recipient.Kind.EMAIL, "ada@example.org", ""));
        settle(hook, mail);
        settle(hook, mail);
        deliveries.run();
        node("127.0.0.0/8").run();
        assertThat(states()).containsExactly("FIRED");
        assertThat(mails.getReceivedMessages()).singleElement().satisfies(one -> {
            assertThat(one.getSubject()).isEqualTo("Firing: Requests fail (/week) at KSCF");
            assertThat(GreenMailUtil.getBody(one)).contains("COUNT is 17", "https://scruffy.example.org/alerts.xhtml");
        });

        clock.forward(Duration.ofMinutes(5));
        settle();
        deliveries.run();
        assertThat(states()).containsExactly("FIRED", "RECOVERED");
        assertThat(mails.getReceivedMessages()).hasSize(2);
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told())
                .hasSize(4)
                .allSatisfy(told -> assertThat(told.state()).isEqualTo(Alert.State.SENT));
    }

    @Test
    void aWebhook_isSigned() {
        settle(webhook());
        deliveries.run();
        Posted one = posted.get(0);
        assertThat(one.signature())
                .isEqualTo(Webhooks.signature("s3cret", clock.instant().getEpochSecond(), one.body()))
                .matches("t=1768075200,v1=[0-9a-f]{64}");
        // RFC 4231 has no such key; this was worked out by: printf '1.{}' | openssl dgst -sha256 -hmac key
        assertThat(Webhooks.signature("key", 1, "{}"))
                .isEqualTo("t=1,v1=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    @Test
    void whatCannotBeTold_isTriedAgainLaterAndAfterARestart() {
        status = 503;
        settle(webhook());
        deliveries.run();
        deliveries.run();
        assertThat(posted).hasSize(1);
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told()).singleElement().satisfies(told -> {
            assertThat(told.state()).isEqualTo(Alert.State.WAITING);
            assertThat(told.problem()).isEqualTo("The server answered 503, expected 200 to 299");
            assertThat(told.at()).isEqualTo(clock.instant().plusSeconds(5));
        });
        clock.forward(Duration.ofSeconds(5));
        node("127.0.0.0/8").run();
        assertThat(posted).hasSize(2);

        status = 204;
        clock.forward(Duration.ofSeconds(9));
        deliveries.run();
        assertThat(posted).hasSize(2);
        clock.forward(Duration.ofSeconds(1));
        deliveries.run();
        assertThat(posted)
                .hasSize(3)
                .extracting(Posted::id)
                .containsOnly(posted.get(0).id());
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told().get(0).state()).isEqualTo(Alert.State.SENT);
    }

    @Test
    void whatANodeTookAndDidNotSend_isSentByAnotherAfterTheLease() {
        settle(webhook());
        assertThat(alerts.take(clock.instant().plusSeconds(120))).isPresent();
        deliveries.run();
        assertThat(posted).isEmpty();
        clock.forward(Duration.ofSeconds(120));
        deliveries.run();
        assertThat(states()).containsExactly("FIRED");
    }

    @Test
    void whatCannotBeToldForADay_isGivenUp() {
        status = 500;
        settle(webhook());
        for (int i = 0; i < 30; i++) {
            deliveries.run();
            clock.forward(Duration.ofHours(2));
        }
        assertThat(posted).hasSize(20);
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told().get(0).state()).isEqualTo(Alert.State.FAILED);
    }

    @Test
    void whatFiresInQuietHours_isToldAtTheirEndWhereItStillFires() {
        alerts.keep(new QuietHours("KSCF", LocalTime.of(13, 0), LocalTime.of(15, 0)));
        settle(webhook());
        deliveries.run();
        assertThat(posted).isEmpty();
        clock.set(Instant.parse("2026-01-10T20:59:59Z"));
        deliveries.run();
        assertThat(posted).isEmpty();
        clock.set(Instant.parse("2026-01-10T21:00:00Z"));
        deliveries.run();
        assertThat(states()).containsExactly("FIRED");
    }

    @Test
    void whatIsOverInQuietHours_isToldToNobody() {
        alerts.keep(new QuietHours("KSCF", LocalTime.of(13, 0), LocalTime.of(15, 0)));
        settle(webhook());
        clock.forward(Duration.ofMinutes(10));
        settle();
        clock.forward(Duration.ofHours(3));
        deliveries.run();
        assertThat(posted).isEmpty();
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told())
                .singleElement()
                .satisfies(told -> assertThat(told.state()).isEqualTo(Alert.State.DROPPED));
    }

    @Test
    void whatWasToldAndIsOverInQuietHours_isToldToBeOverAtTheirEnd() {
        alerts.keep(new QuietHours("KSCF", LocalTime.of(15, 0), LocalTime.of(17, 0)));
        settle(webhook());
        deliveries.run();
        clock.set(Instant.parse("2026-01-10T21:30:00Z"));
        settle();
        deliveries.run();
        assertThat(states()).containsExactly("FIRED");
        clock.set(Instant.parse("2026-01-10T23:00:00Z"));
        deliveries.run();
        assertThat(states()).containsExactly("FIRED", "RECOVERED");
    }

    @Test
    void whatIsBeingTold_isNotToldByAnotherNodeToo() {
        Deliveries other = node("127.0.0.0/8");
        Webhooks slow = new Webhooks(Optional.of("127.0.0.0/8"), clock) {
            @Override
            void post(Recipient.Said to, String id, String json) throws Undelivered {
                clock.forward(Duration.ofSeconds(30));
                other.run();
                super.post(to, id, json);
            }
        };
        settle(webhook());
        node(slow).run();
        assertThat(states()).containsExactly("FIRED");
    }

    @Test
    void whatIsOver_isForgottenAndWhatFiresIsNot() {
        settle(List.of("/week", "/board"));
        clock.forward(Duration.ofDays(100));
        settle(List.of("/week"));
        assertThat(alerts.forget(clock.instant())).isZero();
        clock.forward(Duration.ofSeconds(1));
        assertThat(alerts.forget(clock.instant())).isEqualTo(1);
        assertThat(alerts.latest(Set.of("*"), 10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.group()).isEqualTo("/week"));
    }

    @Test
    void whatIsOverWhileItIsBeingTold_isToldToBeOver() {
        settle(webhook());
        Alerts.Delivery taken = alerts.take(clock.instant().plusSeconds(120)).orElseThrow();
        settle();
        alerts.sent(taken);
        deliveries.run();
        assertThat(states()).containsExactly("RECOVERED");
    }

    @Test
    void whatNobodyNeedsToHearAnyMore_isNotTriedAgainWhereTellingItFails() {
        settle(webhook());
        Alerts.Delivery taken = alerts.take(clock.instant().plusSeconds(120)).orElseThrow();
        settle();
        alerts.failed(taken, "Connection refused", true, clock.instant());
        assertThat(alerts.latest(Set.of("*"), 10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.told())
                        .filteredOn(told -> told.what() == Alert.What.FIRED)
                        .singleElement()
                        .satisfies(told -> assertThat(told.state()).isEqualTo(Alert.State.DROPPED)));
    }

    @Test
    void aPrivateNetwork_isNotPostedTo() {
        Recipient hook = webhook();
        assertThatThrownBy(() -> node("").test(hook))
                .isInstanceOf(Undelivered.class)
                .hasMessageContaining("127.0.0.1 is not public");
        assertThat(posted).isEmpty();
    }

    @Test
    void aRedirect_isNotFollowed() {
        status = 302;
        assertThatThrownBy(() -> deliveries.test(webhook())).hasMessageContaining("302");
    }

    @Test
    void slack_isToldInItsWords() throws Exception {
        deliveries.test(recipients.create(new Recipient.Said("R<&>D", Recipient.Kind.SLACK, hook(), "")));
        assertThat(posted.get(0).body())
                .isEqualTo("{\"text\":\"Over: A test of R&lt;&amp;&gt;D\\nSomebody pressed Test: nothing is wrong\\n"
                        + "<https://scruffy.example.org/alerts.xhtml|Open>\"}");
        assertThat(posted.get(0).signature()).isNull();
    }

    @Test
    void withoutAMailServer_theSettingIsNamed() {
        Mailer none = new Mailer(Optional.empty(), Optional.empty(), clock);
        assertThatThrownBy(() -> none.send("ada@example.org", "x", "y")).hasMessageContaining("SCRUFFY_SMTP_URL");
    }

    @Test
    void aMailServer_thatCannotBeReadIsToldWithoutItsPassword() {
        for (String url : List.of("http://ada:secret@mail", "smtp://ada:sec ret@mail", "smtp:")) {
            assertThatThrownBy(() -> new Mailer(Optional.of(url), Optional.empty(), clock))
                    .hasMessageContaining("scruffy.smtp.url")
                    .hasMessageNotContaining("ada");
        }
    }

    @Test
    void anAddress_namesOneMailbox() {
        assertThat(Mailer.refusal("ada@example.org")).isEmpty();
        assertThat(Mailer.refusal("ada")).isNotEmpty();
        assertThat(Mailer.refusal("ada@example.org, bob@example.org")).isNotEmpty();
        assertThat(Mailer.refusal("ada@example.org\r\nBcc: all@example.org")).isNotEmpty();
        assertThat(Mailer.refusal("")).isNotEmpty();
    }

    @Test
    void aDeletedRecipient_isNotTold() {
        Recipient hook = webhook();
        settle(hook);
        recipients.delete(Long.parseLong(hook.id()));
        deliveries.run();
        assertThat(posted).isEmpty();
    }

    @Test
    void whoDidNotAnswer_isToldThatItIsOver() {
        status = 503; // it may have been taken all the same
        settle(webhook());
        deliveries.run();
        status = 200;
        settle();
        deliveries.run();
        assertThat(states()).containsExactly("FIRED", "RECOVERED");
    }

    @Test
    void whoWasBeingTold_whenANodeBrokeOffIsToldThatItIsOver() {
        settle(webhook());
        assertThat(alerts.take(clock.instant().plusSeconds(120))).isPresent();
        settle();
        deliveries.run();
        assertThat(states()).containsExactly("RECOVERED");
    }

    @Test
    void whoIsNotThere_holdsUpNobodyElse() throws Exception {
        Recipient hook = webhook();
        Recipient mail = recipients.create(new Recipient.Said("On call", Recipient.Kind.EMAIL, "ada@example.org", ""));
        status = 503;
        settle(List.of("/a", "/b", "/c"), hook, mail);
        deliveries.run();
        assertThat(posted).hasSize(1);
        assertThat(mails.getReceivedMessages()).hasSize(3);

        status = 200;
        clock.forward(Duration.ofSeconds(5));
        deliveries.run();
        assertThat(states()).containsExactly("FIRED", "FIRED", "FIRED", "FIRED");
    }

    @Test
    void aFlood_isSummedUp() {
        List<String> groups =
                IntStream.range(0, 50).mapToObj(i -> "/route/" + i).toList();
        settle(groups, webhook());
        deliveries.run();
        assertThat(posted).hasSize(20);
        assertThat(posted.get(19).body()).contains("\"more\":30").contains("/route/19");
        assertThat(posted.get(18).body()).contains("\"more\":0");
        assertThat(alerts.firing(Set.of("KSCF"))).isEqualTo(50);
        settle();
        deliveries.run();
        assertThat(posted).hasSize(40);
    }

    private static List<String> routes(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "/route/" + i).toList();
    }

    private String lastPosted() {
        return posted.get(posted.size() - 1).body();
    }

    @Test
    void whatWasToldByNumber_isOverByNumber() {
        Recipient hook = webhook();
        settle(routes(0, 25), hook);
        deliveries.run();
        assertThat(posted).hasSize(20);

        settle(routes(0, 22), hook);
        deliveries.run();
        assertThat(posted).hasSize(21);
        assertThat(lastPosted()).contains("\"state\":\"RECOVERED\"", "/route/22", "\"more\":2");

        settle(routes(20, 21), hook);
        deliveries.run();
        assertThat(posted).hasSize(41);
        assertThat(lastPosted()).contains("\"state\":\"RECOVERED\"", "/route/19", "\"more\":1");

        settle(List.of(), hook);
        deliveries.run();
        assertThat(posted).hasSize(42);
        assertThat(lastPosted()).contains("\"state\":\"RECOVERED\"", "/route/20", "\"more\":0");
        assertThat(alerts.firing(Set.of("*"))).isZero();
    }

    @Test
    void whatIsToldByNumber_isToldToAllWhoHeardTheNumber() throws Exception {
        Recipient hook = webhook();
        Recipient mail = recipients.create(new Recipient.Said("On call", Recipient.Kind.EMAIL, "ada@example.org", ""));
        settle(routes(0, 23), hook, mail);
        deliveries.run();
        settle(routes(0, 20), hook, mail);
        deliveries.run();
        assertThat(lastPosted()).contains("/route/20", "\"more\":2");
        assertThat(GreenMailUtil.getBody(mails.getReceivedMessages()[20]))
                .contains("2 more groups recovered, told of by this alone");
    }

    @Test
    void ofWhatIsToldByNumber_theNumberIsThatOfWhenItIsTold() {
        alerts.keep(new QuietHours("KSCF", LocalTime.of(13, 0), LocalTime.of(15, 0)));
        Recipient hook = webhook();
        settle(routes(0, 25), hook);
        settle(routes(18, 24), hook);
        clock.set(Instant.parse("2026-01-10T21:00:00Z"));
        deliveries.run();
        assertThat(posted).hasSize(2);
        assertThat(lastPosted()).contains("/route/19", "\"more\":4");

        settle(List.of(), hook);
        deliveries.run();
        assertThat(posted).hasSize(4);
        assertThat(lastPosted()).contains("\"state\":\"RECOVERED\"", "/route/19", "\"more\":4");
    }

    @Test
    void whatIsToldByNumber_isToldThoughTheOneItIsToldWithIsOver() {
        alerts.keep(new QuietHours("KSCF", LocalTime.of(13, 0), LocalTime.of(15, 0)));
        Recipient hook = webhook();
        settle(routes(0, 25), hook);
        settle(routes(21, 24), hook);
        clock.set(Instant.parse("2026-01-10T21:00:00Z"));
        deliveries.run();
        assertThat(posted).hasSize(1);
        assertThat(lastPosted()).contains("\"state\":\"FIRED\"", "/route/21", "\"more\":2");

        settle(List.of(), hook);
        deliveries.run();
        assertThat(posted).hasSize(2);
        assertThat(lastPosted()).contains("\"state\":\"RECOVERED\"", "/route/21", "\"more\":2");
    }

    @Test
    void whatIsToldByNumber_isToldToNobodyWhereAllOfItIsOverBefore() {
        alerts.keep(new QuietHours("KSCF", LocalTime.of(13, 0), LocalTime.of(15, 0)));
        Recipient hook = webhook();
        settle(routes(0, 25), hook);
        settle(routes(22, 23), hook);
        settle(List.of(), hook);
        clock.forward(Duration.ofHours(3));
        deliveries.run();
        assertThat(posted).isEmpty();
    }

    @Test
    void whatCannotBeTold_isNotTriedAgainInQuietHours() {
        status = 503;
        settle(webhook());
        alerts.keep(new QuietHours("KSCF", LocalTime.of(13, 0), LocalTime.of(15, 0)));
        deliveries.run();
        clock.forward(Duration.ofMinutes(30));
        deliveries.run();
        assertThat(posted).hasSize(1);
        clock.set(Instant.parse("2026-01-10T21:00:00Z"));
        deliveries.run();
        assertThat(posted).hasSize(2);
    }

    @Test
    void whatNobodyThoughtOf_isTriedAgainToo() {
        Webhooks broken = new Webhooks(Optional.empty(), clock) {
            @Override
            void post(Recipient.Said to, String id, String json) {
                throw new IllegalStateException("out of order");
            }
        };
        settle(webhook());
        node(broken).run();
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told()).singleElement().satisfies(told -> {
            assertThat(told.at()).isEqualTo(clock.instant().plusSeconds(5));
            assertThat(told.problem()).endsWith("out of order");
        });
    }

    @Test
    void whatPeopleSaidOfATrigger_isTold() {
        long trigger = new Triggers(database, alerts, clock)
                .all().stream()
                        .mapToLong(one -> Long.parseLong(one.id()))
                        .findFirst()
                        .orElseThrow(); // what everybody begins with
        List<Beyond> firing = List.of(new Beyond("/week", 17, "COUNT is 17"));
        database.change(em -> alerts.settle(
                new Sql(em),
                new Alerts.Watched(
                        Alert.Source.TRIGGER,
                        trigger,
                        "Requests fail",
                        "*",
                        List.of(webhook().id())),
                firing,
                firing));
        deliveries.run();
        assertThat(posted.get(0).body())
                .contains("\"description\":\"More than ten requests of a route failed within five minutes\"");
    }

    @Test
    void ofAStation_theLatestAreThoseOfItAndOfEverywhere() {
        settle(webhook());
        assertThat(alerts.latest(Set.of("KSCF"), 1)).hasSize(1);
        assertThat(alerts.latest(Set.of("KXYZ"), 1)).isEmpty();
        assertThat(alerts.latest(Set.of(), 1)).isEmpty();
        assertThat(alerts.firing(Set.of("KXYZ"))).isZero();
        assertThat(alerts.firing(Set.of("*"))).isEqualTo(1);

        List<Beyond> firing = List.of(new Beyond("", 0, "COUNT is 0"));
        database.change(em -> alerts.settle(
                new Sql(em),
                new Alerts.Watched(Alert.Source.TRIGGER, 8, "Nobody asks", "*", List.of()),
                firing,
                firing));
        assertThat(alerts.latest(Set.of("KXYZ"), 10)).extracting(Alert::name).containsExactly("Nobody asks");
        assertThat(alerts.firing(Set.of("KXYZ"))).isEqualTo(1);
        assertThat(alerts.firing(Set.of("KSCF"))).isEqualTo(2);
    }

    @Test
    void whatWasGivenUp_isToldAfterAllWhereItsRunIsRepeated_andOnceOnly() throws InterruptedException {
        status = 500;
        settle(webhook());
        for (int i = 0; i < 30; i++) {
            deliveries.run();
            clock.forward(Duration.ofHours(2));
        }
        status = 200;
        Retries.Run failed = new Retries.Run(
                "tell of alert", "abc", heard.of("tell of alert").get(19), "olga");

        deliveries.again(failed);

        for (int i = 0; i < 200 && heard.of("tell of alert").size() < 21; i++) {
            Thread.sleep(50);
        }
        assertThat(heard.of("tell of alert").get(20))
                .containsEntry(Retries.OF, "abc")
                .doesNotContainKey("error");
        assertThat(alerts.latest(Set.of("*"), 1).get(0).told().get(0).state()).isEqualTo(Alert.State.SENT);
        assertThatThrownBy(() -> deliveries.again(failed)).isInstanceOf(NotRepeated.class);
    }
}
