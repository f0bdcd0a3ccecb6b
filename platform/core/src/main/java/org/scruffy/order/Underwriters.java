package org.scruffy.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/**
 * Underwriters and their categories. Their names are the network's dictionary, which every station reads and adds to; what a station
 * added is changed there, the rest by those who work at every station. Whether somebody may at all is asked before.
 */
@ApplicationScoped
public class Underwriters {

    private static final String SELECT = """
            SELECT u.id, u.name, COALESCE(c.code, ''), COALESCE(c.name, '') AS category_name, COALESCE(s.call_sign, ''), u.disabled,
                   u.version
            FROM underwriter u LEFT JOIN category c ON c.id = u.category_id LEFT JOIN station s ON s.id = u.station_id
            """;

    private static final String FOUND =
            " WHERE u.disabled = ?1 AND u.name ILIKE ?2 AND (?3 = '' OR c.code = ?3) AND u.id > ?4";

    private static final String CATEGORY = """
            SELECT c.id, c.code, c.name, COALESCE(p.code, ''), c.disabled, c.version
            FROM category c LEFT JOIN category p ON p.id = c.parent_id
            """;

    private final Database database;
    private final Clock clock;

    protected Underwriters() {
        this(null, null);
    }

    @Inject
    public Underwriters(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Underwriters in the order in which they were added; a state of the question is the code of a category. */
    public Page<Underwriter> find(Find find) {
        return database.read(em -> {
            List<Underwriter> found = new Sql(em)
                            .rows(
                                    SELECT + FOUND + " ORDER BY u.id OFFSET ?5 LIMIT ?6",
                                    find.deleted(),
                                    find.pattern(),
                                    find.state(),
                                    find.afterId(),
                                    find.skip(),
                                    find.limit() + 1)
                            .stream()
                            .map(Underwriters::underwriter)
                            .toList();
            return found.size() <= find.limit()
                    ? new Page<>(found, "")
                    : new Page<>(
                            found.subList(0, find.limit()),
                            found.get(find.limit() - 1).id());
        });
    }

    public long count(Find find) {
        return database.read(em -> new Sql(em)
                .rows(
                        "SELECT count(*) FROM underwriter u LEFT JOIN category c ON c.id = u.category_id" + FOUND,
                        find.deleted(),
                        find.pattern(),
                        find.state(),
                        0L)
                .get(0)
                .number(0));
    }

    /** Those of exactly these names, by name; those that were deleted, too. One statement. */
    public List<Underwriter> named(Collection<String> names) {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " WHERE u.name = ANY (CAST(?1 AS text[])) ORDER BY u.name", names).stream()
                        .map(Underwriters::underwriter)
                        .toList());
    }

    /** Those whose name holds a text, by name, for whoever looks one up. */
    public List<Underwriter> named(String text, int limit) {
        Find find = new Find(text, "", false, "", 0, limit);
        return database.read(em -> new Sql(em)
                        .rows(
                                SELECT + " WHERE NOT u.disabled AND u.name ILIKE ?1 ORDER BY u.name LIMIT ?2",
                                find.pattern(),
                                limit)
                        .stream()
                        .map(Underwriters::underwriter)
                        .toList());
    }

    public Underwriter get(String id) {
        return database.read(em -> get(new Sql(em), Ids.of("underwriter", id), ""));
    }

    private static Underwriter get(Sql sql, long id, String lock) {
        return sql.rows(SELECT + " WHERE u.id = ?1" + lock, id).stream()
                .findFirst()
                .map(Underwriters::underwriter)
                .orElseThrow(() -> Refused.unknown("underwriter", "" + id));
    }

    private static Underwriter underwriter(Row row) {
        return new Underwriter(
                row.id(0), row.text(1), row.text(2), row.text(3), row.text(4), Boolean.parseBoolean(row.text(5)), (int)
                        row.number(6));
    }

    /** @param category a code, empty for none */
    public Underwriter create(Actor actor, String name, String category) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            check(sql, name, category);
            List<Row> made = sql.rows("""
                    INSERT INTO underwriter (name, category_id, station_id)
                    VALUES (?1, (SELECT id FROM category WHERE code = ?2), (SELECT id FROM station WHERE call_sign = ?3))
                    ON CONFLICT (name) DO NOTHING RETURNING id
                    """, name.strip(), category, actor.callSign());
            if (made.isEmpty()) {
                throw nameTaken(name);
            }
            long id = made.get(0).number(0);
            audit(sql, actor).wrote("create", id, "", "");
            return get(sql, id, "");
        });
    }

    public Underwriter change(Actor actor, String id, int version, String name, String category) {
        return changed(actor, id, version, "change", (sql, underwriter) -> {
            check(sql, name, category);
            if (!sql.rows(
                            "SELECT 1 FROM underwriter WHERE name = ?1 AND id <> ?2",
                            name.strip(),
                            Long.valueOf(underwriter.id()))
                    .isEmpty()) {
                throw nameTaken(name);
            }
            sql.run(
                    "UPDATE underwriter SET name = ?2, category_id = (SELECT id FROM category WHERE code = ?3),"
                            + " version = version + 1 WHERE id = ?1",
                    Long.valueOf(underwriter.id()),
                    name.strip(),
                    category);
        });
    }

    /** Deletes an underwriter without running orders, so that it can come back. */
    public Underwriter delete(Actor actor, String id, int version) {
        return changed(actor, id, version, "delete", (sql, underwriter) -> {
            long orders = sql.rows(
                            "SELECT count(*) FROM traffic_order WHERE underwriter_id = ?1 AND NOT disabled AND state <> 'ENDED'",
                            Long.valueOf(underwriter.id()))
                    .get(0)
                    .number(0);
            if (orders > 0) {
                throw Refused.clash(
                        underwriter.name() + " has " + orders + (orders == 1 ? " order that has" : " orders that have")
                                + " not ended",
                        "orders",
                        "" + orders,
                        "none: end or delete them first");
            }
            disable(sql, underwriter, true);
        });
    }

    public Underwriter restore(Actor actor, String id, int version) {
        return changed(actor, id, version, "restore", (sql, underwriter) -> disable(sql, underwriter, false));
    }

    private static void disable(Sql sql, Underwriter underwriter, boolean disabled) {
        sql.run(
                "UPDATE underwriter SET disabled = ?2, version = version + 1 WHERE id = ?1",
                Long.valueOf(underwriter.id()),
                disabled);
    }

    private Underwriter changed(
            Actor actor, String id, int version, String action, BiConsumer<Sql, Underwriter> change) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            long number = Ids.of("underwriter", id);
            Underwriter underwriter = get(sql, number, " FOR UPDATE OF u");
            if (!underwriter.station().equals(actor.callSign()) && !actor.everywhere()) {
                throw Refused.notYours("underwriter", underwriter.name());
            }
            if (underwriter.version() != version) {
                throw Refused.stale("underwriter", version, underwriter.version());
            }
            Audit audit = audit(sql, actor);
            String before = audit.row(number);
            change.accept(sql, underwriter);
            audit.wrote(action, number, before, "");
            return get(sql, number, "");
        });
    }

    private static void check(Sql sql, String name, String category) {
        List<Fault> faults = new ArrayList<>();
        if (name.isBlank() || name.strip().length() > 200) {
            faults.add(new Fault("name", name, "a name of 1 to 200 characters"));
        }
        if (!category.isEmpty()
                && sql.rows("SELECT 1 FROM category WHERE code = ?1 AND NOT disabled", category)
                        .isEmpty()) {
            faults.add(new Fault("category", category, "the code of a category, or nothing"));
        }
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }

    private static Refused nameTaken(String name) {
        return Refused.clash(
                "There is an underwriter '" + name.strip() + "' already, perhaps among the deleted ones",
                "name",
                name,
                "a name that no underwriter has");
    }

    private Audit audit(Sql sql, Actor actor) {
        return new Audit(sql, clock, actor, "underwriter", "underwriter");
    }

    // Categories
    // --------------------------------------------------------------------------------------------------------------

    /** All of them by code. */
    public List<Category> categories() {
        return database.read(em -> new Sql(em)
                .rows(CATEGORY + " WHERE NOT c.disabled ORDER BY c.code").stream()
                        .map(Underwriters::category)
                        .toList());
    }

    private static Category category(Row row) {
        return new Category(row.id(0), row.text(1), row.text(2), row.text(3), Boolean.parseBoolean(row.text(4)), (int)
                row.number(5));
    }

    public Category category(String code) {
        return database.read(em -> category(new Sql(em), code, ""))
                .orElseThrow(() -> Refused.unknown("category", code));
    }

    private static Optional<Category> category(Sql sql, String code, String lock) {
        return sql.rows(CATEGORY + " WHERE c.code = ?1" + lock, code).stream()
                .findFirst()
                .map(Underwriters::category);
    }

    /** @param parent a code, empty for none */
    public Category createCategory(Actor actor, String code, String name, String parent) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            checkCategory(sql, code, name, parent);
            List<Row> made = sql.rows(
                    "INSERT INTO category (code, name, parent_id) VALUES (?1, ?2, (SELECT id FROM category WHERE code = ?3))"
                            + " ON CONFLICT (code) DO NOTHING RETURNING id",
                    code,
                    name.strip(),
                    parent);
            if (made.isEmpty()) {
                throw Refused.clash(
                        "There is a category " + code + " already", "code", code, "a code that no category has");
            }
            new Audit(sql, clock, actor, "category", "category")
                    .wrote("create", made.get(0).number(0), "", "");
            return category(sql, code, "").orElseThrow();
        });
    }

    /** Changes name and parent; a category is every station's, so only those who work at every station may. */
    public Category changeCategory(Actor actor, String code, int version, String name, String parent) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            Category category =
                    category(sql, code, " FOR UPDATE OF c").orElseThrow(() -> Refused.unknown("category", code));
            if (!actor.everywhere()) {
                throw Refused.notYours("category", code);
            }
            if (category.version() != version) {
                throw Refused.stale("category", version, category.version());
            }
            checkCategory(sql, code, name, parent);
            long id = Long.parseLong(category.id());
            Audit audit = new Audit(sql, clock, actor, "category", "category");
            String before = audit.row(id);
            sql.run(
                    "UPDATE category SET name = ?2, parent_id = (SELECT id FROM category WHERE code = ?3), version = version + 1"
                            + " WHERE id = ?1",
                    id,
                    name.strip(),
                    parent);
            audit.wrote("change", id, before, "");
            return category(sql, code, "").orElseThrow();
        });
    }

    private static void checkCategory(Sql sql, String code, String name, String parent) {
        List<Fault> faults = new ArrayList<>();
        if (!code.matches("[A-Z][A-Z0-9_-]{1,31}")) {
            faults.add(new Fault(
                    "code", code, "2 to 32 capital letters, digits, dashes and underscores, for example BANK"));
        }
        if (name.isBlank() || name.strip().length() > 200) {
            faults.add(new Fault("name", name, "a name of 1 to 200 characters"));
        }
        if (!parent.isEmpty() && below(sql, code, parent)) {
            faults.add(new Fault("parent", parent, "the code of another category that is not below " + code));
        }
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }

    /** Whether a category is not there, is the other, or is below it. */
    private static boolean below(Sql sql, String code, String wanted) {
        List<String> seen = new ArrayList<>();
        String at = wanted;
        while (!at.isEmpty() && !seen.contains(at)) {
            Optional<Category> category = category(sql, at, "");
            if (category.isEmpty() || at.equals(code)) {
                return true;
            }
            seen.add(at);
            at = category.get().parent();
        }
        return false;
    }
}
