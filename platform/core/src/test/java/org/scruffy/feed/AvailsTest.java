package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.feed.AvailStory.Outcome;
import org.scruffy.feed.AvailStory.Step;

/** Why was this avail dark? One test for each kind of darkness, on a real PostgreSQL. */
class AvailsTest {

    private static final Instant START = Air.START.plusSeconds(80);

    @TempDir
    Path media;

    private Database database;
    private Air air;

    @BeforeEach
    void open() throws SQLException {
        javax.sql.DataSource source = FreshDatabase.current();
        database = FreshDatabase.on(source);
        run(
                source,
                "INSERT INTO station (call_sign, name, zone) VALUES ('KSCF', 'Scruffy', 'UTC')",
                "INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by)"
                        + " VALUES (1, 'main', 'Main', 'MAIN', 'UTC', 'http://localhost/', 'CUES', 'PERSON')");
        air = new Air(media, 6, Duration.ofSeconds(2));
        AirLog log = AirLog.of(database, "KSCF", "main").orElseThrow();
        air.records = log;
        air.notes = new AirNoteLog(database, log.feedId());
    }

    private static void run(javax.sql.DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @AfterEach
    void close() {
        air.close();
        database.close();
    }

    /** What one kind of darkness does to a feed whose break 7 is due, and runs it until it is over. */
    private interface Darkness {
        void befall(AvailsTest test);
    }

    private Instant cue() {
        return air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
    }

    private void planned(String name, int segments) {
        air.breaks.add(Air.planned("7", START, 20, air.spot(name, segments)));
    }

    private void run(int seconds) {
        air.start().run(Duration.ofSeconds(seconds), Duration.ofSeconds(2));
    }

    private AvailStory story() {
        List<AvailStory> all = new Avails(database, null, air.clock)
                .stories("KSCF", "main", air.breaks, START.minusSeconds(60), START.plusSeconds(60));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static Arguments dark(
            String what, Darkness darkness, Outcome outcome, Step.Kind step, Step.State state, String words) {
        return Arguments.of(what, darkness, outcome, step, state, words);
    }

    static Stream<Arguments> darknesses() {
        return Stream.of(
                dark(
                        "no cue",
                        test -> {
                            test.planned("HARBOR15", 10);
                            test.run(200);
                        },
                        Outcome.DARK,
                        Step.Kind.CUE,
                        Step.State.MISSING,
                        "The network sent no cue"),
                dark(
                        "a cue, but no break",
                        test -> {
                            test.cue();
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.DECISION,
                        Step.State.FAILED,
                        "no break is planned within two minutes"),
                dark(
                        "a late cue",
                        test -> {
                            // an encoder that says nothing before the fourth segment of the break
                            test.air.origin.tag(43, "#EXT-X-CUE-OUT-CONT:6/20");
                            test.planned("HARBOR15", 10);
                            test.run(80);
                        },
                        Outcome.DARK,
                        Step.Kind.CUE,
                        Step.State.LATE,
                        "had been shown already"),
                dark(
                        "an empty break",
                        test -> {
                            test.cue();
                            test.air.breaks.add(Air.planned("7", START, 20));
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.DECISION,
                        Step.State.FAILED,
                        "had no spots"),
                dark(
                        "a creative that is missing",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 10);
                            test.remove("HARBOR15/v720/3.ts");
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.CREATIVE,
                        Step.State.FAILED,
                        "HARBOR15 (HARBOR15) was not air-ready"),
                dark(
                        "a spot that does not fit",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 12);
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.FREEZE,
                        Step.State.FAILED,
                        "did not fit: 20 s are left"),
                dark(
                        "renditions that are not aligned",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 10);
                            test.air.origin.shifted.put("lo", Duration.ofMillis(900));
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.SPLICE,
                        Step.State.FAILED,
                        "do not break at the same time"),
                dark(
                        "a database that is down when it is decided",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 10);
                            test.air.records = new Misled(test.air.records, 0);
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.DECISION,
                        Step.State.FAILED,
                        "could not be written down"),
                dark(
                        "an origin that is down",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 10);
                            test.air.start().run(10);
                            test.air.origin.faults.put(
                                    "*", exchange -> SimulatedOrigin.send(exchange, 500, "out of order"));
                            test.air.run(Duration.ofSeconds(100), Duration.ofSeconds(4));
                            test.air.origin.faults.clear();
                            test.air.run(Duration.ofSeconds(120), Duration.ofSeconds(4));
                        },
                        Outcome.DARK,
                        Step.Kind.CUE,
                        Step.State.FAILED,
                        "feed could not be read"),
                dark(
                        "an early return",
                        test -> {
                            test.air.signalled(40, "#EXT-X-CUE-OUT:20", 4);
                            test.planned("HARBOR15", 10);
                            test.run(70);
                        },
                        Outcome.PARTLY,
                        Step.Kind.SPLICE,
                        Step.State.SHORT,
                        "came back before all spots were over"),
                dark(
                        "a guard that refuses",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 10);
                            // what stands in the records would make discontinuity numbers jump
                            test.air.records = new Misled(test.air.records, 5);
                            test.run(90);
                        },
                        Outcome.PARTLY,
                        Step.Kind.SPLICE,
                        Step.State.FAILED,
                        "would have broken players"),
                dark(
                        "somebody who cancels it",
                        test -> {
                            test.cue();
                            test.planned("HARBOR15", 10);
                            test.air.byHand(AirAction.Kind.CANCEL, "7");
                            test.run(70);
                        },
                        Outcome.DARK,
                        Step.Kind.DECISION,
                        Step.State.FAILED,
                        "ann cancelled the break by hand"));
    }

    /** Records of a database that takes no decision, or that another node wrote nonsense into. */
    private record Misled(AirRecords records, int discontinuities) implements AirRecords {

        @Override
        public List<Avail> avails() {
            return records.avails();
        }

        @Override
        public Map<String, Numbering> numberings() {
            return records.numberings();
        }

        @Override
        public Set<Integer> logged(long avail) {
            return records.logged(avail);
        }

        @Override
        public Avail decide(Avail avail) {
            if (discontinuities == 0) {
                throw new IllegalStateException("the database is down");
            }
            Map<String, Splice> wrong = new TreeMap<>();
            avail.splices()
                    .forEach((name, splice) -> wrong.put(
                            name,
                            new Splice(
                                    splice.first(),
                                    splice.start(),
                                    splice.before(),
                                    splice.discontinuity() + discontinuities,
                                    splice.pod(),
                                    splice.end())));
            return records.decide(avail.ended(wrong));
        }

        @Override
        public void end(Avail avail, String reason) {
            records.end(avail, reason);
        }

        @Override
        public int mark(Map<String, Numbering> numberings) {
            return records.mark(numberings);
        }

        @Override
        public List<Start> begin(int epoch, List<Start> starts) {
            return records.begin(epoch, starts);
        }

        @Override
        public List<Start> begun(int epoch) {
            return records.begun(epoch);
        }

        @Override
        public void join(Start start) {
            records.join(start);
        }

        @Override
        public DashPeriod place(DashPeriod period) {
            return records.place(period);
        }

        @Override
        public void aired(Airing airing) {
            records.aired(airing);
        }
    }

    private void remove(String file) {
        try {
            Files.delete(media.resolve(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("darknesses")
    void story_namesTheFirstStepThatWentWrong(
            String what, Darkness darkness, Outcome outcome, Step.Kind step, Step.State state, String words) {
        darkness.befall(this);

        AvailStory story = story();

        assertThat(story.outcome()).as(story.toString()).isEqualTo(outcome);
        assertThat(story.failed()).as(story.toString()).contains(step);
        assertThat(story.words()).as(story.toString()).contains(words);
        assertThat(story.steps()).extracting(Step::kind).containsExactly(Step.Kind.values());
        assertThat(story.steps().get(step.ordinal()).state()).isEqualTo(state);
        assertThat(story.steps().subList(0, step.ordinal()))
                .allSatisfy(before -> assertThat(before.state()).isEqualTo(Step.State.DONE));
    }
}
