package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BadQuery;

class BubbleUpDocumentTest {

    private static final Instant TEN = Instant.parse("2026-06-07T10:00:00Z");
    private static final Filter ROUTE = Filter.of("http.route", Filter.Op.EQUAL, "/week");
    private static final String QUERY = "'query':{'from':'2026-06-07T10:00:00Z','to':'2026-06-07T11:00:00Z',"
            + "'filters':[{'column':'http.route','op':'=','value':'/week'}]}";

    private static BubbleUpDocument read(String more) {
        return BubbleUpDocument.read(("{" + QUERY + more + "}").replace('\'', '"'));
    }

    @Test
    void selection_isAPartOfTheQuery() {
        BubbleUpDocument document =
                read(",'selection':{'from':'2026-06-07T10:30:00Z','filters':[{'column':'error','op':'exists'}]}");
        assertThat(document.baseline())
                .isEqualTo(Query.between(TEN, TEN.plusSeconds(3600)).where(List.of(ROUTE)));
        assertThat(document.selection())
                .isEqualTo(Query.between(TEN.plusSeconds(1800), TEN.plusSeconds(3600))
                        .where(List.of(Filter.of("error", Filter.Op.EXISTS), ROUTE)));
    }

    @Test
    void box_isASelectionByItsColumn() {
        assertThat(read(",'box':{'column':'duration_ms','to':'2026-06-07T10:05:00Z','atLeast':100,'below':400}")
                        .selection())
                .isEqualTo(Query.between(TEN, TEN.plusSeconds(300))
                        .where(List.of(
                                Filter.of("duration_ms", Filter.Op.GREATER_OR_EQUAL, 100L),
                                Filter.of("duration_ms", Filter.Op.LESS, 400L),
                                ROUTE)));
    }

    @Test
    void calculatedFields_areThoseOfTheQueryForBothSides() {
        BubbleUpDocument document =
                BubbleUpDocument.read(("{'query':{'from':'2026-06-07T10:00:00Z','to':'2026-06-07T11:00:00Z',"
                                + "'calculated_fields':[{'name':'slow','expression':'$duration_ms > 500'}]},"
                                + "'selection':{'filters':[{'column':'slow','op':'=','value':true}]}}")
                        .replace('\'', '"'));
        assertThat(document.baseline().fields())
                .extracting(CalculatedField::name)
                .containsExactly("slow");
        assertThat(document.selection().fields()).isEqualTo(document.baseline().fields());
    }

    @Test
    void baseline_mayBeAnother() {
        assertThat(read(",'selection':{},'baseline':{'from':'2026-05-31T10:00:00Z','to':'2026-05-31T11:00:00Z'}")
                        .baseline())
                .isEqualTo(Query.between(Instant.parse("2026-05-31T10:00:00Z"), Instant.parse("2026-05-31T11:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                " | selection",
                ",'selection':{},'box':{} | selection",
                ",'selection':3 | selection",
                ",'selection':{'limit':3} | selection.limit",
                ",'selection':{'calculated_fields':[]} | selection.calculated_fields",
                ",'selection':{},'baseline':{'from':'2026-05-31T10:00:00Z','to':'2026-05-31T11:00:00Z','calculated_fields':[{'name':'c','expression':'1 +'}]} | baseline.calculated_fields[0].expression",
                ",'selection':{'from':'noon'} | selection.from",
                ",'selection':{'filters':[{'column':'x','op':'like'}]} | selection.filters[0].op",
                ",'box':{'atLeast':3} | box.column",
                ",'box':{'column':'x','below':'3'} | box.below",
                ",'selection':{},'baseline':{} | baseline.from",
                ",'selection':{},'more':1 | more"
            })
    void wrongField_isNamed(String more, String field) {
        assertThatThrownBy(() -> read(more == null ? "" : more))
                .isInstanceOfSatisfying(
                        BadQuery.class, wrong -> assertThat(wrong.field()).isEqualTo(field));
    }

    @Test
    void noJson_isSaidSo() {
        assertThatThrownBy(() -> BubbleUpDocument.read("{")).hasMessageContaining("no JSON");
        assertThatThrownBy(() -> BubbleUpDocument.read("[]")).hasMessageContaining("an array");
    }
}
