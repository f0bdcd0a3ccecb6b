package org.scruffy.rule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.order.Actor;
import org.scruffy.order.Audit;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;

/** The rules themselves: who wrote which, and when they changed. Whether somebody may is asked before. */
@ApplicationScoped
public class RuleBook {

    private final Database database;
    private final Clock clock;

    protected RuleBook() {
        this(null, null);
    }

    @Inject
    public RuleBook(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The rules of the network, of a station and of its feeds, those that were deleted too; by type, wider ones first. */
    public List<Rule> rules(String callSign) {
        return database.read(em -> new PlacedRows(new Sql(em)).rulesOf(callSign));
    }

    /** @throws Refused where the station has no such rule and neither has the network */
    public Rule rule(String callSign, String id) {
        return rules(callSign).stream()
                .filter(rule -> id.equals("" + rule.id()))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("rule", id));
    }

    public Rule create(Actor actor, RuleDraft draft) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            Checked checked = checked(sql, actor, draft);
            long id = sql.rows(
                            """
                            INSERT INTO rule (scope, station_id, feed_id, type, params, severity, valid)
                            VALUES (?1, CASE WHEN ?1 = 'STATION' THEN (SELECT id FROM station WHERE call_sign = ?2) END,
                                    CASE WHEN ?1 = 'FEED' THEN (SELECT f.id FROM feed f JOIN station s ON s.id = f.station_id
                                                                WHERE s.call_sign = ?2 AND f.name = ?3) END,
                                    ?4, CAST(?5 AS jsonb), ?6, CAST(?7 AS daterange))
                            RETURNING id
                            """,
                            checked.scope(),
                            actor.callSign(),
                            draft.feed(),
                            checked.type(),
                            checked.params().json().toString(),
                            checked.severity(),
                            checked.valid())
                    .get(0)
                    .number(0);
            audit(sql, actor).wrote("create", id, "", "");
            return new PlacedRows(sql).lockedRule(id).orElseThrow();
        });
    }

    /** Writes another rule in place of one; type, scope and feed stay. */
    public Rule change(Actor actor, String id, int version, RuleDraft draft) {
        return changed(actor, id, version, "change", (sql, rule) -> {
            Checked checked = checked(sql, actor, draft);
            if (checked.type() != rule.type()
                    || checked.scope() != rule.scope()
                    || !draft.feed().equals(rule.feed())) {
                throw Refused.invalid(
                        "type",
                        draft.type() + " at " + draft.scope() + " " + draft.feed(),
                        rule.type() + " at " + rule.scope() + " " + rule.feed() + ": write a new rule for another");
            }
            sql.run(
                    "UPDATE rule SET params = CAST(?2 AS jsonb), severity = ?3, valid = CAST(?4 AS daterange),"
                            + " version = version + 1 WHERE id = ?1",
                    rule.id(),
                    checked.params().json().toString(),
                    checked.severity(),
                    checked.valid());
        });
    }

    /** Deletes a rule, so that it can come back. */
    public Rule delete(Actor actor, String id, int version) {
        return changed(actor, id, version, "delete", (sql, rule) -> enable(sql, rule, false));
    }

    public Rule restore(Actor actor, String id, int version) {
        return changed(actor, id, version, "restore", (sql, rule) -> enable(sql, rule, true));
    }

    private static void enable(Sql sql, Rule rule, boolean enabled) {
        sql.run("UPDATE rule SET enabled = ?2, version = version + 1 WHERE id = ?1", rule.id(), enabled);
    }

    private Rule changed(Actor actor, String id, int version, String action, BiConsumer<Sql, Rule> change) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            Rule rule = mine(sql, actor, id);
            if (rule.version() != version) {
                throw Refused.stale("rule", version, rule.version());
            }
            Audit audit = audit(sql, actor);
            String before = audit.row(rule.id());
            change.accept(sql, rule);
            audit.wrote(action, rule.id(), before, "");
            return new PlacedRows(sql).lockedRule(rule.id()).orElseThrow();
        });
    }

    private static Rule mine(Sql sql, Actor actor, String id) {
        Rule rule = (id.matches("\\d{1,18}")
                        ? new PlacedRows(sql).lockedRule(Long.parseLong(id))
                        : Optional.<Rule>empty())
                .filter(one -> one.scope() == Scope.NETWORK || one.callSign().equals(actor.callSign()))
                .orElseThrow(() -> Refused.unknown("rule", id));
        if (rule.scope() == Scope.NETWORK) {
            mayNetwork(actor);
        }
        return rule;
    }

    private static void mayNetwork(Actor actor) {
        if (!actor.everywhere()) {
            throw Refused.notYours("rule", "NETWORK");
        }
    }

    private Audit audit(Sql sql, Actor actor) {
        return new Audit(sql, clock, actor, "rule", "rule");
    }

    private record Checked(RuleType type, Scope scope, Severity severity, RuleParams params, String valid) {}

    private static Checked checked(Sql sql, Actor actor, RuleDraft draft) {
        List<Fault> faults = new ArrayList<>();
        Optional<RuleType> type = named(RuleType.values(), "type", draft.type(), faults);
        Optional<Scope> scope = named(Scope.values(), "scope", draft.scope(), faults);
        Optional<Severity> severity = named(Severity.values(), "severity", draft.severity(), faults);
        scope.ifPresent(where -> feed(sql, actor, draft, where, faults));
        String valid = valid(draft, faults);
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
        if (scope.orElseThrow() == Scope.NETWORK) {
            mayNetwork(actor);
        }
        RuleParams params = RuleParams.checked(type.orElseThrow(), scope.get(), RuleParams.object(draft.params()));
        known(sql, params, "category", "SELECT 1 FROM category WHERE code = ?1 AND NOT disabled");
        known(sql, params, "underwriter", "SELECT 1 FROM underwriter WHERE name = ?1 AND NOT disabled");
        return new Checked(type.get(), scope.get(), severity.orElseThrow(), params, valid);
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String field, String name, List<Fault> faults) {
        Optional<E> value =
                Arrays.stream(values).filter(one -> one.name().equals(name)).findFirst();
        if (value.isEmpty()) {
            faults.add(new Fault(
                    field,
                    name,
                    "one of "
                            + String.join(
                                    ", ", Arrays.stream(values).map(Enum::name).toList())));
        }
        return value;
    }

    private static void feed(Sql sql, Actor actor, RuleDraft draft, Scope scope, List<Fault> faults) {
        if (scope != Scope.FEED && !draft.feed().isEmpty()) {
            faults.add(new Fault("feed", draft.feed(), "nothing: the scope is " + scope));
        }
        if (scope == Scope.FEED
                && sql.rows(
                                "SELECT 1 FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 AND f.name = ?2",
                                actor.callSign(),
                                draft.feed())
                        .isEmpty()) {
            faults.add(new Fault("feed", draft.feed(), "the name of a feed of " + actor.callSign()));
        }
    }

    private static String valid(RuleDraft draft, List<Fault> faults) {
        Fault.year("from", draft.from(), faults);
        Fault.year("until", draft.until(), faults);
        if (draft.from().isPresent()
                && draft.until().isPresent()
                && draft.until().get().isBefore(draft.from().get())) {
            faults.add(new Fault(
                    "until",
                    "" + draft.until().get(),
                    "from, which is " + draft.from().get() + ", or later"));
        }
        return "[" + draft.from().map(LocalDate::toString).orElse("") + ","
                + draft.until().map(day -> day.plusDays(1).toString()).orElse("") + ")";
    }

    private static void known(Sql sql, RuleParams params, String name, String question) {
        String wanted = params.text(name);
        if (!wanted.isEmpty() && sql.rows(question, wanted).isEmpty()) {
            throw Refused.invalid("params." + name, wanted, "the " + name + " of that name or code; add it first");
        }
    }
}
