package org.scruffy.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.logging.Logger;
import org.scruffy.database.Database;
import org.scruffy.plugin.Platform;

/** The first one through the door: the demo's user in demo mode, else an administrator who knows the setup code. */
@ApplicationScoped
public class Welcome {

    public static final String DEMO_USER = "admin";
    public static final String DEMO_PASSWORD = "scruffy";
    public static final String DEMO_KEY = "scruffy-demo-key";
    private static final Logger LOG = Logger.getLogger(Welcome.class.getName());

    private final Platform platform;
    private final Database database;
    private final Users users;
    private final Passwords passwords;
    private final SetupCode code;
    private final Clock clock;
    private final Throttle guesses;

    protected Welcome() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Welcome(
            Platform platform, Database database, Users users, Passwords passwords, SetupCode code, Clock clock) {
        this.platform = platform;
        this.database = database;
        this.users = users;
        this.passwords = passwords;
        this.code = code;
        this.clock = clock;
        this.guesses = new Throttle(clock, 5);
    }

    void open(@Observes @Priority(Platform.OPEN_DOOR) @Initialized(ApplicationScoped.class) Object event) {
        open();
    }

    void open() {
        if (platform.demo()) {
            openForTheDemo();
        } else {
            closeForTheDemo();
        }
        users.forget();
        if (!users.none()) {
            code.delete();
            return;
        }
        code.write();
        LOG.warning(() -> "Nobody can sign in yet: open /setup.xhtml and enter the code in " + code.file());
    }

    /** Whether the demo's credentials open the door. */
    public boolean demo() {
        return platform.demo();
    }

    /** An administrator who set their own password under the demo's name keeps it. */
    private void openForTheDemo() {
        boolean there = database.read(em -> !em.createNativeQuery("SELECT 1 FROM app_user WHERE name = ?1")
                .setParameter(1, DEMO_USER)
                .getResultList()
                .isEmpty());
        String hash = there ? "" : passwords.hash(DEMO_PASSWORD);
        database.change(em -> {
            if (!there) {
                insertAdmin(em, DEMO_USER, hash, true);
            }
            em.createNativeQuery("UPDATE app_user SET disabled = false WHERE demo")
                    .executeUpdate();
            em.createNativeQuery("INSERT INTO api_key (user_id, hash, label, demo, created_at)"
                            + " SELECT id, ?1, 'Demo', true, CAST(?2 AS timestamptz) FROM app_user WHERE name = ?3 AND demo"
                            + " ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL")
                    .setParameter(1, Digest.sha256(DEMO_KEY))
                    .setParameter(2, clock.instant().toString())
                    .setParameter(3, DEMO_USER)
                    .executeUpdate();
        });
    }

    private void closeForTheDemo() {
        database.change(em -> {
            em.createNativeQuery("UPDATE app_user SET disabled = true WHERE demo AND NOT disabled")
                    .executeUpdate();
            em.createNativeQuery(
                            "UPDATE api_key SET revoked_at = CAST(?1 AS timestamptz) WHERE demo AND revoked_at IS NULL")
                    .setParameter(1, clock.instant().toString())
                    .executeUpdate();
        });
    }

    /**
     * Makes the first administrator.
     *
     * @param proof the setup code
     * @return what is wrong, in words; empty where all is well
     */
    public List<Refusal> firstAdmin(String name, String password, String proof, String address) {
        if (!guesses.wait(address).isZero()) {
            throw new TooManyAttempts(guesses.wait(address));
        }
        String user = Users.normal(name);
        List<Refusal> refusals = Refusal.of(user, password);
        if (!code.is(proof)) {
            guesses.failed(address);
            return List.of(new Refusal("code", "This is not the code in the file setup-code of the data folder"));
        }
        if (!refusals.isEmpty()) {
            return refusals;
        }
        String hash = passwords.hash(password);
        boolean made = database.transaction(em -> {
            em.createNativeQuery("LOCK TABLE app_user IN EXCLUSIVE MODE").executeUpdate();
            boolean none = em.createNativeQuery("SELECT 1 FROM app_user WHERE NOT disabled LIMIT 1")
                    .getResultList()
                    .isEmpty();
            if (none) {
                // the demo's user, whom nobody can be any more, may have had this name
                em.createNativeQuery("DELETE FROM app_user WHERE name = ?1 AND demo AND disabled")
                        .setParameter(1, user)
                        .executeUpdate();
                insertAdmin(em, user, hash, false);
            }
            return none;
        });
        users.forget();
        code.delete();
        return made ? List.of() : List.of(new Refusal("name", "Somebody else was first: sign in instead"));
    }

    private void insertAdmin(EntityManager em, String name, String hash, boolean demo) {
        em.createNativeQuery("WITH u AS (INSERT INTO app_user (name, password_hash, demo, created_at)"
                        + " VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz)) RETURNING id)"
                        + " INSERT INTO user_role (user_id, role) SELECT id, 'ADMIN' FROM u")
                .setParameter(1, name)
                .setParameter(2, hash)
                .setParameter(3, demo)
                .setParameter(4, clock.instant().toString())
                .executeUpdate();
    }
}
