package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.dataset.SamplingRule;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.telemetry.BadQuery;

class SamplingRulesResourceTest {

    private static List<SamplingRule> read(String json) {
        return SamplingRulesResource.read(
                Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
    }

    @Test
    void rules_areReadInTheirOrder() {
        assertThat(read(
                        "{'rules':[{'name':'Health','filters':[{'column':'http.route','op':'=','value':'/health'}],'rate':100},"
                                + "{'name':'Errors','filters':[{'column':'error','op':'exists'}],'rate':1,'underPressure':true},"
                                + "{'name':'All','rate':2}]}"))
                .containsExactly(
                        new SamplingRule(
                                "Health", List.of(Filter.of("http.route", Filter.Op.EQUAL, "/health")), 100, false),
                        new SamplingRule("Errors", List.of(Filter.of("error", Filter.Op.EXISTS)), 1, true),
                        new SamplingRule("All", List.of(), 2, false));
        assertThat(read("{'rules':[]}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | rules",
                "{'rules':{}} | rules",
                "{'rules':[7]} | rules[0]",
                "{'rules':[{'rate':2}]} | rules[0].name",
                "{'rules':[{'name':7,'rate':2}]} | rules[0].name",
                "{'rules':[{'name':'a'}]} | rules[0].rate",
                "{'rules':[{'name':'a','rate':0}]} | rules[0].rate",
                "{'rules':[{'name':'a','rate':1.5}]} | rules[0].rate",
                "{'rules':[{'name':'a','rate':1000001}]} | rules[0].rate",
                "{'rules':[{'name':'a','rate':1},{'name':'b','rate':2,'underPressure':'yes'}]} | rules[1].underPressure",
                "{'rules':[{'name':'a','rate':1,'filters':[{'column':'x','op':'~','value':1}]}]} | rules[0].filters[0].op",
                "{'rules':[{'name':'a','rate':1,'filters':'x'}]} | rules[0].filters",
            })
    void wrongField_isNamed(String json, String field) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        BadQuery.class, wrong -> assertThat(wrong.field()).isEqualTo(field));
    }
}
