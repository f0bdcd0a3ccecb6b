package org.scruffy.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * The users as administrators of every station see them: added, given roles, shut out. Each change counts at once and is in the
 * audit; none leaves the product without an administrator.
 */
@ApplicationScoped
public class People {

    private static final Refusal LAST_ADMIN =
            new Refusal("role", "This is the last administrator of every station: make another one first");

    private static final String AUDIT = """
            INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, after, command_id, trace_id)
            SELECT CAST(?1 AS timestamptz), ?2, ?3, ?4, 'user', id, jsonb_build_object('user', name, 'role', CAST(?5 AS text)),
                   CAST(?6 AS uuid), ?7
            FROM app_user WHERE name = ?8
            """;

    /** Somebody would be the last administrator no longer; never leaves this class. */
    private static final class NobodyLeft extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private final Database database;
    private final Users users;
    private final Passwords passwords;
    private final Telemetry telemetry;
    private final Clock clock;

    protected People() {
        this(null, null, null, null, null);
    }

    @Inject
    public People(Database database, Users users, Passwords passwords, Telemetry telemetry, Clock clock) {
        this.database = database;
        this.users = users;
        this.passwords = passwords;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** Every user with their roles, by name. One statement. */
    public List<Person> all() {
        Map<String, Person> people = new LinkedHashMap<>();
        database.read(em -> new Sql(em).rows("""
                        SELECT u.name, u.demo, u.disabled, u.created_at, r.role, s.call_sign
                        FROM app_user u LEFT JOIN user_role r ON r.user_id = u.id LEFT JOIN station s ON s.id = r.station_id
                        ORDER BY u.name, s.call_sign NULLS FIRST, r.role
                        """))
                .forEach(row -> people.merge(row.text(0), person(row), People::together));
        return List.copyOf(people.values());
    }

    /** The names of those who may come in and see one of these stations; {@link Grant#EVERYWHERE} stands for all of them. */
    public List<String> names(Set<String> stations) {
        return all().stream()
                .filter(person -> !person.disabled())
                .filter(person -> person.grants().stream()
                        .filter(grant -> grant.role().covers(Role.VIEWER))
                        .anyMatch(grant -> stations.contains(Grant.EVERYWHERE)
                                || grant.callSign().equals(Grant.EVERYWHERE)
                                || stations.contains(grant.callSign())))
                .map(Person::name)
                .toList();
    }

    private static Person person(Row row) {
        List<Grant> grants = row.empty(4)
                ? List.of()
                : List.of(new Grant(Role.valueOf(row.text(4)), row.empty(5) ? Grant.EVERYWHERE : row.text(5)));
        return new Person(row.text(0), (Boolean) row.columns()[1], (Boolean) row.columns()[2], row.at(3), grants);
    }

    private static Person together(Person one, Person same) {
        List<Grant> grants = new ArrayList<>(one.grants());
        grants.addAll(same.grants());
        return new Person(one.name(), one.demo(), one.disabled(), one.created(), grants);
    }

    /**
     * Adds a user without any role.
     *
     * @param actor who does it, for the audit
     * @return what is wrong, in words; empty where all is well
     */
    public List<Refusal> add(String name, String password, String actor) {
        String user = Users.normal(name);
        List<Refusal> refusals = Refusal.of(user, password);
        if (!refusals.isEmpty()) {
            return refusals;
        }
        String hash = passwords.hash(password);
        boolean added = change(
                new Entry("add", user, "", Grant.EVERYWHERE, actor),
                sql -> sql.run(
                                "INSERT INTO app_user (name, password_hash, created_at) VALUES (?1, ?2, CAST(?3 AS timestamptz))"
                                        + " ON CONFLICT (name) DO NOTHING",
                                user,
                                hash,
                                clock.instant())
                        > 0);
        return added ? List.of() : List.of(new Refusal("name", "There is a user of this name already"));
    }

    /** Gives a user another password. The demo's user becomes one like any other by it. */
    public List<Refusal> setPassword(String user, String password, String actor) {
        List<Refusal> refusals = Refusal.of(user, password);
        if (!refusals.isEmpty()) {
            return refusals;
        }
        String hash = passwords.hash(password);
        boolean set = change(
                new Entry("set password", user, "", Grant.EVERYWHERE, actor),
                sql -> sql.run("UPDATE app_user SET password_hash = ?2, demo = false WHERE name = ?1", user, hash) > 0);
        return set ? List.of() : List.of(new Refusal("name", "There is no such user"));
    }

    /** Gives a role at a station, or {@link Grant#EVERYWHERE}; false where they have it or where there is no such station. */
    public boolean grant(String user, Grant grant, String actor) {
        return change(
                new Entry("grant", user, grant.role().name(), grant.callSign(), actor),
                sql -> (grant.callSign().equals(Grant.EVERYWHERE)
                                ? sql.run(
                                        "INSERT INTO user_role (user_id, role) SELECT id, ?2 FROM app_user WHERE name = ?1"
                                                + " ON CONFLICT DO NOTHING",
                                        user,
                                        grant.role())
                                : sql.run(
                                        "INSERT INTO user_role (user_id, role, station_id) SELECT u.id, ?2, s.id"
                                                + " FROM app_user u, station s WHERE u.name = ?1 AND s.call_sign = ?3"
                                                + " ON CONFLICT DO NOTHING",
                                        user,
                                        grant.role(),
                                        grant.callSign()))
                        > 0);
    }

    /** Takes a role away; says why where that cannot be. */
    public Optional<Refusal> revoke(String user, Grant grant, String actor) {
        return unlessLast(
                new Entry("revoke", user, grant.role().name(), grant.callSign(), actor),
                sql -> sql.run(
                                "DELETE FROM user_role r USING app_user u WHERE r.user_id = u.id AND u.name = ?1 AND r.role = ?2"
                                        + " AND coalesce((SELECT call_sign FROM station WHERE id = r.station_id), '*') = ?3",
                                user,
                                grant.role(),
                                grant.callSign())
                        > 0);
    }

    /** Shuts the door for a user and their keys; says why where that cannot be. */
    public Optional<Refusal> disable(String user, String actor) {
        if (user.equals(actor)) {
            return Optional.of(new Refusal("name", "Nobody can shut themselves out: ask another administrator"));
        }
        return unlessLast(
                new Entry("disable", user, "", Grant.EVERYWHERE, actor),
                sql -> sql.run("UPDATE app_user SET disabled = true WHERE name = ?1 AND NOT disabled", user) > 0);
    }

    /** Opens the door again. */
    public void enable(String user, String actor) {
        change(
                new Entry("enable", user, "", Grant.EVERYWHERE, actor),
                sql -> sql.run("UPDATE app_user SET disabled = false WHERE name = ?1 AND disabled", user) > 0);
    }

    private Optional<Refusal> unlessLast(Entry entry, Predicate<Sql> work) {
        try {
            change(entry, work);
            return Optional.empty();
        } catch (NobodyLeft e) {
            return Optional.of(LAST_ADMIN);
        }
    }

    /** What the audit says of a change. */
    private record Entry(String action, String user, String role, String station, String actor) {}

    private boolean change(Entry entry, Predicate<Sql> work) {
        try (Telemetry.Span span = telemetry.span("change user")) {
            boolean changed = database.transaction(em -> {
                Sql sql = new Sql(em);
                sql.run("LOCK TABLE app_user IN EXCLUSIVE MODE"); // two administrators may shut each other out at once
                if (!work.test(sql)) {
                    return false;
                }
                keepAnAdmin(sql);
                audit(sql, entry, span.traceId());
                return true;
            });
            users.forget();
            return changed;
        }
    }

    private static void keepAnAdmin(Sql sql) {
        if (sql.rows("SELECT 1 FROM app_user u JOIN user_role r ON r.user_id = u.id"
                        + " WHERE NOT u.disabled AND r.role = 'ADMIN' AND r.station_id IS NULL LIMIT 1")
                .isEmpty()) {
            throw new NobodyLeft();
        }
    }

    private void audit(Sql sql, Entry entry, String traceId) {
        sql.run(
                AUDIT,
                clock.instant(),
                entry.actor(),
                entry.station(),
                entry.action(),
                entry.role(),
                UUID.randomUUID().toString(),
                traceId,
                entry.user());
    }
}
