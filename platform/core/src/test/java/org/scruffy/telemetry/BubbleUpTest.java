package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.spi.telemetry.Contrast.Side;
import org.scruffy.spi.telemetry.Contrast.Split;
import org.scruffy.spi.telemetry.Contrast.Weight;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.Difference.Verdict;

class BubbleUpTest {

    private static final int SELECTED = 200;
    private static final int EVENTS = 2_200;

    private final Random random = new Random(8);
    private final Map<String, List<Object>> values = new TreeMap<>();
    private final Map<String, Column.Type> types = new HashMap<>();
    private long units = SELECTED;
    private double rate = 1;

    /** The first events are the selected ones. */
    private void column(String name, Column.Type type, IntFunction<Object> valueOfEvent) {
        List<Object> ofColumn = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            ofColumn.add(valueOfEvent.apply(i));
        }
        values.put(name, ofColumn);
        types.put(name, type);
    }

    private void words(String name, IntFunction<Object> valueOfEvent) {
        column(name, Column.Type.STRING, valueOfEvent);
    }

    private Contrast contrast(List<List<String>> sets) {
        int rest = EVENTS - SELECTED;
        return new Contrast(
                new Side(SELECTED, SELECTED * rate, SELECTED * rate * rate, units),
                new Side(rest, rest * rate, rest * rate * rate, rest),
                sets.stream().map(this::split).toList());
    }

    private Split split(List<String> set) {
        Map<Map<String, Object>, double[]> counts = new LinkedHashMap<>();
        for (int i = 0; i < EVENTS; i++) {
            Map<String, Object> group = new HashMap<>();
            for (String name : set) {
                if (values.get(name).get(i) != null) {
                    group.put(name, values.get(name).get(i));
                }
            }
            counts.computeIfAbsent(group, first -> new double[2])[i < SELECTED ? 0 : 1] += rate;
        }
        List<Share> shares = counts.entrySet().stream()
                .map(one -> new Share(one.getKey(), new Weight(one.getValue()[0], one.getValue()[1])))
                .toList();
        return new Split(set, shares, new Weight(0, 0));
    }

    private Differences explained(String... own) {
        List<Column> columns = values.keySet().stream()
                .map(name -> new Column(name, types.get(name)))
                .toList();
        return new BubbleUp.Ranking(this::contrast, Set.of(own)).of(columns);
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private static Difference of(String column, Differences differences) {
        return differences.columns().stream()
                .filter(difference -> difference.column().name().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private void noise() {
        for (int n = 0; n < 20; n++) {
            words("noise " + n, i -> "value " + random.nextInt(4));
        }
    }

    @Test
    void category_isToldWithItsSharesAndTheFilterThatFindsIt() {
        noise();
        words("station", i -> chance(i < SELECTED ? 0.6 : 0.1) ? "KRPF17" : "K" + random.nextInt(5));
        Difference first = explained().columns().get(0);
        assertThat(first.column().name()).isEqualTo("station");
        assertThat(first.verdict()).isEqualTo(Verdict.SIGNIFICANT);
        assertThat(first.test()).isEqualTo(Difference.Test.G);
        assertThat(first.filter()).isEqualTo(Filter.of("station", Filter.Op.EQUAL, "KRPF17"));
        assertThat(first.selected()).isCloseTo(0.6, within(0.1));
        assertThat(first.baseline()).isCloseTo(0.1, within(0.05));
        assertThat(first.atLeast()).isBetween(0.35, first.selected() - first.baseline());
        assertThat(first.bars()).hasSize(6);
        assertThat(explained().columns().subList(1, 21)).noneMatch(Difference::significant);
    }

    @Test
    void selection_isMadeByItsOwnColumns_thoseOfItsCalculatedFieldsAmongThem() {
        Query all = Query.between(Instant.EPOCH, Instant.EPOCH.plusSeconds(60))
                .where(List.of(Filter.of("region", Filter.Op.EQUAL, "eu")))
                .defining(List.of(new CalculatedField(
                        "slow", ExpressionParser.parse("IF($station = \"KSCF\", $took > 5, $root.took > 9)"))));
        Query selection = all.where(List.of(
                Filter.of("region", Filter.Op.EQUAL, "eu"),
                Filter.of("slow", Filter.Op.EQUAL, true),
                Filter.of("name", Filter.Op.EQUAL, "GET"),
                Filter.of("parent.name", Filter.Op.EQUAL, "week"),
                Filter.of("trace.db_count", Filter.Op.GREATER, 5L)));
        List<Column> known = Stream.of("region", "station", "took", "name", "other")
                .map(name -> new Column(name, Column.Type.STRING))
                .toList();
        assertThat(BubbleUp.own(selection, all, known)).containsExactlyInAnyOrder("station", "took", "name");
    }

    @Test
    void columnThatTheSelectedEventsLack_isToldSo() {
        noise();
        words("build", i -> chance(i < SELECTED ? 0.1 : 0.9) ? "b1" : null);
        Difference first = explained().columns().get(0);
        assertThat(first.filter()).isEqualTo(Filter.of("build", Filter.Op.DOES_NOT_EXIST));
        assertThat(first.selected()).isGreaterThan(0.8);
        assertThat(first.baseline()).isLessThan(0.2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Column.Type.class,
            names = {"FLOAT", "MIXED"})
    void measure_isToldByWhereItDiffersMost(Column.Type type) {
        noise();
        column("db.rows", type, i -> (double) Math.round(Math.exp(random.nextGaussian() + (i < SELECTED ? 3 : 1))));
        Difference first = explained().columns().get(0);
        assertThat(first.column().name()).isEqualTo("db.rows");
        assertThat(first.test()).isEqualTo(Difference.Test.KOLMOGOROV_SMIRNOV);
        assertThat(first.filter().op()).isEqualTo(Filter.Op.GREATER_OR_EQUAL);
        assertThat((double) first.filter().values().get(0)).isBetween(5.0, 12.0);
        assertThat(first.bars()).hasSizeBetween(20, 40);
    }

    @Test
    void measureThatOnlySomeHave_isToldByItsPresence() {
        noise();
        column("db.rows", Column.Type.FLOAT, i -> chance(i < SELECTED ? 0.9 : 0.3) ? random.nextDouble() : null);
        assertThat(explained().columns().get(0).filter()).isEqualTo(Filter.of("db.rows", Filter.Op.EXISTS));
    }

    @Test
    void rareValue_isTestedExactly() {
        noise();
        words("build", i -> i % (i < SELECTED ? 25 : 1_000) == 0 ? "bad" : "good");
        Difference build = of("build", explained());
        assertThat(build.test()).isEqualTo(Difference.Test.FISHER);
        assertThat(build.verdict()).isEqualTo(Verdict.SIGNIFICANT);
    }

    @Test
    void columnsThatSayTheSame_areOne() {
        noise();
        words("station", i -> chance(i < SELECTED ? 0.6 : 0.1) ? "K1" : "K" + random.nextInt(5));
        words("station.id", i -> "id of " + values.get("station").get(i));
        words("state", i -> values.get("station").get(i).equals("K1") ? "Ohio" : "Utah");
        List<Difference> significant =
                explained().columns().stream().filter(Difference::significant).toList();
        assertThat(significant).hasSize(1);
        assertThat(significant.get(0).sameAs()).hasSize(2);
    }

    @Test
    void columnsThatDifferIndependently_areNotOne() {
        noise();
        words("station", i -> chance(i < SELECTED ? 0.6 : 0.1) ? "K1" : "K" + random.nextInt(5));
        words("build", i -> chance(i < SELECTED ? 0.6 : 0.1) ? "b1" : "b2");
        assertThat(explained().columns().subList(0, 2))
                .allMatch(Difference::significant)
                .allMatch(difference -> difference.sameAs().isEmpty());
    }

    @Test
    void whatTheSelectionIsMadeOf_comesLastAndIsNoCause() {
        noise();
        words("http.route", i -> i < SELECTED ? "/week" : "/day" + random.nextInt(3));
        words("name", i -> "GET " + values.get("http.route").get(i));
        words("station", i -> chance(i < SELECTED ? 0.6 : 0.1) ? "K1" : "K" + random.nextInt(5));
        List<Difference> columns = explained("http.route").columns();
        assertThat(columns.get(0).column().name()).isEqualTo("station");
        assertThat(columns.subList(columns.size() - 2, columns.size()))
                .allMatch(difference -> difference.verdict() == Verdict.BY_CONSTRUCTION)
                .allMatch(difference -> difference.because().equals("http.route"))
                .extracting(difference -> difference.column().name())
                .containsExactlyInAnyOrder("http.route", "name");
    }

    @Test
    void fewEvents_proveNothing() {
        words("station", i -> i < SELECTED ? "K1" : "K2");
        units = 19;
        Differences differences = explained();
        assertThat(differences.columns()).noneMatch(Difference::significant);
        assertThat(differences.warnings()).hasSize(2).first().asString().contains("worth 19 independent events");
        assertThat(differences.warnings().get(1)).contains("200 events selected are of 19 traces");
    }

    @Test
    void eventsOfFewTraces_proveLess() {
        noise();
        words("station", i -> chance(i < SELECTED ? 0.3 : 0.15) ? "K1" : "K2");
        assertThat(of("station", explained()).verdict()).isEqualTo(Verdict.SIGNIFICANT);
        units = 25;
        assertThat(of("station", explained()).verdict()).isEqualTo(Verdict.INDISTINGUISHABLE);
    }

    @Test
    void equalSampleRates_changeNothing() {
        words("station", i -> chance(i < SELECTED ? 0.3 : 0.15) ? "K1" : "K2");
        double p = of("station", explained()).p();
        rate = 20;
        assertThat(of("station", explained()).p()).isCloseTo(p, within(1e-9));
    }

    @Test
    void identifiers_areNoCause() {
        noise();
        words("user", i -> "user " + i);
        assertThat(explained().columns())
                .extracting(difference -> difference.column().name())
                .doesNotContain("user");
    }

    @Test
    void chance_isNotSignificant() {
        noise();
        assertThat(explained().columns()).hasSize(20).noneMatch(Difference::significant);
    }
}
