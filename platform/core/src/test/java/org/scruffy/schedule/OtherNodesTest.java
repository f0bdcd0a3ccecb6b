package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.database.Sql;

/** Two nodes on one real PostgreSQL. */
class OtherNodesTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    private static final ScheduleChanged CHANGE =
            new ScheduleChanged("KSCF", "main", Optional.of(MONDAY), 7, "anna", "move „Żółw“");

    /** A node with what its pages were told. */
    private static final class Node implements AutoCloseable {

        private final BlockingQueue<ScheduleChanged> told = new LinkedBlockingQueue<>();
        private final OtherNodes others;

        Node(Database database) {
            others = new OtherNodes(database, event());
            others.start();
        }

        @SuppressWarnings("unchecked") // a proxy knows no type arguments
        private Event<ScheduleChanged> event() {
            return (Event<ScheduleChanged>) Proxy.newProxyInstance(
                    Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> {
                        ScheduleChanged change = (ScheduleChanged) arguments[0];
                        others.changed(change); // it observes what it fires, as it does in the container
                        return told.add(change);
                    });
        }

        ScheduleChanged next() throws InterruptedException {
            return told.poll(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            others.stop();
        }
    }

    private TestSchedule test;
    private Database neighbours;
    private Node here;
    private Node there;

    @BeforeEach
    void open() throws Exception {
        test = new TestSchedule(Instant.parse("2026-06-01T12:00:00Z"));
        test.take(new TestStation("KSCF", ZoneId.of("America/New_York"), 1, "main"), MONDAY);
        neighbours = FreshDatabase.on(test.source);
        here = new Node(test.database);
        there = new Node(neighbours);
        awaitListeners(2);
    }

    @AfterEach
    void close() throws Exception {
        here.close();
        there.close();
        neighbours.close();
        test.close();
    }

    private static final String LISTENERS =
            "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'"
                    + " AND query LIKE '%feed_week w JOIN feed f%' AND query NOT LIKE '%pg_stat_activity%'";

    private void awaitListeners(int count) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (test.column("SELECT count(*) " + LISTENERS).get(0).equals("" + count)) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("There are not " + count + " who listen");
    }

    @Test
    void change_isToldToTheOtherNodeAndNotBack() throws Exception {
        here.others.changed(CHANGE);

        assertThat(there.next()).isEqualTo(CHANGE);
        there.others.changed(new ScheduleChanged("KSCF", "main"));
        assertThat(here.next()).isEqualTo(new ScheduleChanged("KSCF", "main"));
        assertThat(here.told).isEmpty();
        assertThat(there.told).isEmpty();
    }

    @Test
    void change_thatWasMissedWhileTheConnectionWasLostIsToldAfterwards() throws Exception {
        test.column("SELECT pg_terminate_backend(pid) " + LISTENERS);
        test.database.change(em -> new Sql(em).run("UPDATE feed_week SET revision = revision + 1"));

        ScheduleChanged missed = there.next();

        assertThat(missed.callSign() + "/" + missed.feed()).isEqualTo("KSCF/main");
        assertThat(missed.monday()).contains(MONDAY);
        assertThat(missed.revision()).isEqualTo(test.schedule.revision("KSCF", "main", MONDAY));
        assertThat(here.next()).isEqualTo(missed);
        awaitListeners(2);
        here.others.changed(CHANGE);
        assertThat(there.next()).isEqualTo(CHANGE);
    }
}
