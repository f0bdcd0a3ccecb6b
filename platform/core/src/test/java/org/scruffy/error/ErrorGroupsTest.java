package org.scruffy.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.Heard;
import org.scruffy.database.Database;
import org.scruffy.database.FreshDatabase;
import org.scruffy.error.ErrorGroup.State;
import org.scruffy.error.ErrorGroups.Order;
import org.scruffy.error.ErrorGroups.Verdict;
import org.scruffy.error.ErrorGroups.Wanted;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;

class ErrorGroupsTest {

    private final HandClock clock = new HandClock();
    private Database database;
    private ErrorGroups errors;

    @BeforeEach
    void open() throws SQLException {
        database = FreshDatabase.open();
        errors = new ErrorGroups(database, clock);
    }

    @AfterEach
    void close() {
        errors.stop();
        database.close();
    }

    private Event event(String method, String... more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                Event.DATASET,
                "shop",
                "exception.type",
                "org.acme.Broken",
                "exception.message",
                "user 7 is gone",
                "exception.stacktrace",
                "\tat org.acme.Shop." + method + "(Shop.java:7)"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return new Event(clock.instant(), fields);
    }

    private void tell(Event... events) {
        errors.kept(List.of(events));
        errors.count();
    }

    private List<ErrorGroup> all() {
        return errors.groups(new Wanted(Optional.empty(), "", "", "", "", "", Order.LAST_SEEN, 100));
    }

    private ErrorGroup only() {
        assertThat(all()).hasSize(1);
        return all().get(0);
    }

    private ErrorStory judge(State state, boolean nextBuild) {
        return errors.judge(Long.parseLong(only().id()), new Verdict(state, "ann", nextBuild))
                .orElseThrow();
    }

    @Test
    void errorsOfOneKind_areCountedTogether() {
        Instant first = clock.instant();
        tell(event("buy"), event("buy", "exception.message", "user 8 is gone"), event("pay"));
        clock.forward(Duration.ofHours(2));
        tell(event("buy", "station", "KSCF", "service.version", "1.4", "trace.trace_id", "t1"));

        assertThat(all()).extracting(ErrorGroup::culprit).containsExactly("org.acme.Shop.buy", "org.acme.Shop.pay");
        ErrorGroup buy = all().get(0);
        assertThat(buy.events()).isEqualTo(3);
        assertThat(buy.message()).isEqualTo("user <*> is gone");
        assertThat(buy.firstSeen()).isEqualTo(first);
        assertThat(buy.lastSeen()).isEqualTo(clock.instant());
        assertThat(buy.state()).isEqualTo(State.OPEN);
        ErrorStory story = errors.story(Long.parseLong(buy.id())).orElseThrow();
        assertThat(story.stations()).extracting(ErrorStory.Station::callSign).containsExactly("KSCF");
        assertThat(story.builds()).extracting(ErrorStory.Build::name).containsExactly("1.4");
        assertThat(story.hours()).extracting(ErrorStory.Hour::events).containsExactly(2L, 1L);
        assertThat(story.traceId()).isEqualTo("t1");
        assertThat(story.stack()).contains("Shop.java");
    }

    @Test
    void spansOfOneTrace_tellOneError_andSampledOnesStandForMany() {
        tell(
                event("buy", "trace.trace_id", "t"),
                event("buy", "trace.trace_id", "t"),
                event("buy", "trace.trace_id", "u"));
        assertThat(only().events()).isEqualTo(2);
        Map<String, Object> sampled = new HashMap<>(event("buy").fields());
        sampled.put(Event.SAMPLE_RATE, 10L);
        tell(new Event(clock.instant(), sampled));
        assertThat(only().events()).isEqualTo(12);
    }

    @Test
    void eventsWithoutErrors_andExceptionsToldAgain_doNotCount() {
        Event plain = new Event(clock.instant(), Map.of("name", "checkout", "error", true));
        tell(plain, event("buy", "meta.annotation_type", "span_event", "meta.signal_type", "trace"));
        assertThat(all()).isEmpty();
        tell(event("buy", "meta.annotation_type", "span_event", "meta.signal_type", "log"));
        assertThat(all()).hasSize(1);
    }

    @Test
    void refusedRequest_isNoErrorOfTheServer() {
        tell(answered("server", 404L), answered("server", 499L));
        assertThat(all()).isEmpty();
        tell(answered("server", 500L), answered("client", 404L), answered("server", 200L));
        assertThat(only().events()).isEqualTo(3);
    }

    private Event answered(String kind, long status) {
        Map<String, Object> fields =
                new HashMap<>(event("buy", "span.kind", kind).fields());
        fields.put("http.status_code", status);
        return new Event(clock.instant(), fields);
    }

    @Test
    void aGroup_saysHowManyStationsItTouched_andItsLastDayByTheHour() {
        tell(event("buy", "station", "KSCF"), event("buy", "station", "KAAA"), event("buy"));
        clock.forward(Duration.ofHours(23));
        tell(event("buy", "station", "KSCF"));

        assertThat(only().stations()).isEqualTo(2);
        assertThat(only().lastDay()).hasSize(24).startsWith(3L, 0L).endsWith(0L, 1L);
        assertThat(errors.story(Long.parseLong(only().id())).orElseThrow().group())
                .isEqualTo(only());
        clock.forward(Duration.ofHours(1));
        assertThat(only().lastDay()).startsWith(0L).endsWith(1L, 0L);
    }

    @Test
    void fingerprintOfTheClient_counts() {
        tell(event("buy", "sentry.fingerprint", "[\"ours\"]"), event("pay", "sentry.fingerprint", "[\"ours\"]"));
        assertThat(only().events()).isEqualTo(2);
        tell(
                event("buy", "sentry.fingerprint", "[\"{{ default }}\",\"x\"]"),
                event("pay", "sentry.fingerprint", "[\"{{ default }}\",\"x\"]"));
        assertThat(all()).hasSize(3);
    }

    @Test
    void resolvedGroup_isOpenAgainWhenItComesBack() {
        tell(event("buy"));
        assertThat(judge(State.RESOLVED, false).group().resolvedAt()).contains(clock.instant());
        Event before = event("buy");
        clock.forward(Duration.ofMinutes(1));
        tell(before);
        assertThat(only().state()).as("it was before").isEqualTo(State.RESOLVED);
        tell(event("buy"));
        assertThat(only()).satisfies(group -> {
            assertThat(group.state()).isEqualTo(State.OPEN);
            assertThat(group.regressedAt()).contains(clock.instant());
            assertThat(group.resolvedAt()).isEmpty();
            assertThat(group.assignee()).isEqualTo("ann");
        });
    }

    @Test
    void groupResolvedInTheNextBuild_comesBackInAnotherBuildOnly() {
        tell(event("buy", "release", "1.3"), event("buy", "release", "1.4"));
        judge(State.RESOLVED, true);
        clock.forward(Duration.ofHours(1));
        tell(event("buy", "release", "1.3"), event("buy", "release", "1.4"));
        assertThat(only().state()).as("of old builds").isEqualTo(State.RESOLVED);
        tell(event("buy", "release", "1.4"), event("buy", "release", "1.5"));
        assertThat(only().state()).isEqualTo(State.OPEN);
        assertThat(only().regressedBuild()).isEqualTo("1.5");
    }

    @Test
    void aBuildRemembersWhatCameBackInIt_alsoWhereItComesBackInAnother() {
        Instant first = clock.instant();
        tell(event("buy", "release", "1.4"), event("pay", "release", "1.4"));
        assertThat(errors.cameBack(first.minusSeconds(1)))
                .as("nothing was resolved")
                .isEmpty();
        assertThat(all()).extracting(ErrorGroup::regressedBuild).containsOnly("");
        for (String build : List.of("1.5", "1.6")) {
            judge(
                    all().stream()
                            .filter(group -> group.culprit().endsWith("buy"))
                            .findFirst()
                            .orElseThrow(),
                    true);
            clock.forward(Duration.ofHours(1));
            tell(event("buy"), event("buy", "service.version", build), event("pay", "release", build));
        }

        assertThat(errors.cameBack(first))
                .extracting(ErrorGroups.CameBack::build, ErrorGroups.CameBack::at)
                .containsExactly(
                        tuple("1.6", clock.instant()),
                        tuple("1.5", clock.instant().minus(Duration.ofHours(1))));
        assertThat(errors.cameBack(clock.instant().minusSeconds(1))).hasSize(1);
    }

    private void judge(ErrorGroup group, boolean nextBuild) {
        errors.judge(Long.parseLong(group.id()), new Verdict(State.RESOLVED, "", nextBuild));
    }

    @Test
    void whatComesBackWithoutABuild_isOfNone() {
        tell(event("buy", "release", "1.4"));
        judge(State.RESOLVED, false);
        clock.forward(Duration.ofHours(1));
        tell(event("buy"));

        assertThat(only().regressedAt()).contains(clock.instant());
        assertThat(only().regressedBuild()).isEmpty();
        assertThat(errors.cameBack(Instant.EPOCH)).isEmpty();
    }

    @Test
    void groups_areFoundByTheirWords_andInTheOrderThatIsWanted() {
        tell(event("pay"), event("pay"), event("pay"));
        clock.forward(Duration.ofMinutes(1));
        tell(event("buy"));
        clock.forward(Duration.ofMinutes(1));
        tell(of(Map.of("exception.type", "org.acme.Lost", "name", "100% of %s")), event("pay"));

        assertThat(found("", Order.LAST_SEEN)).containsExactly("", "org.acme.Shop.pay", "org.acme.Shop.buy");
        assertThat(found("", Order.FIRST_SEEN)).containsExactly("", "org.acme.Shop.buy", "org.acme.Shop.pay");
        assertThat(found("", Order.EVENTS)).startsWith("org.acme.Shop.pay");
        assertThat(found("SHOP  gone", Order.EVENTS)).containsExactly("org.acme.Shop.pay", "org.acme.Shop.buy");
        assertThat(found("buy", Order.EVENTS)).containsExactly("org.acme.Shop.buy");
        assertThat(found("lost", Order.EVENTS)).hasSize(1);
        assertThat(found("% %s", Order.EVENTS)).hasSize(1);
        assertThat(found("buy lost", Order.EVENTS)).as("of two groups").isEmpty();
    }

    private List<String> found(String text, Order order) {
        return errors.groups(new Wanted(Optional.empty(), "", "", "", "", text, order, 100)).stream()
                .map(ErrorGroup::culprit)
                .toList();
    }

    @Test
    void whatTheEventsOfAGroupHaveInCommon_choosesThem() {
        tell(event("buy"));
        assertThat(story().where().get(1).filter())
                .isEqualTo(Filter.of("sentry.fingerprint", Filter.Op.DOES_NOT_EXIST));
        assertThat(story().knowing(Set.of("sentry.fingerprint")).where()).hasSize(4);
        assertThat(story().knowing(Set.of()).where())
                .extracting(ErrorStory.Where::column, ErrorStory.Where::op, ErrorStory.Where::value)
                .containsExactly(
                        tuple(Event.DATASET, "=", "shop"),
                        tuple("exception.type", "=", "org.acme.Broken"),
                        tuple("exception.stacktrace", "contains", "org.acme.Shop.buy("));
    }

    @Test
    void withoutAStack_theyHaveTheWordsOfTheirMessageInCommon() {
        tell(of(Map.of(Event.DATASET, "shop", "meta.signal_type", "error", "name", "order 7 of 'ann' is gone")));
        assertThat(story().where())
                .extracting(ErrorStory.Where::column, ErrorStory.Where::op, ErrorStory.Where::value)
                .containsExactly(
                        tuple(Event.DATASET, "=", "shop"),
                        tuple("sentry.fingerprint", "does-not-exist", ""),
                        tuple("name", "contains", "order"),
                        tuple("name", "contains", "is gone"));
    }

    @Test
    void whatTheirClientSays_theyHaveInCommon_andNoStackUnlessItSaysSo() {
        tell(event("buy", "sentry.fingerprint", "[\"ours\"]"));
        assertThat(story().where())
                .extracting(ErrorStory.Where::column)
                .containsExactly(Event.DATASET, "sentry.fingerprint");
        database.change(em -> em.createNativeQuery("DELETE FROM error_group").executeUpdate());
        tell(event("buy", "sentry.fingerprint", "[\"{{ default }}\"]"));
        assertThat(story().where()).extracting(ErrorStory.Where::column).endsWith("exception.stacktrace");
        assertThat(story().where().get(3).filter())
                .isEqualTo(Filter.of("exception.stacktrace", Filter.Op.CONTAINS, "org.acme.Shop.buy("));
    }

    @Test
    void ignoredGroup_staysIgnored_andIsFoundByState() {
        tell(event("buy", "station", "KSCF"));
        judge(State.IGNORED, true);
        clock.forward(Duration.ofHours(1));
        tell(event("buy"));
        assertThat(only().state()).isEqualTo(State.IGNORED);
        assertThat(only().nextBuild()).isFalse();
        assertThat(errors.groups(
                        new Wanted(Optional.of(State.IGNORED), "shop", "ann", "KSCF", "", "", Order.LAST_SEEN, 1)))
                .hasSize(1);
        assertThat(errors.groups(new Wanted(Optional.of(State.OPEN), "", "", "", "", "", Order.LAST_SEEN, 1)))
                .isEmpty();
        assertThat(errors.groups(new Wanted(Optional.empty(), "' OR ''='", "", "", "", "", Order.LAST_SEEN, 1)))
                .isEmpty();
        assertThat(errors.groups(new Wanted(Optional.empty(), "", "", "KXYZ", "", "", Order.LAST_SEEN, 1)))
                .isEmpty();
        assertThat(errors.story(4711)).isEmpty();
    }

    @Test
    void manyGroups_areJudgedAtOnce_eachByItsOwnVerdict() {
        tell(event("buy"), event("pay"), event("sell"));
        Map<String, Long> ids =
                all().stream().collect(Collectors.toMap(ErrorGroup::culprit, group -> Long.parseLong(group.id())));
        long buy = ids.get("org.acme.Shop.buy");
        long pay = ids.get("org.acme.Shop.pay");

        assertThat(errors.judge(Map.of(
                        buy,
                        new Verdict(State.RESOLVED, "", true),
                        pay,
                        new Verdict(State.IGNORED, "ann", true),
                        4711L,
                        new Verdict(State.IGNORED, "", false))))
                .containsExactlyInAnyOrder(buy, pay);
        assertThat(all())
                .extracting(ErrorGroup::culprit, ErrorGroup::state, ErrorGroup::assignee, ErrorGroup::nextBuild)
                .containsExactlyInAnyOrder(
                        tuple("org.acme.Shop.buy", State.RESOLVED, "", true),
                        tuple("org.acme.Shop.pay", State.IGNORED, "ann", false),
                        tuple("org.acme.Shop.sell", State.OPEN, "", false));
    }

    @Test
    void groups_areFoundByEachServiceTheyCameFrom() {
        tell(
                event("buy", "service.name", "till", "station", "KSCF"),
                event("buy", "service.name", "web", "station", "KSCF"),
                event("pay", "service.name", "till"),
                event("sell"));

        assertThat(ofService("till"))
                .extracting(ErrorGroup::culprit)
                .containsExactlyInAnyOrder("org.acme.Shop.buy", "org.acme.Shop.pay");
        assertThat(ofService("web")).singleElement().satisfies(buy -> {
            assertThat(buy.services()).containsExactlyInAnyOrder("till", "web");
            assertThat(buy.events()).isEqualTo(2);
            assertThat(buy.stations()).isEqualTo(1);
            assertThat(buy.lastDay().get(23)).isEqualTo(2);
        });
        assertThat(ofService("none")).isEmpty();
        assertThat(errors.services()).containsExactly("till", "web");
    }

    @Test
    void aGroupThatNamesEverNewServices_keepsAHundredOfThem_andSaysTwenty() {
        tell(IntStream.range(0, 130)
                .mapToObj(i -> event("buy", "service.name", "s%03d".formatted(i)))
                .toArray(Event[]::new));
        errors.forget();
        assertThat(errors.services()).hasSize(100);
        assertThat(only().services()).hasSize(20);
    }

    private List<ErrorGroup> ofService(String service) {
        return errors.groups(new Wanted(Optional.empty(), "", "", "", service, "", Order.LAST_SEEN, 100));
    }

    @Test
    void oneWordIsEnoughToTellOfAnError() {
        tell(of(Map.of("meta.signal_type", "error", "name", "by its signal")));
        tell(of(Map.of("exception.stacktrace", "\tat org.acme.Shop.buy(Shop.java:7)", "name", "by its stack")));
        tell(of(Map.of("exception.type", "org.acme.Broken", "name", "by its type")));
        assertThat(all())
                .extracting(ErrorGroup::message)
                .containsExactlyInAnyOrder("by its signal", "by its stack", "by its type");
    }

    private Event of(Map<String, Object> fields) {
        return new Event(clock.instant(), fields);
    }

    @Test
    void firstAndLastStatusOfARefusal_areRefusals() {
        tell(answered("server", 400L), answered("server", 499L));
        assertThat(all()).isEmpty();
        tell(answered("server", 399L));
        assertThat(only().events()).isEqualTo(1);
    }

    @Test
    void errorsOfTwoHours_thatAreCountedAtOnce_areShownInTheirHours() {
        Event first = event("buy");
        clock.forward(Duration.ofHours(1));
        tell(first, event("buy"), event("buy"));
        assertThat(only().lastDay()).endsWith(0L, 1L, 2L);
        assertThat(story().hours()).extracting(ErrorStory.Hour::events).containsExactly(1L, 2L);
    }

    private ErrorStory story() {
        return errors.story(Long.parseLong(only().id())).orElseThrow();
    }

    @Test
    void aStoryTellsOfSevenDays_andOfThirtyWhoWasTouched() {
        tell(event("buy", "station", "KOLD"));
        clock.forward(Duration.ofDays(6));
        tell(event("buy", "station", "KSCF"));
        assertThat(story().hours()).hasSize(2);
        clock.forward(Duration.ofDays(2));
        assertThat(story().hours()).hasSize(1);

        clock.forward(Duration.ofDays(23));
        errors.forget();
        assertThat(story().stations()).extracting(ErrorStory.Station::callSign).containsExactly("KSCF");
        assertThat(only().events()).as("all there ever were").isEqualTo(2);
    }

    @Test
    void exampleOfAGroup_isTheLatest_inWhateverOrderTheyCome() {
        Event early = event("buy", "trace.trace_id", "early");
        clock.forward(Duration.ofSeconds(1));
        Instant late = clock.instant();
        tell(event("buy", "trace.trace_id", "late"), early);
        assertThat(story().traceId()).isEqualTo("late");
        assertThat(only().lastSeen()).isEqualTo(late);

        tell(early);
        assertThat(only().lastSeen()).as("what comes late is no later").isEqualTo(late);
        tell(event("buy", "sentry.fingerprint", "x", "exception.message", "one"));
        tell(event("buy", "sentry.fingerprint", "x", "exception.message", "another"));
        assertThat(all()).extracting(ErrorGroup::message).contains("another").doesNotContain("one");
    }

    @Test
    void oneTrace_mayFailInSeveralDatasets() {
        tell(event("buy", "trace.trace_id", "t"), event("buy", "trace.trace_id", "t", Event.DATASET, "till"));
        assertThat(all()).extracting(ErrorGroup::dataset).containsExactlyInAnyOrder("shop", "till");
    }

    @Test
    void stationBySemanticName_isAStation() {
        tell(event("buy", "station.call_sign", "KSCF"));
        assertThat(story().stations()).extracting(ErrorStory.Station::callSign).containsExactly("KSCF");
    }

    @Test
    void groupResolvedInTheNextBuild_regressesOnce_andIsThenResolvedAsAnyOther() {
        tell(event("buy", "release", "1.4"));
        judge(State.RESOLVED, true);
        clock.forward(Duration.ofHours(1));
        tell(event("buy", "release", "1.5"));
        assertThat(only().nextBuild()).as("it has come").isFalse();

        judge(State.RESOLVED, false);
        clock.forward(Duration.ofHours(1));
        tell(event("buy", "release", "1.4"));
        assertThat(only().state()).as("of an old build, but resolved for all").isEqualTo(State.OPEN);
    }

    @Test
    void buildThatWasThereBeforeTheGroupWasResolved_isAnOldOne_alsoWhereItIsToldLate() {
        tell(event("buy", "release", "1.4"));
        Event late = event("buy", "release", "1.5");
        clock.forward(Duration.ofMinutes(1));
        judge(State.RESOLVED, true);
        tell(late);
        clock.forward(Duration.ofMinutes(1));
        tell(event("buy", "release", "1.5"));
        assertThat(only().state()).isEqualTo(State.RESOLVED);
    }

    @Test
    void resolvedAgain_staysResolvedSinceItFirstWas_untilItIsOpenAgain() {
        tell(event("buy"));
        Instant first = clock.instant();
        judge(State.RESOLVED, false);
        clock.forward(Duration.ofMinutes(5));
        assertThat(judge(State.RESOLVED, false).group().resolvedAt()).contains(first);
        assertThat(judge(State.OPEN, false).group().resolvedAt()).isEmpty();
        assertThat(judge(State.RESOLVED, false).group().resolvedAt()).contains(clock.instant());
    }

    @Test
    void assigneeFindsTheirs_andNobodyElse() {
        tell(event("buy"));
        judge(State.OPEN, false);
        assertThat(errors.groups(new Wanted(Optional.empty(), "", "ann", "", "", "", Order.LAST_SEEN, 9)))
                .hasSize(1);
        assertThat(errors.groups(new Wanted(Optional.empty(), "", "bob", "", "", "", Order.LAST_SEEN, 9)))
                .isEmpty();
        assertThat(errors.groups(new Wanted(Optional.empty(), "till", "", "", "", "", Order.LAST_SEEN, 9)))
                .isEmpty();
    }

    @Test
    void oddAndEndlessWords_areKeptAsNearAsCanBe() {
        String endless = "\0\uD800'\"\\{},".repeat(20_000);
        tell(event(
                "buy",
                "exception.type",
                endless,
                "exception.message",
                endless,
                "exception.stacktrace",
                endless,
                "station",
                endless,
                "release",
                endless,
                "trace.trace_id",
                endless,
                Event.DATASET,
                endless));
        assertThat(only().type()).hasSizeLessThanOrEqualTo(500).contains("'\"\\{},");
    }

    @Test
    void burst_isCountedToTheLastError() {
        errors.kept(IntStream.range(0, 20_000)
                .mapToObj(i -> event("m" + i % 10, "trace.trace_id", "t" + i))
                .toList());
        clock.forward(Duration.ofSeconds(1));
        errors.kept(List.of(event("m7", "exception.message", "the last is told")));
        errors.count();
        assertThat(all()).hasSize(10).extracting(ErrorGroup::events).containsOnly(2_000L, 2_001L);
        assertThat(all().get(0).message()).as("the latest is the example").isEqualTo("the last is told");
        assertThat(errors.missed()).isZero();
    }

    @Test
    void burstOfOneTrace_isOneError() {
        errors.kept(IntStream.range(0, 5_000)
                .mapToObj(i -> event("buy", "trace.trace_id", "t"))
                .toList());
        errors.count();
        assertThat(only().events()).isEqualTo(1);
    }

    @Test
    void moreKindsThanThereIsRoomFor_areMissedAndTheOthersCounted() {
        List<Event> kinds = IntStream.range(0, 2_007)
                .mapToObj(i -> event("buy", "release", "1." + i))
                .toList();
        errors.kept(kinds);
        errors.kept(kinds);
        errors.count();
        assertThat(only().events()).isEqualTo(4_000);
        assertThat(errors.missed()).isEqualTo(14);
        tell(event("buy", "release", "1.2006"));
        assertThat(only().events()).as("there is room again").isEqualTo(4_001);
    }

    @Test
    void databaseThatFails_makesTheErrorsMissed() {
        tell(event("buy"));
        database.change(em ->
                em.createNativeQuery("ALTER TABLE error_group RENAME TO away").executeUpdate());
        errors.kept(List.of(event("buy"), event("pay"), event("buy")));
        assertThatThrownBy(errors::count).isInstanceOf(RuntimeException.class);
        assertThat(errors.missed()).isEqualTo(3);
    }

    @Test
    void newInBuilds_namesWhatABuildBrought_andNotWhatWasThereBefore() {
        tell(event("old", "service.version", "1"));
        clock.forward(Duration.ofMinutes(1));
        tell(event("old", "service.version", "2"), event("fresh", "service.version", "2"), event("unknown"));

        assertThat(errors.newInBuilds(clock.instant().minusSeconds(600)))
                .extracting(ErrorGroups.NewIn::build, ErrorGroups.NewIn::type)
                .containsExactly(tuple("2", "org.acme.Broken"), tuple("1", "org.acme.Broken"));
        assertThat(errors.newInBuilds(clock.instant().minusSeconds(30))).hasSize(1);
    }

    @Test
    void newInBuilds_areNotThoseThatWereKnownBeforeABuildWasNamed() {
        tell(event("old"));
        clock.forward(Duration.ofMinutes(1));
        tell(event("old", "service.version", "2"));

        assertThat(errors.newInBuilds(clock.instant().minusSeconds(600))).isEmpty();
    }

    @Test
    void newInBuilds_nameOneBuild_alsoWhereTwoBroughtItAtOnce() {
        tell(event("fresh", "service.version", "2"), event("fresh", "service.version", "1"));

        assertThat(errors.newInBuilds(clock.instant().minusSeconds(600)))
                .extracting(ErrorGroups.NewIn::build)
                .containsExactly("1");
    }

    @Test
    void countingIsAJob_thatIsToldOnlyWhereThereWasSomethingToCount() {
        Heard heard = new Heard();
        errors.count(heard);
        errors.kept(List.of(event("pay")));
        errors.count(heard);
        errors.count(heard);

        assertThat(heard.of("count errors"))
                .singleElement()
                .satisfies(job -> assertThat(job).containsEntry("errors", 1L).doesNotContainKey("error"));
        assertThat(only().events()).isEqualTo(1);
    }
}
