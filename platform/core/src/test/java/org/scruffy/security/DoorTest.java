package org.scruffy.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.HandClock;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.CountedStatements;

class DoorTest {

    private static final String GOOD = "correct horse battery";

    @TempDir
    private Path data;

    private final HandClock clock = new HandClock();
    private CountedStatements counted;
    private Database database;
    private Users users;

    @BeforeEach
    void open() throws SQLException {
        counted = new CountedStatements();
        database = FreshDatabase.on(counted.source());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void firstStart_writesACodeThatOnlyTheOwnerReads() throws IOException {
        start(false);

        assertThat(users.none()).isTrue();
        assertThat(code()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("setup-code"))))
                .isEqualTo("rw-------");
    }

    @Test
    void firstAdmin_needsTheCodeAndIsMadeOnce() throws IOException {
        Welcome welcome = start(false);

        assertThat(welcome.firstAdmin("Ann", GOOD, "guess", "1.2.3.4"))
                .extracting(Refusal::field)
                .containsExactly("code");
        String code = code();
        assertThat(welcome.firstAdmin("Ann", GOOD, code, "1.2.3.4")).isEmpty();
        assertThat(data.resolve("setup-code")).doesNotExist();
        assertThat(users.none()).isFalse();
        assertThat(users.login("ANN ", GOOD, "1.2.3.4").orElseThrow().may(Role.ADMIN, "ANY"))
                .isTrue();
        assertThat(welcome.firstAdmin("eve", GOOD, code, "1.2.3.4")).isNotEmpty();
    }

    @Test
    void firstAdmin_isRefusedAWeakPasswordAndAnOddName() throws IOException {
        Welcome welcome = start(false);

        assertThat(welcome.firstAdmin("<b>", "short", code(), "1.2.3.4"))
                .extracting(Refusal::field)
                .containsExactly("name", "password");
        assertThat(users.none()).isTrue();
    }

    @Test
    void guessesOfTheCode_haveToWait() {
        Welcome welcome = start(false);
        for (int i = 0; i < 5; i++) {
            welcome.firstAdmin("eve", GOOD, "guess" + i, "6.6.6.6");
        }

        assertThatThrownBy(() -> welcome.firstAdmin("eve", GOOD, code(), "6.6.6.6"))
                .isInstanceOf(TooManyAttempts.class);
        assertThat(users.none()).isTrue();
    }

    @Test
    void demosCredentials_openTheDoorInDemoModeOnly() {
        start(true);
        assertThat(users.login(Welcome.DEMO_USER, Welcome.DEMO_PASSWORD, "1.2.3.4"))
                .isPresent();
        assertThat(users.byKey(Welcome.DEMO_KEY)).isPresent();

        start(false);
        assertThat(users.login(Welcome.DEMO_USER, Welcome.DEMO_PASSWORD, "1.2.3.4"))
                .isEmpty();
        assertThat(users.byKey(Welcome.DEMO_KEY)).isEmpty();
        assertThat(users.account(Welcome.DEMO_USER)).isEmpty();
        assertThat(users.none()).isTrue();

        start(true);
        assertThat(users.byKey(Welcome.DEMO_KEY)).isPresent();
    }

    @Test
    void adminOfTheDemosName_keepsTheirPasswordInALaterDemo() throws IOException {
        start(true);
        start(false).firstAdmin("admin", GOOD, code(), "1.2.3.4");

        start(true);
        assertThat(users.login("admin", Welcome.DEMO_PASSWORD, "1.2.3.4")).isEmpty();
        assertThat(users.login("admin", GOOD, "1.2.3.4")).isPresent();
        assertThat(users.byKey(Welcome.DEMO_KEY)).isEmpty();
    }

    @Test
    void password_isKeptAsASlowHash() {
        String hash = new Passwords(new Pbkdf2PasswordHashImpl()).hash(GOOD);

        assertThat(hash).startsWith("PBKDF2WithHmacSHA512:210000:").doesNotContain(GOOD);
    }

    @Test
    void wrongPasswords_haveToWaitButARememberedOneDoesNot() {
        start(true);
        users.login("admin", "scruffy", "1.2.3.4");
        for (int i = 0; i < 5; i++) {
            assertThat(users.login("admin", "wrong" + i, "1.2.3.4")).isEmpty();
        }

        assertThatThrownBy(() -> users.login("admin", "wrong", "1.2.3.4")).isInstanceOf(TooManyAttempts.class);
        assertThat(users.login("admin", "scruffy", "1.2.3.4")).isPresent();
        clock.forward(Duration.ofMinutes(6));
        assertThat(users.login("admin", "scruffy", "1.2.3.4")).isPresent();
    }

    @Test
    void passwordThatWasRight_isSoUntilItIsChanged() {
        start(true);
        users.login("admin", "scruffy", "1.2.3.4");
        clock.forward(Duration.ofSeconds(31));
        for (int i = 0; i < 5; i++) {
            users.login("admin", "wrong" + i, "1.2.3.4");
        }
        assertThatThrownBy(() -> users.login("admin", "wrong", "1.2.3.4")).isInstanceOf(TooManyAttempts.class);
        assertThat(users.login("admin", "scruffy", "1.2.3.4")).isPresent();

        String other = new Passwords(new Pbkdf2PasswordHashImpl(), 1_024).hash(GOOD);
        database.change(em -> em.createNativeQuery("UPDATE app_user SET password_hash = ?1")
                .setParameter(1, other)
                .executeUpdate());

        clock.forward(Duration.ofMinutes(6));
        assertThat(users.login("admin", "scruffy", "1.2.3.4")).isEmpty();
        clock.forward(Duration.ofMinutes(6));
        assertThat(users.login("admin", GOOD, "1.2.3.4")).isPresent();
        database.change(em ->
                em.createNativeQuery("UPDATE app_user SET disabled = true").executeUpdate());
        clock.forward(Duration.ofSeconds(31));
        assertThat(users.login("admin", GOOD, "1.2.3.4")).isEmpty();
    }

    @Test
    void unknownName_waitsLikeAKnownOne() {
        start(true);
        for (int i = 0; i < 5; i++) {
            users.login("nobody", "x", "1.2.3.4");
        }

        assertThatThrownBy(() -> users.login("nobody", "x", "1.2.3.4")).isInstanceOf(TooManyAttempts.class);
        assertThat(users.login("admin", "scruffy", "1.2.3.4")).isPresent();
    }

    @Test
    void hostileNamesAndPasswords_areNobodys() {
        start(true);

        for (String name : List.of("", "' OR 1=1 --", "admin\0", "x".repeat(100_000), "adm\u0131n")) {
            assertThat(users.login(name, "scruffy", name.hashCode() + "")).isEmpty();
        }
        assertThat(users.login("admin", "s".repeat(1_000_000), "1.2.3.4")).isEmpty();
        assertThat(users.byKey("")).isEmpty();
        assertThat(users.byKey("k".repeat(1_000_000))).isEmpty();
    }

    @Test
    void key_isKeptAsAHashShownOnceAndDeadWhenRevoked() {
        start(true);
        ApiKeys keys = new ApiKeys(database, users, clock);
        String key = keys.create("admin", "Newsroom");

        assertThat(key).matches("scruffy_\\w{64}");
        assertThat(column("SELECT hash || label FROM api_key"))
                .noneMatch(row -> row.toString().contains(key));
        assertThat(users.byKey(key).orElseThrow().name()).isEqualTo("admin");
        ApiKey made = keys.all().stream()
                .filter(one -> one.label().equals("Newsroom"))
                .findFirst()
                .orElseThrow();
        assertThat(made.lastUsed()).contains(clock.instant());

        keys.revoke(made.id());
        assertThat(users.byKey(key)).isEmpty();
    }

    @Test
    void key_takesOneStatementAndNoneWhileItIsRemembered() {
        start(true);
        counted.forget();

        assertThat(users.byKey(Welcome.DEMO_KEY)).isPresent();
        assertThat(users.byKey(Welcome.DEMO_KEY)).isPresent();

        assertThat(counted.count()).isEqualTo(1);
    }

    @Test
    void key_ofADisabledUserIsNotNotedAsUsed() {
        start(true);
        database.change(em ->
                em.createNativeQuery("UPDATE app_user SET disabled = true").executeUpdate());

        assertThat(users.byKey(Welcome.DEMO_KEY)).isEmpty();
        assertThat(new ApiKeys(database, users, clock).all())
                .extracting(ApiKey::lastUsed)
                .containsOnly(Optional.empty());
    }

    @Test
    void grants_areReadWithTheirStations() {
        start(true);
        database.change(em -> {
            em.createNativeQuery("INSERT INTO station (call_sign, name, zone) VALUES ('KSCF', 'S', 'America/New_York')")
                    .executeUpdate();
            em.createNativeQuery("INSERT INTO app_user (name, password_hash, created_at) VALUES ('tom', 'x', now())")
                    .executeUpdate();
            em.createNativeQuery("INSERT INTO user_role (user_id, role, station_id)"
                            + " SELECT u.id, 'TRAFFIC', s.id FROM app_user u, station s WHERE u.name = 'tom'")
                    .executeUpdate();
        });

        assertThat(users.account("tom").orElseThrow())
                .isEqualTo(new Account("tom", Set.of(new Grant(Role.TRAFFIC, "KSCF"))));
        assertThat(users.account("admin").orElseThrow().grants())
                .containsExactly(new Grant(Role.ADMIN, Grant.EVERYWHERE));
    }

    private Welcome start(boolean demo) {
        Platform platform = new Platform(data, data.resolve("plugins"), URI.create("http://localhost:1/"), demo);
        Passwords passwords = new Passwords(new Pbkdf2PasswordHashImpl(), 1_024); // quick: the strength is tested below
        users = new Users(database, passwords, clock);
        Welcome welcome = new Welcome(platform, database, users, passwords, new SetupCode(platform), clock);
        welcome.open();
        return welcome;
    }

    private String code() throws IOException {
        return Files.readString(data.resolve("setup-code"));
    }

    private List<?> column(String sql) {
        return database.read(em -> em.createNativeQuery(sql).getResultList());
    }
}
