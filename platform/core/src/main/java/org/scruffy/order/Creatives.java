package org.scruffy.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.order.CreativeCard.Approval;
import org.scruffy.order.CreativeCard.SentFile;
import org.scruffy.order.CreativeCard.Tick;
import org.scruffy.order.Inbox.Kept;

/**
 * The creatives a station may place: its own, the network's and its sources'. A station changes its own, the others are changed by
 * those who work at every station. Whether somebody may at all is asked before.
 */
@ApplicationScoped
public class Creatives {

    private static final String FROM = """
            FROM creative c LEFT JOIN underwriter u ON u.id = c.underwriter_id LEFT JOIN station s ON s.id = c.station_id
            """;

    private static final String FILE = """
            LEFT JOIN LATERAL (SELECT * FROM creative_file WHERE creative_id = c.id ORDER BY id DESC LIMIT 1) f ON true
            """;

    private static final String SELECT = """
            SELECT c.id, c.ad_id, c.title, c.underwriter_id, u.name AS underwriter, c.kind, c.duration_ms, c.approval,
                   CAST(c.checklist AS text), lower(c.valid) AS valid_from, upper(c.valid) - 1 AS valid_until, c.media <> '' AS ready,
                   c.decided_by, c.decided_at, c.decision, s.call_sign, c.disabled, c.version,
                   f.sha256, f.bytes, f.state, f.problem, f.sent_by, f.sent_at
            """ + FROM + FILE;

    /** A state is one of the approval, or NOT_READY for what is not conditioned. */
    private static final String FOUND = """
            WHERE (c.station_id IS NULL OR s.call_sign = ?1) AND c.disabled = ?2
            AND (c.ad_id ILIKE ?3 OR c.title ILIKE ?3 OR u.name ILIKE ?3)
            AND (?4 = '' OR c.approval = ?4 OR ?4 = 'NOT_READY' AND c.media = '') AND c.ad_id > ?5
            """;

    /** In the order in which moves lock the weeks, so that nobody waits for each other. */
    private static final String RAISE_REVISIONS = """
            UPDATE feed_week w SET revision = w.revision + 1
            FROM (SELECT feed_id, week_start FROM feed_week
                  WHERE feed_id IN (SELECT b.feed_id FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on
                                    WHERE p.creative_id = ?1)
                  ORDER BY feed_id, week_start FOR UPDATE) AS l
            WHERE w.feed_id = l.feed_id AND w.week_start = l.week_start
            """;

    private final Database database;
    private final Clock clock;
    private final Inbox inbox;
    private final Event<CreativeArrived> arrivals;

    protected Creatives() {
        this(null, null, null, null);
    }

    @Inject
    public Creatives(Database database, Clock clock, Inbox inbox, Event<CreativeArrived> arrivals) {
        this.database = database;
        this.clock = clock;
        this.inbox = inbox;
        this.arrivals = arrivals;
    }

    /** The creatives of a station by Ad-ID. */
    public Page<CreativeCard> find(String callSign, Find find) {
        List<CreativeCard> found = database.read(em -> new Sql(em)
                        .rows(
                                SELECT + FOUND + " ORDER BY c.ad_id OFFSET ?6 LIMIT ?7",
                                callSign,
                                find.deleted(),
                                find.pattern(),
                                find.state(),
                                find.after(),
                                find.skip(),
                                find.limit() + 1)
                        .stream()
                        .map(Creatives::card)
                        .toList());
        return found.size() <= find.limit()
                ? new Page<>(found, "")
                : new Page<>(
                        found.subList(0, find.limit()),
                        found.get(find.limit() - 1).adId());
    }

    public long count(String callSign, Find find) {
        return database.read(em -> new Sql(em)
                .rows("SELECT count(*) " + FROM + FOUND, callSign, find.deleted(), find.pattern(), find.state(), "")
                .get(0)
                .number(0));
    }

    public CreativeCard get(String callSign, String adId) {
        return database.read(em -> get(new Sql(em), callSign, adId, ""));
    }

    private static CreativeCard get(Sql sql, String callSign, String adId, String lock) {
        return sql
                .rows(
                        SELECT + " WHERE (c.station_id IS NULL OR s.call_sign = ?1) AND c.ad_id = ?2" + lock,
                        callSign,
                        adId)
                .stream()
                .findFirst()
                .map(Creatives::card)
                .orElseThrow(() -> Refused.unknown("creative", adId));
    }

    private static CreativeCard card(Row row) {
        return new CreativeCard(
                row.number(0),
                row.text(1),
                row.text(2),
                row.text(3),
                row.text(4),
                CreativeCard.Kind.valueOf(row.text(5)),
                (int) row.number(6),
                Approval.valueOf(row.text(7)),
                ticks(row.text(8)),
                day(row, 9),
                day(row, 10),
                Boolean.parseBoolean(row.text(11)),
                row.empty(18)
                        ? Optional.empty()
                        : Optional.of(new SentFile(
                                row.text(18), row.number(19), row.text(20), row.text(21), row.text(22), row.at(23))),
                row.text(12),
                row.empty(13) ? Optional.empty() : Optional.of(row.at(13)),
                row.text(14),
                row.text(15),
                Boolean.parseBoolean(row.text(16)),
                (int) row.number(17));
    }

    private static Optional<LocalDate> day(Row row, int column) {
        return row.empty(column) ? Optional.empty() : Optional.of(row.day(column));
    }

    private static List<Tick> ticks(String checklist) {
        try (JsonReader reader = Json.createReader(new StringReader(checklist))) {
            JsonObject ticks = reader.readObject();
            return Arrays.stream(ChecklistPoint.values())
                    .filter(point -> ticks.containsKey(point.name()))
                    .map(point -> {
                        JsonObject tick = ticks.getJsonObject(point.name());
                        return new Tick(point, tick.getString("by"), Instant.parse(tick.getString("at")));
                    })
                    .toList();
        }
    }

    private static String json(List<Tick> ticks) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        ticks.forEach(tick -> json.add(
                tick.point().name(),
                Json.createObjectBuilder()
                        .add("by", tick.by())
                        .add("at", tick.at().toString())));
        JsonValue built = json.build();
        return built.toString();
    }

    public CreativeCard create(Actor actor, CreativeDraft draft) {
        AdId adId = AdId.of(draft.adId());
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            draft.check(sql);
            List<Row> made = sql.rows(
                    """
                    INSERT INTO creative (ad_id, title, underwriter_id, kind, duration_ms, media, approval, valid, station_id)
                    VALUES (?1, ?2, CAST(NULLIF(?3, '') AS bigint), ?4, ?5, '', 'DRAFT', CAST(?6 AS daterange),
                            (SELECT id FROM station WHERE call_sign = ?7))
                    ON CONFLICT (ad_id) DO NOTHING RETURNING id
                    """,
                    adId.text(),
                    draft.title().strip(),
                    draft.underwriterId(),
                    draft.kind(),
                    draft.lengthMs(),
                    draft.valid(),
                    actor.callSign());
            if (made.isEmpty()) {
                throw Refused.clash(
                        "There is a creative " + adId.text()
                                + " already, perhaps among the deleted ones or at another station",
                        "adId",
                        adId.text(),
                        "an Ad-ID that no creative has");
            }
            audit(sql, actor).wrote("create", made.get(0).number(0), "", "");
            return get(sql, actor.callSign(), adId.text(), "");
        });
    }

    /** Changes a creative; where what was looked at changes with it, it is a draft again. Its Ad-ID stays. */
    public CreativeCard change(Actor actor, String adId, int version, CreativeDraft draft) {
        return changed(actor, adId, version, "change", "", (sql, card) -> {
            draft.check(sql);
            sql.run(
                    "UPDATE creative SET title = ?2, underwriter_id = CAST(NULLIF(?3, '') AS bigint), kind = ?4, duration_ms = ?5,"
                            + " valid = CAST(?6 AS daterange) WHERE id = ?1",
                    card.id(),
                    draft.title().strip(),
                    draft.underwriterId(),
                    draft.kind(),
                    draft.lengthMs(),
                    draft.valid());
            if (!draft.sameContentAs(card)) {
                again(sql, card);
                sql.run(RAISE_REVISIONS, card.id());
            }
        });
    }

    /** What was decided holds no longer, and what was ticked neither. */
    private static void again(Sql sql, CreativeCard card) {
        sql.run(
                "UPDATE creative SET approval = 'DRAFT', checklist = '{}', decided_by = '', decided_at = NULL, decision = ''"
                        + " WHERE id = ?1",
                card.id());
    }

    /** Says what somebody has looked at: what they do not name is not ticked any more, what was ticked before stays with its name. */
    public CreativeCard tick(Actor actor, String adId, int version, Set<ChecklistPoint> points) {
        return changed(actor, adId, version, "tick", "", (sql, card) -> {
            if (card.approval() == Approval.APPROVED || card.approval() == Approval.REJECTED) {
                throw wrongState(card, "DRAFT or SUBMITTED: take it back to a draft first");
            }
            Instant now = clock.instant();
            List<Tick> ticks = points.stream()
                    .sorted()
                    .map(point -> card.ticks().stream()
                            .filter(tick -> tick.point() == point)
                            .findFirst()
                            .orElseGet(() -> new Tick(point, actor.name(), now)))
                    .toList();
            sql.run("UPDATE creative SET checklist = CAST(?2 AS jsonb) WHERE id = ?1", card.id(), json(ticks));
        });
    }

    /** Asks for approval. */
    public CreativeCard submit(Actor actor, String adId, int version) {
        return decided(actor, adId, version, "submit", EnumSet.of(Approval.DRAFT), Approval.SUBMITTED, "");
    }

    /** Approves a creative whose whole checklist is ticked. */
    public CreativeCard approve(Actor actor, String adId, int version) {
        return decided(actor, adId, version, "approve", EnumSet.of(Approval.SUBMITTED), Approval.APPROVED, "");
    }

    /** @param reason in words for whoever made it */
    public CreativeCard reject(Actor actor, String adId, int version, String reason) {
        if (reason.isBlank() || reason.length() > 1_000) {
            throw Refused.invalid("reason", reason, "why it is rejected, in 1 to 1000 characters");
        }
        return decided(
                actor, adId, version, "reject", EnumSet.of(Approval.SUBMITTED), Approval.REJECTED, reason.strip());
    }

    /** Takes a creative back to a draft, whatever was decided: everything is ticked anew. */
    public CreativeCard reopen(Actor actor, String adId, int version) {
        return changed(actor, adId, version, "reopen", "", (sql, card) -> {
            if (card.approval() == Approval.DRAFT) {
                throw wrongState(card, "SUBMITTED, APPROVED or REJECTED");
            }
            again(sql, card);
        });
    }

    private CreativeCard decided(
            Actor actor, String adId, int version, String action, Set<Approval> from, Approval to, String reason) {
        return changed(actor, adId, version, action, reason, (sql, card) -> {
            if (!from.contains(card.approval())) {
                throw wrongState(card, from.stream().map(Approval::name).collect(Collectors.joining(" or ")));
            }
            if (to == Approval.APPROVED) {
                checkTicked(card);
            }
            String by = to == Approval.SUBMITTED ? "" : actor.name();
            sql.run(
                    "UPDATE creative SET approval = ?2, decided_by = ?3, decision = ?4,"
                            + " decided_at = CASE WHEN ?3 = '' THEN NULL ELSE CAST(?5 AS timestamptz) END WHERE id = ?1",
                    card.id(),
                    to,
                    by,
                    reason,
                    clock.instant());
        });
    }

    private static Refused wrongState(CreativeCard card, String expected) {
        return Refused.clash(
                "Creative " + card.adId() + " is " + card.approval() + ", this needs one that is " + expected,
                "approval",
                card.approval().name(),
                expected);
    }

    private static void checkTicked(CreativeCard card) {
        List<String> open = Arrays.stream(ChecklistPoint.values())
                .filter(point -> !card.ticked(point))
                .map(point -> "\u201c" + point.words() + "\u201d")
                .toList();
        if (!open.isEmpty()) {
            throw Refused.clash(
                    "Of the checklist of " + card.adId() + " is not ticked yet: " + String.join(", ", open),
                    "checklist",
                    "not ticked: " + String.join(", ", open),
                    "every point ticked");
        }
    }

    /** Deletes a creative that is planned nowhere, so that it can come back. */
    public CreativeCard delete(Actor actor, String adId, int version) {
        return changed(actor, adId, version, "delete", "", (sql, card) -> {
            long planned = sql.rows(
                            "SELECT count(*) FROM placement WHERE creative_id = ?1 AND status IN ('PLANNED', 'LOCKED')",
                            card.id())
                    .get(0)
                    .number(0);
            if (planned > 0) {
                throw Refused.clash(
                        "Creative " + card.adId() + " is planned " + (planned == 1 ? "once" : planned + " times"),
                        "placements",
                        "" + planned,
                        "none: take it out of the breaks first");
            }
            sql.run("UPDATE creative SET disabled = true WHERE id = ?1", card.id());
        });
    }

    public CreativeCard restore(Actor actor, String adId, int version) {
        return changed(
                actor,
                adId,
                version,
                "restore",
                "",
                (sql, card) -> sql.run("UPDATE creative SET disabled = false WHERE id = ?1", card.id()));
    }

    private CreativeCard changed(
            Actor actor, String adId, int version, String action, String reason, BiConsumer<Sql, CreativeCard> change) {
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            CreativeCard card = mine(sql, actor, adId);
            if (card.version() != version) {
                throw Refused.stale("creative", version, card.version());
            }
            Audit audit = audit(sql, actor);
            String before = audit.row(card.id());
            change.accept(sql, card);
            sql.run("UPDATE creative SET version = version + 1 WHERE id = ?1", card.id());
            audit.wrote(action, card.id(), before, reason);
            return get(sql, actor.callSign(), adId, "");
        });
    }

    private static CreativeCard mine(Sql sql, Actor actor, String adId) {
        CreativeCard card = get(sql, actor.callSign(), adId, " FOR UPDATE OF c");
        if (!card.station().equals(actor.callSign()) && !actor.everywhere()) {
            throw Refused.notYours("creative", card.adId());
        }
        return card;
    }

    private Audit audit(Sql sql, Actor actor) {
        return new Audit(sql, clock, actor, "creative", "creative");
    }

    /**
     * Takes the file of a creative. It waits for conditioning from then on and airs no more until that is done; what was approved was
     * another file, so it is a draft again. The same file once more changes nothing.
     *
     * @param announced how many bytes whoever sends said they send, -1 where they did not
     */
    public CreativeCard receive(Actor actor, String adId, InputStream sent, long announced) {
        inbox.expect(announced);
        database.change(em -> mine(new Sql(em), actor, adId)); // before a gigabyte was sent for nothing
        Kept kept = inbox.take(sent, announced);
        boolean fresh = database.transaction(em -> file(new Sql(em), actor, adId, kept));
        if (fresh) {
            arrivals.fire(new CreativeArrived(adId, kept.sha256()));
        }
        return get(actor.callSign(), adId);
    }

    private boolean file(Sql sql, Actor actor, String adId, Kept kept) {
        CreativeCard card = mine(sql, actor, adId);
        if (card.file()
                .filter(file -> file.sha256().equals(kept.sha256())
                        && !Set.of("FAILED", "CANCELLED").contains(file.state()))
                .isPresent()) {
            return false;
        }
        Audit audit = audit(sql, actor);
        String before = audit.row(card.id());
        sql.run(
                "UPDATE creative_file SET state = 'SUPERSEDED' WHERE creative_id = ?1 AND state IN ('WAITING', 'CONDITIONING')",
                card.id());
        sql.run(
                "INSERT INTO creative_file (creative_id, sha256, bytes, sent_by, sent_at)"
                        + " VALUES (?1, ?2, ?3, ?4, CAST(?5 AS timestamptz))",
                card.id(),
                kept.sha256(),
                kept.bytes(),
                actor.name(),
                clock.instant());
        again(sql, card);
        sql.run(
                "UPDATE creative SET sha256 = ?2, media = '', version = version + 1 WHERE id = ?1",
                card.id(),
                kept.sha256());
        sql.run(RAISE_REVISIONS, card.id());
        audit.wrote("send file", card.id(), before, "");
        return true;
    }
}
