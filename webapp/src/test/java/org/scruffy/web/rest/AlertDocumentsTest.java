package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.alert.Board;
import org.scruffy.telemetry.BadQuery;

class AlertDocumentsTest {

    private static JsonObject json(String text) {
        return SentJson.object(text.replace('\'', '"'));
    }

    @Test
    void aQuery_isKeptWithoutItsTime() {
        JsonObject document = json("{'query':{'calculations':[{'op':'COUNT'}],'from':'2026-01-01T00:00:00Z',"
                + "'to':'2026-01-01T01:00:00Z','include':['series'],'limit':7}}");
        assertThat(AlertDocuments.query(document, "query"))
                .isEqualTo(json("{'calculations':[{'op':'COUNT'}],'limit':7}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'limit':7}", "{'limit':7,'calculations':[]}"})
    void aQuery_thatSaysNoCalculationCounts(String query) {
        assertThat(AlertDocuments.calculating(AlertDocuments.query(json("{'query':" + query + "}"), "query")))
                .isEqualTo(json("{'limit':7,'calculations':[{'op':'COUNT'}]}"));
        JsonObject said = json("{'calculations':[{'op':'SUM','column':'a'}]}");
        assertThat(AlertDocuments.calculating(said)).isEqualTo(said);
    }

    @Test
    void aMoment_isReadOrToldByItsField() {
        Instant otherwise = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(AlertDocuments.at(json("{}"), "updated", otherwise)).isEqualTo(otherwise);
        assertThat(AlertDocuments.at(json("{'updated':'2026-01-02T00:00:00.000001Z'}"), "updated", otherwise))
                .isEqualTo("2026-01-02T00:00:00.000001Z");
        assertThatThrownBy(() -> AlertDocuments.at(json("{'updated':'now'}"), "updated", otherwise))
                .hasMessage("updated is 'now', expected a moment such as 2026-01-31T18:00:00Z");
    }

    @Test
    void goodEvents_haveNoFieldsOfTheirOwn() {
        JsonObject document = json("{'good':{'calculated_fields':[{'name':'a','expression':'IF(true,1,2)'}]}}");
        assertThatThrownBy(() -> SlosResource.about(document, "good", SlosResource.OF_GOOD))
                .isInstanceOfSatisfying(
                        BadQuery.class, bad -> assertThat(bad.field()).isEqualTo("good.calculated_fields"));
        assertThat(SlosResource.about(document, "good", SlosResource.OF_QUALIFYING))
                .containsKey("calculated_fields");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; query; missing",
                "{'query':7}; query; 7",
                "{'query':{'calculation':[]}}; query.calculation; given",
                "{'query':{'filters':[{'column':'a','op':'~'}]}}; query.filters[0].op; ~",
            })
    void whatIsNoQuery_isToldByItsPlace(String document, String field, String found) {
        assertThatThrownBy(() -> AlertDocuments.query(json(document), "query"))
                .isInstanceOfSatisfying(BadQuery.class, bad -> {
                    assertThat(bad.field()).isEqualTo(field);
                    assertThat(bad.found()).contains(found);
                });
    }

    @Test
    void numbers_areOfTheirRange() {
        assertThat(AlertDocuments.whole(json("{}"), "n", 5, 1, 9)).isEqualTo(5);
        assertThat(AlertDocuments.whole(json("{'n':null}"), "n", 5, 1, 9)).isEqualTo(5);
        assertThat(AlertDocuments.whole(json("{'n':9}"), "n", 5, 1, 9)).isEqualTo(9);
        for (String wrong : List.of("0", "10", "1.5", "'3'", "1e99", "true")) {
            assertThatThrownBy(() -> AlertDocuments.whole(json("{'n':" + wrong + "}"), "n", 5, 1, 9))
                    .as(wrong)
                    .isInstanceOf(BadQuery.class)
                    .hasMessageContaining("a whole number from 1 to 9");
        }
        assertThat(AlertDocuments.number(json("{'n':-1.5}"), "n")).isEqualTo(-1.5);
        for (String wrong : List.of("'1'", "null", "1e999")) {
            assertThatThrownBy(() -> AlertDocuments.number(json("{'n':" + wrong + "}"), "n"))
                    .as(wrong)
                    .isInstanceOf(BadQuery.class);
        }
    }

    @Test
    void words_areOneOfThoseThereAre() {
        assertThat(AlertDocuments.oneOf(json("{'shown':'LINE'}"), "shown", Board.Shown.values(), Board.Shown::name))
                .isEqualTo(Board.Shown.LINE);
        assertThatThrownBy(() ->
                        AlertDocuments.oneOf(json("{'shown':'PIE'}"), "shown", Board.Shown.values(), Board.Shown::name))
                .hasMessage("shown is \"PIE\", expected one of: LINE, TABLE, HEATMAP");
    }

    @Test
    void ofAnArray_oneIsToldByItsPlace() {
        assertThat(AlertDocuments.each(json("{}"), "presets", 2, (value, field) -> field))
                .isEmpty();
        assertThatThrownBy(() -> AlertDocuments.each(
                        json("{'presets':['a','b\\nc']}"),
                        "presets",
                        2,
                        (value, field) -> AlertDocuments.text(value, field, 9)))
                .isInstanceOfSatisfying(
                        BadQuery.class, bad -> assertThat(bad.field()).isEqualTo("presets[1]"));
        assertThatThrownBy(
                        () -> AlertDocuments.each(json("{'presets':[1,2,3]}"), "presets", 2, (value, field) -> field))
                .hasMessageContaining("an array of at most 2");
    }
}
