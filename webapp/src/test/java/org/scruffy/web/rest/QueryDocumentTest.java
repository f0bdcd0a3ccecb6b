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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;

class QueryDocumentTest {

    private static final String TIME = "\"from\":\"2026-06-07T10:00:00Z\",\"to\":\"2026-06-07T11:00:00Z\"";

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }

    private static Query read(String more) {
        return QueryDocument.read(json("{" + TIME + more + "}"));
    }

    @Test
    void document_isReadWhole() {
        Query query = read(",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"duration_ms\"},{\"op\":\"COUNT\"}],"
                + "\"filters\":[{\"column\":\"http.route\",\"op\":\"=\",\"value\":\"/api/week/{date}\"},"
                + "{\"column\":\"error\",\"op\":\"does-not-exist\"}],"
                + "\"breakdowns\":[\"name\"],\"granularitySeconds\":60,\"limit\":7");
        assertThat(query)
                .isEqualTo(new Query(
                        Instant.parse("2026-06-07T10:00:00Z"),
                        Instant.parse("2026-06-07T11:00:00Z"),
                        List.of(new Calculation(Calculation.Op.HEATMAP, "duration_ms"), Calculation.COUNT),
                        List.of(
                                Filter.of("http.route", Filter.Op.EQUAL, "/api/week/{date}"),
                                Filter.of("error", Filter.Op.DOES_NOT_EXIST)),
                        List.of("name"),
                        Duration.ofSeconds(60),
                        7));
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
    void answer_saysNullWhereThereIsNothing() {
        Query query = read(
                ",\"calculations\":[{\"op\":\"HEATMAP\",\"column\":\"duration_ms\"},{\"op\":\"AVG\",\"column\":\"c\"}],"
                        + "\"breakdowns\":[\"name\"]");
        Result result = new Result(
                List.of(new Result.Row(Map.of(), Map.of())),
                List.of(new Heatmap("duration_ms", List.of(new Heatmap.Cell(3, OptionalInt.empty(), 2, 0, "t")))),
                2);
        assertThat(QueryDocument.answer(query, result, 12, 1).toString())
                .isEqualTo(
                        "{\"from\":\"2026-06-07T10:00:00Z\",\"to\":\"2026-06-07T11:00:00Z\",\"granularitySeconds\":30,"
                                + "\"heatmap\":{\"column\":\"duration_ms\",\"cells\":[{\"x\":3,\"y\":null,\"count\":2,\"max\":0.0,\"trace\":\"t\"}]},"
                                + "\"rows\":[{\"group\":{\"name\":null},\"values\":{\"AVG(c)\":null}}],\"matched\":2,\"tookMs\":12,\"dropped\":1}");
    }
}
