package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Having;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;

class QueriesTest {

    private static final List<Column> KNOWN = List.of(
            new Column("duration_ms", Column.Type.FLOAT),
            new Column("http.route", Column.Type.STRING),
            new Column("http.status_code", Column.Type.INTEGER),
            new Column("error", Column.Type.BOOLEAN));
    private static final Instant FROM = Instant.parse("2026-06-07T10:00:00Z");

    private final Query good = Query.between(FROM, FROM.plusSeconds(3600))
            .calculating(List.of(Calculation.COUNT, new Calculation(Calculation.Op.P99, "duration_ms")))
            .where(List.of(
                    Filter.of("http.status_code", Filter.Op.GREATER_OR_EQUAL, 500.0),
                    Filter.of("error", Filter.Op.EQUAL, true),
                    Filter.of("http.route", Filter.Op.EQUAL, 3.0)))
            .by(List.of("http.route"));

    private static BadQuery refused(Query query) {
        return catchThrowableOfType(BadQuery.class, () -> Queries.check(query, KNOWN));
    }

    @Test
    void goodQuery_passes() {
        assertThatCode(() -> Queries.check(good, KNOWN)).doesNotThrowAnyException();
    }

    @Test
    void unknownColumn_isRefusedWithWhatItMayHaveMeant() {
        BadQuery bad = refused(good.by(List.of("http.rout")));
        assertThat(bad.field()).isEqualTo("breakdowns[0]");
        assertThat(bad.found()).isEqualTo("'http.rout'");
        assertThat(bad.expected()).isEqualTo("perhaps http.route");
        assertThat(refused(good.by(List.of("DURATION"))).expected()).isEqualTo("perhaps duration_ms");
        assertThat(refused(good.by(List.of("banana"))).expected()).isEqualTo("a column that some event has");
    }

    @Test
    void calculationOfWords_isRefused() {
        BadQuery bad = refused(
                good.calculating(List.of(Calculation.COUNT, new Calculation(Calculation.Op.SUM, "http.route"))));
        assertThat(bad.field()).isEqualTo("calculations[1].column");
        assertThat(bad).hasMessageContaining("STRING").hasMessageContaining("FLOAT($http.route)");
    }

    @Test
    void valueOfAnotherType_isRefused() {
        assertThat(refused(good.where(List.of(Filter.of("http.status_code", Filter.Op.EQUAL, "teapot")))))
                .hasMessage("filters[0].value is 'teapot', expected a number, as http.status_code is");
        assertThat(refused(good.where(List.of(Filter.of("error", Filter.Op.EQUAL, 1.0))))
                        .expected())
                .startsWith("true or false");
    }

    @Test
    void longestTimeAndMostRows_areLimited() {
        assertThat(refused(Query.between(FROM, FROM.plus(Duration.ofDays(32))).every(Duration.ofDays(1)))
                        .field())
                .isEqualTo("to");
        assertThat(refused(good.first(1_001)).field()).isEqualTo("limit");
        assertThat(refused(Query.between(FROM, FROM.plus(Duration.ofDays(1))).every(Duration.ofSeconds(1)))
                        .field())
                .isEqualTo("granularitySeconds");
        assertThat(refused(good.by(Collections.nCopies(101, "http.route"))).field())
                .isEqualTo("breakdowns");
    }

    @Test
    void havingAndOrder_ofWhatTheQueryDoesNotWorkOutAreRefused() {
        assertThat(refused(good.having(List.of(new Having("SUM(duration_ms)", Filter.Op.GREATER, 1)))))
                .hasMessage("havings[0] is 'SUM(duration_ms)', expected one of: COUNT, P99(duration_ms)");
        assertThat(refused(good.orderedBy(List.of(new Order("COUNT", true), new Order("error", true))))
                        .field())
                .isEqualTo("orders[1]");
    }

    @Test
    void calculations_ofTheSameNameAreRefused() {
        Calculation failed = Calculation.COUNT.where(
                "COUNT", Filter.Combination.AND, List.of(Filter.of("error", Filter.Op.EQUAL, true)));
        assertThat(refused(good.calculating(List.of(Calculation.COUNT, failed))).field())
                .isEqualTo("calculations[1].name");
        assertThatCode(() -> Queries.check(good.calculating(List.of(Calculation.COUNT, Calculation.COUNT)), KNOWN))
                .doesNotThrowAnyException();
    }

    /** The answer has them by their names. */
    @Test
    void heatmaps_ofTheSameNameAreRefused() {
        Calculation heatmap = new Calculation(Calculation.Op.HEATMAP, "duration_ms");
        Calculation flat = Calculation.heatmap("duration_ms", 10);
        assertThat(refused(good.calculating(List.of(heatmap, flat))))
                .hasMessageStartingWith("calculations[1].name is ");
        Calculation named = flat.where("flat", Filter.Combination.AND, List.of());
        assertThatCode(() -> Queries.check(good.calculating(List.of(heatmap, named, heatmap)), KNOWN))
                .doesNotThrowAnyException();
    }

    @Test
    void lettersOfANumber_areRefused() {
        assertThat(refused(good.where(List.of(Filter.of("duration_ms", Filter.Op.STARTS_WITH, "1"))))
                        .field())
                .isEqualTo("filters[0].op");
        assertThat(refused(good.calculating(List.of(Calculation.COUNT.where(
                                "c", Filter.Combination.AND, List.of(Filter.of("error", Filter.Op.IN, true, 1L))))))
                        .field())
                .isEqualTo("calculations[0].filters[0].value");
    }

    @Test
    void pointsOfSeries_areLimited() {
        Query series =
                good.by(List.of("http.route")).with(Set.of(Query.Part.SERIES)).first(1_000);
        assertThat(refused(series)).hasMessage("limit is 1000, expected at most 826: a series has 121 steps");
        assertThatCode(() -> Queries.check(series.first(826), KNOWN)).doesNotThrowAnyException();
    }

    @Test
    void calculatedField_isAColumnLikeAnyOther() {
        Query query = good.defining(List.of(made("slow", "$duration_ms > 1000"), made("ms", "INT($duration_ms)")))
                .by(List.of("slow"))
                .calculating(List.of(new Calculation(Calculation.Op.SUM, "ms")))
                .where(List.of(Filter.of("slow", Filter.Op.EQUAL, true)));
        assertThatCode(() -> Queries.check(query, KNOWN)).doesNotThrowAnyException();
        assertThat(refused(query.calculating(List.of(new Calculation(Calculation.Op.SUM, "slow"))))
                        .field())
                .isEqualTo("calculations[0].column");
    }

    @Test
    void calculatedField_thatMakesNoSenseIsRefused() {
        assertThat(refused(good.defining(List.of(made("a", "1"), made("b", "$http.route + 1")))))
                .hasMessage("calculated_fields[1].expression is SUM($http.route, 1), "
                        + "expected another: Argument 1 of SUM is STRING, expected a number");
        assertThat(refused(good.defining(List.of(made("a", "1"), made("a", "2"))))
                        .field())
                .isEqualTo("calculated_fields[1].name");
        assertThat(refused(good.defining(List.of(made("a", "1"), made("b", "$a + 1"))))
                        .expected())
                .contains("No event has a column 'a'");
    }

    @Test
    void columnsOfRelatedSpans_areColumns() {
        Query query = good.by(List.of("root.http.route", "trace.span_count"))
                .calculating(List.of(
                        new Calculation(Calculation.Op.SUM, "child.duration_ms"),
                        new Calculation(Calculation.Op.MAX, "trace.duration_ms")))
                .where(List.of(Filter.of("none.error", Filter.Op.EQUAL, true)))
                .defining(List.of(made("share", "$duration_ms / $parent.duration_ms")));
        assertThatCode(() -> Queries.check(query, KNOWN)).doesNotThrowAnyException();
    }

    @Test
    void columnsOfRelatedSpans_mustBeThere() {
        assertThat(refused(good.by(List.of("root.banana"))).field()).isEqualTo("breakdowns[0]");
        assertThat(refused(good.by(List.of("none.error"))).expected()).contains("filters only");
        assertThat(refused(good.defining(List.of(made("a", "$none.error")))).expected())
                .contains("filters only");
    }

    private static CalculatedField made(String name, String expression) {
        return new CalculatedField(name, ExpressionParser.parse(expression));
    }
}
