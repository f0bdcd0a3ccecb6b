package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;
import org.scruffy.spi.telemetry.Filter;

/** Who changes what somebody else changed since it was read, undoes nothing of it. */
class OvertakenTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private Database database;
    private Triggers triggers;
    private Slos slos;
    private Recipients recipients;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        Alerts alerts = new Alerts(database, clock);
        triggers = new Triggers(database, alerts, clock);
        slos = new Slos(database, alerts, clock);
        recipients = new Recipients(database, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Trigger.Said trigger(String name) {
        return new Trigger.Said(name, "", "*", "{}", Filter.Op.GREATER, 1, MINUTE, MINUTE, 1, true, List.of());
    }

    private static Slo.Said slo(String name) {
        return new Slo.Said(name, "", "*", "{}", "{}", "", 99, 28, List.of(), List.of());
    }

    private static Recipient.Said recipient(String name) {
        return new Recipient.Said(name, Recipient.Kind.EMAIL, "ada@example.org", "");
    }

    /**
     * Two have read the same, and each says it anew by another name.
     *
     * @param change by name and when it was changed last
     */
    private <T> void twoChange(
            T read, Function<T, Instant> updated, BiFunction<String, Instant, T> change, Supplier<T> now) {
        clock.forward(MINUTE);
        T first = change.apply("first", updated.apply(read));
        assertThat(updated.apply(first)).isEqualTo(clock.instant());

        clock.forward(MINUTE);
        assertThatThrownBy(() -> change.apply("second", updated.apply(read)))
                .isInstanceOfSatisfying(Overtaken.class, overtaken -> {
                    assertThat(overtaken.seen()).isEqualTo(updated.apply(read));
                    assertThat(overtaken.now()).isEqualTo(updated.apply(first));
                })
                .hasMessageContaining(updated.apply(first).toString());
        assertThat(now.get()).isEqualTo(first);

        assertThat(updated.apply(change.apply("second", updated.apply(first)))).isEqualTo(clock.instant());
    }

    @Test
    void aTrigger_thatSomebodyElseChangedIsNotSaidAnew() {
        Trigger read = triggers.create(trigger("Slow"));
        long id = Long.parseLong(read.id());
        twoChange(
                read,
                Trigger::updated,
                (name, seen) -> triggers.change(id, trigger(name), seen).orElseThrow(),
                () -> triggers.find(id).orElseThrow());
        assertThat(triggers.change(7_000, trigger("Slow"), read.updated())).isEmpty();
    }

    @Test
    void anObjective_thatSomebodyElseChangedIsNotSaidAnew() {
        Slo read = slos.create(slo("Air"));
        long id = Long.parseLong(read.id());
        twoChange(
                read,
                Slo::updated,
                (name, seen) -> slos.change(id, slo(name), seen).orElseThrow(),
                () -> slos.find(id).orElseThrow());
        assertThat(slos.change(7_000, slo("Air"), read.updated())).isEmpty();
    }

    @Test
    void aRecipient_thatSomebodyElseChangedIsNotSaidAnew() {
        Recipient read = recipients.create(recipient("On call"));
        long id = Long.parseLong(read.id());
        twoChange(
                read,
                Recipient::updated,
                (name, seen) -> recipients.change(id, recipient(name), seen).orElseThrow(),
                () -> recipients.find(id).orElseThrow());
        assertThat(recipients.change(7_000, recipient("On call"), read.updated()))
                .isEmpty();
    }

    @Test
    void whatIsOnlyLookedAt_isNotChanged() {
        Trigger read = triggers.create(trigger("Slow"));
        Slo agreed = slos.create(slo("Air"));
        clock.forward(MINUTE);
        triggers.judge(read, List.of(new Beyond("/week", 2, "COUNT is 2")), "");
        triggers.note(read, "out of order");
        slos.judge(agreed, agreed.budget(), List.of());
        slos.note(agreed, "out of order");

        assertThat(triggers.change(Long.parseLong(read.id()), trigger("Slower"), read.updated()))
                .isPresent();
        assertThat(slos.change(Long.parseLong(agreed.id()), slo("Aired"), agreed.updated()))
                .isPresent();
    }

    @Test
    void whoChangesItWhileSomebodyElseDoes_waitsAndIsOvertaken() {
        Recipient read = recipients.create(recipient("On call"));
        long id = Long.parseLong(read.id());
        clock.forward(MINUTE);
        CompletableFuture<?> second = database.transaction(em -> {
            Kept.RECIPIENT.unchanged(new Sql(em), id, read.updated());
            CompletableFuture<?> other =
                    CompletableFuture.supplyAsync(() -> recipients.change(id, recipient("second"), read.updated()));
            assertThat(waits(other)).isTrue();
            new Sql(em)
                    .run(
                            "UPDATE alert_recipient SET updated_at = CAST(?2 AS timestamptz) WHERE id = ?1",
                            id,
                            clock.instant());
            return other;
        });
        assertThatThrownBy(second::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(Overtaken.class);
    }

    private static boolean waits(CompletableFuture<?> change) {
        try {
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !change.isDone();
    }
}
