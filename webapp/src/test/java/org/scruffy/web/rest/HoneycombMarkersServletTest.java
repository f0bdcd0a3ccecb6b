package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.dataset.Marker;
import org.scruffy.telemetry.BadQuery;

class HoneycombMarkersServletTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static Marker.Said said(String json) {
        String text = json.replace('\'', '"');
        return HoneycombMarkersServlet.said(
                new SaidJson(Json.createReader(new StringReader(text)).readObject()), NOW);
    }

    @Test
    void marker_isReadWhole_andBeginsNowUnlessItSays() {
        assertThat(said(
                        "{'start_time':1471040808,'end_time':1471040900,'message':'deploy #1','type':'deploy','url':'https://ci/1',"
                                + "'id':'read-only','color':null}"))
                .isEqualTo(new Marker.Said(
                        Instant.ofEpochSecond(1_471_040_808),
                        Optional.of(Instant.ofEpochSecond(1_471_040_900)),
                        "deploy #1",
                        "deploy",
                        "https://ci/1"));
        assertThat(said("{}")).isEqualTo(new Marker.Said(NOW, Optional.empty(), "", "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'start_time':'now'} | start_time",
                "{'start_time':1.5} | start_time",
                "{'start_time':-1} | start_time",
                "{'start_time':1e300} | start_time",
                "{'end_time':7} | end_time",
                "{'message':7} | message",
                "{'type':[]} | type",
                "{'url':'javascript:alert(1)'} | url",
                "{'url':'https://a b'} | url",
            },
            quoteCharacter = '`')
    void wrongField_isNamed(String json, String field) {
        assertThatThrownBy(() -> said(json))
                .isInstanceOfSatisfying(
                        BadQuery.class, wrong -> assertThat(wrong.field()).isEqualTo(field));
    }
}
