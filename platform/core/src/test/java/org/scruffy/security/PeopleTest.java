package org.scruffy.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.HandClock;
import org.scruffy.Silence;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.plugin.Platform;

class PeopleTest {

    private static final String GOOD = "correct horse battery";
    private static final Grant TRAFFIC = new Grant(Role.TRAFFIC, "KSCF");
    private static final Grant ADMIN = new Grant(Role.ADMIN, Grant.EVERYWHERE);

    @TempDir
    private Path data;

    private final HandClock clock = new HandClock();
    private Database database;
    private Users users;
    private People people;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        database.change(em -> em.createNativeQuery(
                        "INSERT INTO station (call_sign, name, zone) VALUES ('KSCF', 'S', 'America/New_York')")
                .executeUpdate());
        Platform platform = new Platform(data, data.resolve("plugins"), URI.create("http://localhost:1/"), true);
        Passwords passwords = new Passwords(new Pbkdf2PasswordHashImpl(), 1_024);
        users = new Users(database, passwords, clock);
        new Welcome(platform, database, users, passwords, new SetupCode(platform), clock).open();
        people = new People(database, users, passwords, new Silence(), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void addedUser_signsInAndMayNothingUntilARoleIsGiven() {
        assertThat(people.add("Ann ", GOOD, "admin")).isEmpty();

        assertThat(users.login("ann", GOOD, "1.2.3.4").orElseThrow().grants()).isEmpty();
        assertThat(people.grant("ann", TRAFFIC, "admin")).isTrue();
        assertThat(people.grant("ann", TRAFFIC, "admin")).as("a second time").isFalse();
        assertThat(users.account("ann").orElseThrow()).isEqualTo(new Account("ann", Set.of(TRAFFIC)));
        assertThat(people.all()).extracting(Person::name).containsExactly("admin", "ann");
        assertThat(people.all().get(1).grants()).containsExactly(TRAFFIC);
    }

    @Test
    void names_areOfThoseWhoMaySeeOneOfTheStations() {
        database.change(em -> em.createNativeQuery(
                        "INSERT INTO station (call_sign, name, zone) VALUES ('KXYZ', 'X', 'America/New_York')")
                .executeUpdate());
        List.of("ann", "bob", "cy", "dee", "eve").forEach(name -> people.add(name, GOOD, "admin"));
        people.grant("ann", TRAFFIC, "admin");
        people.grant("bob", new Grant(Role.ENGINEER, "KXYZ"), "admin");
        people.grant("cy", new Grant(Role.SENDER, "KSCF"), "admin");
        people.grant("dee", new Grant(Role.VIEWER, "KSCF"), "admin");
        people.disable("dee", "admin");

        assertThat(people.names(Set.of("KSCF"))).containsExactly("admin", "ann");
        assertThat(people.names(Set.of(Grant.EVERYWHERE))).containsExactly("admin", "ann", "bob");
        assertThat(people.names(Set.of())).as("to who sees no station").containsExactly("admin");
    }

    @Test
    void add_saysWhatIsWrong() {
        people.add("ann", GOOD, "admin");

        assertThat(people.add("ann", GOOD, "admin")).extracting(Refusal::field).containsExactly("name");
        assertThat(people.add("<b>", "short", "admin"))
                .extracting(Refusal::field)
                .containsExactly("name", "password");
    }

    @Test
    void roleAtAStationThatIsNotKnown_isNeverARoleEverywhere() {
        people.add("ann", GOOD, "admin");

        assertThat(people.grant("ann", new Grant(Role.ADMIN, "NOPE"), "admin")).isFalse();

        assertThat(users.account("ann").orElseThrow().grants()).isEmpty();
    }

    @Test
    void takenRole_isGoneAtOnceAndCanBePutBack() {
        people.add("ann", GOOD, "admin");
        people.grant("ann", TRAFFIC, "admin");
        people.grant("ann", ADMIN, "admin");
        users.account("ann");

        assertThat(people.revoke("ann", ADMIN, "admin")).isEmpty();
        assertThat(users.account("ann").orElseThrow().grants()).containsExactly(TRAFFIC);
        people.grant("ann", ADMIN, "admin");
        assertThat(users.account("ann").orElseThrow().grants()).containsExactlyInAnyOrder(TRAFFIC, ADMIN);
    }

    @Test
    void disabledUser_isShutOutWithTheirKeysUntilTheyAreLetInAgain() {
        people.add("ann", GOOD, "admin");
        String key = new ApiKeys(database, users, clock).create("ann", "Newsroom");
        assertThat(users.byKey(key)).isPresent();

        assertThat(people.disable("ann", "admin")).isEmpty();
        assertThat(users.login("ann", GOOD, "1.2.3.4")).isEmpty();
        assertThat(users.account("ann")).isEmpty();
        assertThat(users.byKey(key)).isEmpty();

        people.enable("ann", "admin");
        assertThat(users.login("ann", GOOD, "1.2.3.4")).isPresent();
        assertThat(users.byKey(key)).isPresent();
    }

    @Test
    void keyOfDatasets_bringsEventsOfThemAndDoesNothingElse() {
        people.add("ann", GOOD, "admin");
        people.grant("ann", ADMIN, "admin");
        ApiKeys keys = new ApiKeys(database, users, clock);
        String key = keys.create("ann", "Shop", Set.of("shop", "till"));

        Account bound = users.byKey(key).orElseThrow();
        assertThat(bound.datasets()).containsExactlyInAnyOrder("shop", "till");
        assertThat(bound.may(Role.SENDER, "KSCF")).isTrue();
        assertThat(bound.maySomewhere(Role.VIEWER)).isFalse();
        assertThat(keys.all().get(0).datasets()).isEqualTo("shop, till");
        assertThat(users.account("ann").orElseThrow().may(Role.ADMIN, "KSCF")).isTrue();
    }

    @Test
    void lastAdministrator_stays() {
        people.add("ann", GOOD, "admin");
        people.grant("ann", new Grant(Role.ADMIN, "KSCF"), "admin");

        assertThat(people.revoke("admin", ADMIN, "ann")).isPresent();
        assertThat(people.disable("admin", "ann")).isPresent();
        assertThat(people.disable("admin", "admin")).as("oneself").isPresent();
        assertThat(users.account("admin").orElseThrow().grants()).containsExactly(ADMIN);

        people.grant("ann", ADMIN, "admin");
        assertThat(people.disable("admin", "ann")).isEmpty();
    }

    @Test
    void newPassword_replacesTheOldOne() {
        people.add("ann", GOOD, "admin");
        users.login("ann", GOOD, "1.2.3.4");

        assertThat(people.setPassword("ann", "short", "admin")).hasSize(1);
        assertThat(people.setPassword("ann", "another horse battery", "admin")).isEmpty();

        assertThat(users.login("ann", GOOD, "1.2.3.4")).isEmpty();
        assertThat(users.login("ann", "another horse battery", "1.2.3.4")).isPresent();
        assertThat(people.setPassword("nobody", GOOD, "admin")).hasSize(1);
    }

    @Test
    void everyChange_isInTheAuditWithoutAnyPassword() {
        people.add("ann", GOOD, "admin");
        people.grant("ann", TRAFFIC, "admin");
        people.revoke("ann", TRAFFIC, "admin");
        people.disable("ann", "admin");

        List<?> audit = database.read(em -> em.createNativeQuery(
                        "SELECT actor || ' ' || action || ' ' || station || ' ' || (after ->> 'user') || ' ' || (after ->> 'role')"
                                + " FROM audit_entry ORDER BY id")
                .getResultList());
        assertThat(audit.stream().map(row -> ((String) row).strip()))
                .containsExactly(
                        "admin add * ann",
                        "admin grant KSCF ann TRAFFIC",
                        "admin revoke KSCF ann TRAFFIC",
                        "admin disable * ann");
    }

    @Test
    void keyForAUserWhoIsNotKnown_isRefused() {
        ApiKeys keys = new ApiKeys(database, users, clock);

        assertThatThrownBy(() -> keys.create("nobody", "Newsroom"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }
}
