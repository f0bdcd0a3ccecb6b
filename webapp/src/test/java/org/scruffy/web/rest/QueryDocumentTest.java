package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Having;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.QueryDocument;

class QueryDocumentTest {

    private static final String TIME = "\"from\":\"2026-06-07T10:00:00Z\",\"to\":\"2026-06-07T11:00:00Z\"";

    private static final Instant NOW = Instant.parse("2026-06-07T12:00:00Z");

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }

    private static Query read(String more) {
        return QueryDocument.read(json("{" + TIME + more + "}"), NOW);
    }

    @Test
    void document_isReadWhole() {
        Query query = read(",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"duration_ms\"},{\"op\":\"COUNT\"}],"
                + "\"filters\":[{\"column\":\"http.route\",\"op\":\"=\",\"value\":\"/api/week/{date}\"},"
                + "{\"column\":\"error\",\"op\":\"does-not-exist\"}],"
                + "\"breakdowns\":[\"name\"],\"granularitySeconds\":60,\"limit\":7");
        assertThat(query)
                .isEqualTo(Query.between(Instant.parse("2026-06-07T10:00:00Z"), Instant.parse("2026-06-07T11:00:00Z"))
                        .calculating(List.of(new Calculation(Calculation.Op.HEATMAP, "duration_ms"), Calculation.COUNT))
                        .where(List.of(
                                Filter.of("http.route", Filter.Op.EQUAL, "/api/week/{date}"),
                                Filter.of("error", Filter.Op.DOES_NOT_EXIST)))
                        .by(List.of("name"))
                        .every(Duration.ofSeconds(60))
                        .first(7));
    }

    @Test
    void specificationOfHoneycomb_isReadAsItIs() {
        Query query = QueryDocument.read(
                json(
                        "{\"time_range\":3600,\"granularity\":60,\"calculated_fields\":[{\"name\":\"slow\",\"expression\":\"$duration_ms > 1\"}],\"filter_combination\":\"OR\","
                                + "\"calculations\":[{\"op\":\"P99\",\"column\":\"duration_ms\"},{\"op\":\"COUNT\",\"name\":\"failed\","
                                + "\"filters\":[{\"column\":\"error\",\"op\":\"=\",\"value\":true}]},{\"op\":\"CONCURRENCY\",\"column\":null}],"
                                + "\"filters\":[{\"column\":\"http.status_code\",\"op\":\"in\",\"value\":[500,503.5,9223372036854775808]}],"
                                + "\"breakdowns\":[\"name\"],\"havings\":[{\"calculate_op\":\"P99\",\"column\":\"duration_ms\",\"op\":\">\",\"value\":10}],"
                                + "\"orders\":[{\"op\":\"P99\",\"column\":\"duration_ms\",\"order\":\"descending\"},{\"column\":\"name\"},{\"name\":\"failed\"}],"
                                + "\"include\":[\"series\",\"other\"],\"compare_time_offset_seconds\":86400}"),
                NOW);
        assertThat(query)
                .isEqualTo(Query.between(NOW.minusSeconds(3600), NOW)
                        .defining(List.of(new CalculatedField(
                                "slow",
                                new Expression.Call(
                                        Expression.Function.GT,
                                        List.of(new Expression.Field("duration_ms"), new Expression.Literal(1L))))))
                        .every(Duration.ofSeconds(60))
                        .calculating(List.of(
                                new Calculation(Calculation.Op.P99, "duration_ms"),
                                Calculation.COUNT.where(
                                        "failed",
                                        Filter.Combination.AND,
                                        List.of(Filter.of("error", Filter.Op.EQUAL, true))),
                                new Calculation(Calculation.Op.CONCURRENCY, "")))
                        .where(
                                List.of(Filter.of("http.status_code", Filter.Op.IN, 500L, 503.5, 0x1p63)),
                                Filter.Combination.OR)
                        .by(List.of("name"))
                        .having(List.of(new Having("P99(duration_ms)", Filter.Op.GREATER, 10)))
                        .orderedBy(List.of(
                                new Order("P99(duration_ms)", true),
                                new Order("name", false),
                                new Order("failed", false)))
                        .with(Set.of(Query.Part.SERIES, Query.Part.OTHER)));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"start_time\":1780826400,\"end_time\":1780830000', 2026-06-07T10:00:00Z, 2026-06-07T11:00:00Z",
        "'\"start_time\":1780826400,\"time_range\":60',       2026-06-07T10:00:00Z, 2026-06-07T10:01:00Z",
        "'\"end_time\":1780830000,\"time_range\":60',         2026-06-07T10:59:00Z, 2026-06-07T11:00:00Z",
        "'\"end_time\":1780830000',                           2026-06-07T09:00:00Z, 2026-06-07T11:00:00Z",
        "'',                                                  2026-06-07T10:00:00Z, 2026-06-07T12:00:00Z",
    })
    void time_isThatOfHoneycomb(String time, Instant from, Instant to) {
        Query query = QueryDocument.read(json("{" + time + "}"), NOW);
        assertThat(List.of(query.from(), query.to())).containsExactly(from, to);
    }

    @Test
    void documentWithTimeOnly_counts() {
        assertThat(read("").calculations()).containsExactly(Calculation.COUNT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",\"x\":1                                              | x",
                ",\"limit\":0                                          | limit",
                ",\"limit\":1.5                                        | limit",
                ",\"limit\":1e300                                      | limit",
                ",\"granularitySeconds\":\"30\"                        | granularitySeconds",
                ",\"breakdowns\":\"name\"                              | breakdowns",
                ",\"breakdowns\":[1]                                   | breakdowns[0]",
                ",\"calculations\":[1]                                 | calculations[0]",
                ",\"calculations\":[{\"op\":\"COUNT\"},{\"op\":\"P98\",\"column\":\"c\"}] | calculations[1].op",
                ",\"calculations\":[{\"op\":\"SUM\"}]                  | calculations[0].column",
                ",\"calculations\":[{\"op\":\"SUM\",\"column\":\"\"}]  | calculations[0].column",
                ",\"calculations\":[{\"op\":\"COUNT\",\"column\":\"c\"}] | calculations[0].column",
                ",\"filters\":[{\"column\":\"c\",\"op\":\"~\",\"value\":1}] | filters[0].op",
                ",\"filters\":[{\"column\":\"c\",\"op\":\"=\"}]        | filters[0].value",
                ",\"filters\":[{\"column\":\"c\",\"op\":\"=\",\"value\":null}] | filters[0].value",
                ",\"filters\":[{\"op\":\"exists\"}]                    | filters[0].column",
                ",\"filters\":[{\"column\":\"c\",\"op\":\"in\",\"value\":1}] | filters[0].value",
                ",\"filters\":[{\"column\":\"c\",\"op\":\"in\",\"value\":[]}] | filters[0].value",
                ",\"filters\":[{\"column\":\"c\",\"op\":\"in\",\"value\":[1,null]}] | filters[0].value[1]",
                ",\"filter_combination\":\"XOR\"                     | filter_combination",
                ",\"calculations\":[{\"op\":\"COUNT\",\"filters\":[{\"column\":\"c\",\"op\":\"~\"}]}] | calculations[0].filters[0].op",
                ",\"calculations\":[{\"op\":\"COUNT\",\"filter_combination\":1}] | calculations[0].filter_combination",
                ",\"havings\":[{\"calculate_op\":\"COUNT\",\"op\":\"in\",\"value\":1}] | havings[0].op",
                ",\"havings\":[{\"calculate_op\":\"COUNT\",\"op\":\">\",\"value\":\"1\"}] | havings[0].value",
                ",\"havings\":[{\"calculate_op\":\"SUM\",\"op\":\">\",\"value\":1}] | havings[0].column",
                ",\"orders\":[{}]                                    | orders[0].column",
                ",\"orders\":[{\"column\":\"c\",\"order\":\"up\"}] | orders[0].order",
                ",\"calculated_fields\":[{\"name\":\"c\",\"expression\":\"1 +\"}] | calculated_fields[0].expression",
                ",\"calculated_fields\":[{\"name\":\"\",\"expression\":\"1\"}] | calculated_fields[0].name",
                ",\"include\":[\"all\"]                              | include[0]",
                ",\"from\":\"yesterday\"                               | from",
                ",\"to\":\"2026-06-07T09:00:00Z\"                      | to",
                ",\"from\":\"+999999999-12-31T23:59:59Z\"              | from",
            })
    void mistake_isNamedByItsField(String more, String field) {
        assertThatThrownBy(() -> read(more))
                .isInstanceOfSatisfying(
                        BadQuery.class, bad -> assertThat(bad.field()).isEqualTo(field));
    }

    @Test
    void heatmap_hasRowsOfTheHeightThatIsAskedFor() {
        assertThat(read(",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"c\",\"height\":2.5}]")
                        .calculations())
                .containsExactly(Calculation.heatmap("c", 2.5));
        for (String height : List.of("0", "-1", "\"1\"", "1e999")) {
            assertThatThrownBy(() ->
                            read(",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"c\",\"height\":" + height + "}]"))
                    .hasMessageContaining("calculations[0].height");
        }
        assertThatThrownBy(() -> read(",\"calculations\":[{\"op\":\"AVG\",\"column\":\"c\",\"height\":1}]"))
                .hasMessageContaining("calculations[0].height");
    }

    @Test
    void answer_hasEveryHeatmapByItsLabel_andTheFirstByItselfToo() {
        Query query = read(
                ",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"a\"},{\"op\":\"COUNT\"},"
                        + "{\"op\":\"HEATMAP\",\"column\":\"a\",\"name\":\"flat\",\"height\":2},{\"op\":\"HEATMAP\",\"column\":\"b\"}]");
        Result result = new Result(
                List.of(),
                Result.Row.NOTHING,
                Result.Row.NOTHING,
                List.of(),
                List.of(painted("a", 1), painted("a", 2), painted("b", 3)),
                6);
        JsonObject answer = AnswerDocument.of(query, result).build();
        JsonObject all = answer.getJsonObject("heatmaps");
        assertThat(all.keySet()).containsExactly("HEATMAP(a)", "flat", "HEATMAP(b)");
        assertThat(all.getJsonObject("HEATMAP(a)")).isEqualTo(answer.getJsonObject("heatmap"));
        assertThat(all.getJsonObject("flat").toString()).contains("\"column\":\"a\"", "\"count\":2");
        assertThat(all.getJsonObject("HEATMAP(b)").toString()).contains("\"column\":\"b\"", "\"count\":3");
    }

    private static Heatmap painted(String column, long count) {
        return new Heatmap(column, List.of(new Heatmap.Cell(0, OptionalInt.of(1), count, 0, 1, "")));
    }

    @Test
    void answer_saysNullWhereThereIsNothing() {
        Query query = read(
                ",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"duration_ms\"},{\"op\":\"AVG\",\"column\":\"c\"}],"
                        + "\"breakdowns\":[\"name\"]");
        Result result = new Result(
                List.of(new Result.Row(Map.of(), Map.of(), Map.of())),
                Result.Row.NOTHING,
                new Result.Row(Map.of(), Map.of("AVG(c)", 1.5), Map.of("AVG(c)", 0.25)),
                List.of(new Result.Step(NOW, Result.Row.NOTHING)),
                List.of(new Heatmap("duration_ms", List.of(new Heatmap.Cell(3, OptionalInt.empty(), 2, 0, 0, "t")))),
                2);
        assertThat(AnswerDocument.of(query.with(Set.of(Query.Part.OTHER, Query.Part.SERIES)), result)
                        .build()
                        .toString())
                .isEqualTo(
                        "{\"from\":\"2026-06-07T10:00:00Z\",\"to\":\"2026-06-07T11:00:00Z\",\"granularitySeconds\":30,"
                                + "\"heatmap\":{\"column\":\"duration_ms\",\"cells\":[{\"x\":3,\"y\":null,\"count\":2,\"error\":0.0,\"max\":0.0,\"trace\":\"t\"}]},"
                                + "\"rows\":[{\"group\":{\"name\":null},\"values\":{\"AVG(c)\":null},\"errors\":{\"AVG(c)\":null}}],"
                                + "\"other\":{\"values\":{\"AVG(c)\":1.5},\"errors\":{\"AVG(c)\":0.25}},"
                                + "\"series\":[{\"group\":{\"name\":null},\"values\":{\"AVG(c)\":null},\"errors\":{\"AVG(c)\":null},\"time\":\"2026-06-07T12:00:00Z\"}],"
                                + "\"matched\":2}");
    }
}
