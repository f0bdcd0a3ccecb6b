package org.scruffy.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.scruffy.database.Database;

/** Who is known at the door: users with their passwords, and the keys of their programs. */
@ApplicationScoped
public class Users {

    /** How long a change made on another node may go unseen here. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final int REMEMBERED = 1_000;
    static final String NAME = "[a-z0-9][a-z0-9._@-]{0,63}";
    static final int SHORTEST_PASSWORD = 10;
    static final int LONGEST_PASSWORD = 200;

    private record Known(AccountRow row, Instant until) {}

    private final Database database;
    private final Passwords passwords;
    private final Clock clock;
    private final Throttle byNameAndAddress;
    private final Throttle byAddress;
    private final byte[] secret = Digest.bytes(32);
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private volatile boolean someone;

    protected Users() {
        this(null, null, null);
    }

    @Inject
    public Users(Database database, Passwords passwords, Clock clock) {
        this.database = database;
        this.passwords = passwords;
        this.clock = clock;
        this.byNameAndAddress = new Throttle(clock, 5);
        this.byAddress = new Throttle(clock, 30);
    }

    /** Whether there is nobody yet: then the first administrator may be made. */
    public boolean none() {
        if (!someone) {
            someone = database.read(em -> !em.createNativeQuery("SELECT 1 FROM app_user WHERE NOT disabled LIMIT 1")
                    .getResultList()
                    .isEmpty());
        }
        return !someone;
    }

    /** Somebody who signed in before. */
    public Optional<Account> account(String name) {
        String proof = "name:" + name;
        Optional<AccountRow> row = fresh(proof).or(() -> database.read(em -> AccountRow.named(em, name)));
        row.ifPresent(found ->
                known.putIfAbsent(proof, new Known(found, clock.instant().plus(FRESH))));
        return row.map(AccountRow::account);
    }

    /**
     * Somebody by name and password.
     *
     * @param address where the request comes from: who fails often from there has to wait
     * @throws TooManyAttempts instead of an answer while they wait
     */
    public Optional<Account> login(String name, String password, String address) {
        String user = normal(name);
        if (!user.matches(NAME) || password.length() > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        String proof = "proof:" + Digest.keyed(secret, user, password);
        Optional<AccountRow> before = fresh(proof).or(() -> unchanged(proof, user));
        if (before.isPresent()) {
            return before.map(AccountRow::account);
        }
        String who = user + "@" + address;
        refuse(byNameAndAddress.wait(who));
        refuse(byAddress.wait(address));
        Optional<AccountRow> row = database.read(em -> AccountRow.named(em, user));
        boolean right = row.map(found -> passwords.verify(password, found.passwordHash()))
                .orElseGet(() -> passwords.verifyNobody(password));
        if (!right) {
            byNameAndAddress.failed(who);
            byAddress.failed(address);
            return Optional.empty();
        }
        byNameAndAddress.succeeded(who);
        remember(proof, row.get());
        return row.map(AccountRow::account);
    }

    /** Somebody by an opaque key: too long a random word to be guessed, so nobody has to wait. */
    public Optional<Account> byKey(String key) {
        if (key.isEmpty() || key.length() > 200) {
            return Optional.empty();
        }
        String hash = Digest.sha256(key);
        String proof = "key:" + hash;
        Optional<AccountRow> before = fresh(proof);
        if (before.isPresent()) {
            return before.map(AccountRow::account);
        }
        Optional<AccountRow> row = database.transaction(em -> AccountRow.ofKey(em, hash, clock.instant()));
        row.ifPresent(found -> remember(proof, found));
        return row.map(AccountRow::account);
    }

    /** Forgets what was remembered, so that a change counts at once. */
    void forget() {
        known.clear();
        someone = false;
    }

    private static void refuse(Duration wait) {
        if (!wait.isZero()) {
            throw new TooManyAttempts(wait);
        }
    }

    private Optional<AccountRow> fresh(String proof) {
        return Optional.ofNullable(known.get(proof))
                .filter(entry -> clock.instant().isBefore(entry.until()))
                .map(Known::row);
    }

    /** A password that was right is so while its hash is the same. That is quick to see: a program that shows it again and again waits for nobody. */
    private Optional<AccountRow> unchanged(String proof, String user) {
        Known before = known.get(proof);
        if (before == null) {
            return Optional.empty();
        }
        Optional<AccountRow> row = database.read(em -> AccountRow.named(em, user))
                .filter(now -> now.passwordHash().equals(before.row().passwordHash()));
        row.ifPresent(found -> remember(proof, found));
        return row;
    }

    private void remember(String proof, AccountRow row) {
        if (known.size() >= REMEMBERED) {
            known.clear();
        }
        known.put(proof, new Known(row, clock.instant().plus(FRESH)));
    }

    static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
