package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.alert.Alerts;
import org.scruffy.alert.Board;
import org.scruffy.alert.Boards;
import org.scruffy.alert.Budget;
import org.scruffy.alert.Causes;
import org.scruffy.alert.QuietHours;
import org.scruffy.alert.Recipient;
import org.scruffy.alert.Recipients;
import org.scruffy.alert.Slo;
import org.scruffy.alert.Slos;
import org.scruffy.alert.Trigger;
import org.scruffy.alert.Triggers;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.security.Access;
import org.scruffy.security.Account;
import org.scruffy.security.Caller;
import org.scruffy.security.Grant;
import org.scruffy.security.NotAllowed;
import org.scruffy.security.Role;
import org.scruffy.telemetry.BadQuery;

/** Who may change what of alerts: everything there is, is tried, and what took effect is told. */
class AlertChangesTest {

    /** One thing of each kind belongs to each of them, its id one more than its place here. */
    private static final List<String> STATIONS = List.of("*", "KSCF", "KIDS");

    private final Caller caller = new Caller();
    private final Access access = new Access(caller, null) {
        @Override
        public Set<String> stations() {
            return Set.of("KSCF", "KIDS");
        }
    };
    private final List<String> changed = new ArrayList<>();
    private final AlertDocuments documents = new AlertDocuments(access, new Told());
    private final Pinned pinned = new Pinned();
    private final BoardsResource boards = new BoardsResource(pinned, documents, access);
    private final Causes causes = new Causes(null, null, Clock.systemUTC());
    private final TriggersResource triggers = new TriggersResource(new Watched(), causes, documents);
    private final SlosResource slos = new SlosResource(new Agreed(), causes, null, documents, Clock.systemUTC());
    private final AlertsResource alerts = new AlertsResource(new Quiet(), causes, documents);
    private final RecipientsResource recipients = new RecipientsResource(new Told(), null, null, documents, access);

    private static String station(long id) {
        return STATIONS.get((int) id - 1);
    }

    private <T> T note(T answer, String what) {
        changed.add(what);
        return answer;
    }

    private final class Pinned extends Boards {
        String owner = "root";
        int known;

        private Board board(Board.Said said) {
            return new Board("1", said, owner, Instant.EPOCH);
        }

        @Override
        public Optional<Board> find(long id) {
            return Optional.of(board(new Board.Said("b", "", station(id), true, List.of(), List.of())));
        }

        @Override
        public List<Board> seenBy(String user) {
            return Collections.nCopies(known, find(1).orElseThrow());
        }

        @Override
        public Board create(Board.Said said, String user) {
            return note(board(said), "new board " + said.station());
        }

        @Override
        public Optional<Board> change(long id, Board.Said said, Instant seen) {
            return note(Optional.of(board(said)), "board " + station(id) + " to " + said.station());
        }

        @Override
        public Optional<Board> add(long id, Board.Panel panel) {
            return note(find(id), "panel " + station(id));
        }

        @Override
        public void delete(long id) {
            changed.add("no board " + station(id));
        }
    }

    private final class Watched extends Triggers {
        private Trigger trigger(Trigger.Said said) {
            return new Trigger("1", said, Instant.EPOCH, Optional.empty(), Optional.empty(), "");
        }

        @Override
        public Optional<Trigger> find(long id) {
            return Optional.of(
                    trigger(new Trigger.Said("t", "", station(id), "{}", null, 1, null, null, 1, true, List.of())));
        }

        @Override
        public List<Trigger> all() {
            return List.of();
        }

        @Override
        public Trigger create(Trigger.Said said) {
            return note(trigger(said), "new trigger " + said.station());
        }

        @Override
        public Optional<Trigger> change(long id, Trigger.Said said, Instant seen) {
            return note(Optional.of(trigger(said)), "trigger " + station(id) + " to " + said.station());
        }

        @Override
        public void delete(long id) {
            changed.add("no trigger " + station(id));
        }
    }

    private final class Agreed extends Slos {
        private Slo slo(Slo.Said said) {
            return new Slo("1", said, Instant.EPOCH, new Budget(99, 0, 0, 0), Optional.empty(), Optional.empty(), "");
        }

        @Override
        public Optional<Slo> find(long id) {
            return Optional.of(slo(new Slo.Said("o", "", station(id), "{}", "{}", "", 99, 28, List.of(), List.of())));
        }

        @Override
        public List<Slo> all() {
            return List.of();
        }

        @Override
        public Slo create(Slo.Said said) {
            return note(slo(said), "new objective " + said.station());
        }

        @Override
        public Optional<Slo> change(long id, Slo.Said said, Instant seen) {
            return note(Optional.of(slo(said)), "objective " + station(id) + " to " + said.station());
        }

        @Override
        public void delete(long id) {
            changed.add("no objective " + station(id));
        }
    }

    private final class Quiet extends Alerts {
        @Override
        public void keep(QuietHours hours) {
            changed.add("quiet hours " + hours.station());
        }

        @Override
        public void forgetQuietHours(String station) {
            changed.add("no quiet hours " + station);
        }
    }

    private final class Told extends Recipients {
        private Recipient recipient(Recipient.Said said) {
            return new Recipient("1", said, Instant.EPOCH);
        }

        @Override
        public List<Recipient> all() {
            return List.of();
        }

        @Override
        public Optional<Recipient> find(long id) {
            return Optional.of(recipient(new Recipient.Said("r", Recipient.Kind.EMAIL, "oncall@example.org", "")));
        }

        @Override
        public Recipient create(Recipient.Said said) {
            return note(recipient(said), "new recipient");
        }

        @Override
        public Optional<Recipient> change(long id, Recipient.Said said, Instant seen) {
            return note(find(id), "recipient");
        }

        @Override
        public boolean delete(long id) {
            return note(true, "no recipient");
        }
    }

    private static String json(String text, Object... values) {
        return text.formatted(values).replace('\'', '"');
    }

    private static String board(String station, boolean shared) {
        return json("{'name':'b','station':'%s','shared':%s}", station, shared);
    }

    private static final String PANEL = json("{'title':'p','query':{},'shown':'LINE'}");

    private static String trigger(String station) {
        return json("{'name':'t','station':'%s','query':{},'op':'>','threshold':1}", station);
    }

    private static String objective(String station) {
        return json("{'name':'o','station':'%s','qualifying':{},'good':{},'target':99}", station);
    }

    private static void tried(Runnable change) {
        try {
            change.run();
        } catch (RuntimeException refused) {
            // what took effect is what counts
        }
    }

    private List<String> changedBy(Grant... grants) {
        caller.is(new Account("ada", Set.of(grants)));
        for (String station : STATIONS) {
            String id = String.valueOf(STATIONS.indexOf(station) + 1);
            for (String to : STATIONS) {
                tried(() -> boards.change(id, board(to, true)));
                tried(() -> triggers.change(id, trigger(to)));
                tried(() -> slos.change(id, objective(to)));
            }
            tried(() -> boards.create(board(station, true)));
            tried(() -> boards.add(id, PANEL));
            tried(() -> boards.delete(id));
            tried(() -> triggers.create(trigger(station)));
            tried(() -> triggers.delete(id));
            tried(() -> slos.create(objective(station)));
            tried(() -> slos.delete(id));
            tried(() -> alerts.keep(station, json("{'begins':'22:00','ends':'06:00'}")));
            tried(() -> alerts.forget(station));
        }
        String recipient = json("{'name':'r','kind':'EMAIL','address':'oncall@example.org'}");
        tried(() -> recipients.create(recipient));
        tried(() -> recipients.change("1", recipient));
        tried(() -> recipients.delete("1"));
        return changed;
    }

    /** All that can be done to what belongs to some of the stations, and moves from one of them to another. */
    private static List<String> allOf(String... stations) {
        List<String> all = new ArrayList<>();
        for (String station : stations) {
            for (String kind : List.of("board", "trigger", "objective")) {
                all.addAll(List.of("new " + kind + " " + station, "no " + kind + " " + station));
                for (String to : stations) {
                    all.add(kind + " " + station + " to " + to);
                }
            }
            all.addAll(List.of("panel " + station, "quiet hours " + station, "no quiet hours " + station));
        }
        return all;
    }

    private static final List<String> OF_RECIPIENTS = List.of("new recipient", "recipient", "no recipient");

    @ParameterizedTest
    @CsvSource({"TRAFFIC, *", "TRAFFIC, KSCF", "SENDER, *"})
    void whoIsNoEngineer_changesNothing(Role role, String station) {
        assertThat(changedBy(new Grant(role, station))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ENGINEER", "ADMIN"})
    void anEngineerOfAStation_changesWhatBelongsToIt(Role role) {
        assertThat(changedBy(new Grant(role, "KSCF"))).containsExactlyInAnyOrderElementsOf(allOf("KSCF"));
    }

    @Test
    void anEngineerOfTwoStations_mayMoveThingsBetweenThem() {
        assertThat(changedBy(new Grant(Role.ENGINEER, "KSCF"), new Grant(Role.ENGINEER, "KIDS")))
                .containsExactlyInAnyOrderElementsOf(allOf("KSCF", "KIDS"));
    }

    @Test
    void anEngineerOfEveryStation_changesAllButRecipients() {
        assertThat(changedBy(new Grant(Role.ENGINEER, Grant.EVERYWHERE)))
                .containsExactlyInAnyOrderElementsOf(allOf("*", "KSCF", "KIDS"));
    }

    @Test
    void anAdministratorOfEveryStation_changesRecipientsToo() {
        List<String> all = allOf("*", "KSCF", "KIDS");
        all.addAll(OF_RECIPIENTS);
        assertThat(changedBy(new Grant(Role.ADMIN, Grant.EVERYWHERE))).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatMayNotBeChanged_isToldByItsReason() {
        caller.is(new Account("ada", Set.of(new Grant(Role.ENGINEER, "KSCF"), new Grant(Role.VIEWER, "KIDS"))));
        documents.mayChange("KSCF");
        assertThatThrownBy(() -> documents.mayChange("KIDS"))
                .isInstanceOf(NotAllowed.class)
                .hasMessageEndingWith("it needs the role engineer at station KIDS");
        assertThatThrownBy(() -> documents.mayChange("*"))
                .isInstanceOf(NotAllowed.class)
                .hasMessageEndingWith("it needs the role engineer at every station");
        assertThatThrownBy(() -> documents.mayChange("KRMA")).isInstanceOf(NoSuchFeed.class);
        caller.is(new Account("root", Set.of(new Grant(Role.ADMIN, Grant.EVERYWHERE))));
        assertThatThrownBy(() -> documents.mayChange("KRMA")).isInstanceOf(NoSuchFeed.class);
    }

    @Test
    void onesOwnBoard_isOnesOwnWherever_butSharedItIsItsStations() {
        caller.is(new Account("ada", Set.of(new Grant(Role.ENGINEER, "KSCF"))));
        pinned.owner = "ada";
        boards.change("1", board("*", false));
        boards.add("1", PANEL);
        boards.delete("1");
        assertThat(changed).containsExactly("board * to *", "panel *", "no board *");
        assertThatThrownBy(() -> boards.change("1", board("*", true))).isInstanceOf(NotAllowed.class);
        assertThatThrownBy(() -> boards.change("1", board("KIDS", false))).isInstanceOf(NoSuchFeed.class);
    }

    @Test
    void aBoardOfOthers_isNotHidden() {
        caller.is(new Account("ada", Set.of(new Grant(Role.ADMIN, Grant.EVERYWHERE))));
        assertThatThrownBy(() -> boards.change("1", board("*", false)))
                .isInstanceOfSatisfying(
                        BadQuery.class, bad -> assertThat(bad.field()).isEqualTo("shared"));
    }

    @Test
    void boards_areFiveHundredAtMost() {
        caller.is(new Account("ada", Set.of(new Grant(Role.ENGINEER, Grant.EVERYWHERE))));
        pinned.known = 499;
        boards.create(board("*", true));
        pinned.known = 500;
        assertThatThrownBy(() -> boards.create(board("*", true)))
                .isInstanceOf(BadQuery.class)
                .hasMessage("body is one board more, expected at most 500");
        assertThat(changed).containsExactly("new board *");
    }
}
