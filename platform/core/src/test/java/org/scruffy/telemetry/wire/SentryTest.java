package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Event;

class SentryTest {

    private static final String HEADER = "{'event_id':'9ec79c33ec9942ab8353589fcb2e04dc'}\n";

    private static Sentry read(String envelope) throws IOException {
        byte[] bytes = envelope.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Sentry.read(new ByteArrayInputStream(bytes), "7", Instant.EPOCH);
    }

    @Test
    void framesOfScripts_areToldAsTheirEnginesDo() throws IOException {
        String event =
                "{'fingerprint':['{{ default }}','x'],'exception':{'values':[{'type':'TypeError','stacktrace':{'frames':["
                        + "{'function':'run','filename':'lib.js','lineno':1,'colno':2,'in_app':false},"
                        + "{'function':'load','filename':'app.js','in_app':true}]}}]}}";
        Event error =
                read(HEADER + "{'type':'event'}\n" + event + "\n").rows().get(0).event();
        assertThat(error.text("exception.stacktrace"))
                .isEqualTo("\tat load (app.js:0:0)\n\tat run (lib.js:1:2) ~[library]");
        assertThat(error.text("sentry.fingerprint")).isEqualTo("[\"{{ default }}\",\"x\"]");
    }

    @Test
    void error_keepsWhatWasThrown() throws IOException {
        String event = "{'timestamp':1780822800.25,'level':'error','release':'1.2','tags':{'station':'KSCF'},"
                + "'exception':{'values':[{'type':'Cause'},{'type':'IllegalStateException','module':'java.lang','value':'no é',"
                + "'stacktrace':{'frames':[{'function':'main','module':'A','filename':'A.java','lineno':3},"
                + "{'function':'go','module':'B','filename':'B.java','lineno':9}]}}]},"
                + "'contexts':{'trace':{'trace_id':'5b8efff798038103d269b633813fc60c','span_id':'eee19b7ec3c1b174'}}}";
        int length = event.getBytes(StandardCharsets.UTF_8).length;
        Sentry sentry = read(HEADER + "{'type':'attachment','length':3}\n\n}{\n{'type':'event','length':" + length
                + "}\n" + event + "\n{'type':'session'}\n{'x':1}\n");

        assertThat(sentry.id()).isEqualTo("9ec79c33ec9942ab8353589fcb2e04dc");
        assertThat(sentry.rows()).hasSize(1);
        Event error = sentry.rows().get(0).event();
        assertThat(error.time()).isEqualTo(Instant.parse("2026-06-07T09:00:00.25Z"));
        assertThat(error.fields())
                .containsEntry("exception.type", "java.lang.IllegalStateException")
                .containsEntry("exception.message", "no é")
                .containsEntry("exception.stacktrace", "\tat B.go(B.java:9)\n\tat A.main(A.java:3)")
                .containsEntry("station", "KSCF")
                .containsEntry("error", true)
                .containsEntry("trace.parent_id", "eee19b7ec3c1b174")
                .containsEntry(Event.DATASET, "sentry-7");
    }

    @Test
    void transaction_isItsSpans() throws IOException {
        Sentry sentry = read(HEADER + "{'type':'transaction'}\n"
                + "{'transaction':'GET /','start_timestamp':'2026-06-07T09:00:00Z','timestamp':'2026-06-07T09:00:01Z',"
                + "'contexts':{'trace':{'trace_id':'t','span_id':'a','op':'http','status':'ok'}},"
                + "'spans':[{'trace_id':'t','span_id':'b','parent_span_id':'a','op':'db','start_timestamp':1780822800.1,"
                + "'timestamp':1780822800.2,'status':'internal_error','data':{'db.system':'postgresql'}}]}");
        assertThat(sentry.rows()).hasSize(2);
        assertThat(sentry.rows().get(0).event().fields())
                .containsEntry("name", "GET /")
                .containsEntry("duration_ms", 1000.0)
                .doesNotContainKey("error");
        assertThat(sentry.rows().get(1).event().fields())
                .containsEntry("name", "db")
                .containsEntry("trace.parent_id", "a")
                .containsEntry("db.system", "postgresql")
                .containsEntry("error", true);
    }

    @Test
    void dataset_isOfTheProjectWhateverElseIsSaid() throws IOException {
        String forged =
                "{'meta.dataset':'My Shop','meta.signal_type':7,'sentry.project':'8','meta.sample_rate':'many'}";
        String attributes = "{'meta.dataset':{'value':'My Shop'},'meta.signal_type':{'value':7},"
                + "'sentry.project':{'value':'8'},'meta.sample_rate':{'value':'many'}}";
        List<Row> rows = read(HEADER + "{'type':'event'}\n{'tags':" + forged + "}\n{'type':'transaction'}\n{'tags':"
                        + forged + ",'spans':[{'data':" + forged + "}]}\n{'type':'log'}\n{'items':[{'attributes':"
                        + attributes + "}]}")
                .rows();
        assertThat(rows)
                .extracting(row -> row.event().text("meta.signal_type"))
                .containsExactly("error", "trace", "trace", "log");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.event().fields())
                        .containsEntry(Event.DATASET, "sentry-7")
                        .containsEntry("sentry.project", "7")
                        .doesNotContainKey(Event.SAMPLE_RATE));
    }

    @ParameterizedTest
    @CsvSource({
        "0,'9999-12-31T23:59:59Z',2.53402300799E14",
        "0,'17000000000.5',1.70000000005E13",
        "'2026-06-07T09:00:00Z','+999999999-12-31T23:59:59Z',3.1556889797779E19",
        "'2026-06-07T09:00:00Z','-999999999-01-01T00:00:00Z',-3.15568925072E19",
        "1780822800,'NaN',0",
        "1780822800,1e308,0",
        "1780822800,'',0"
    })
    void span_lastsAsLongAsItsClientSays(String start, String end, double millis) throws IOException {
        Row row = read(HEADER + "{'type':'transaction'}\n{'start_timestamp':'" + start + "','timestamp':'" + end + "'}")
                .rows()
                .get(0);
        assertThat(row.event().number("duration_ms")).isCloseTo(millis, withPercentage(0.001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                HEADER + "{'type':'event','length':99}\n{}",
                HEADER + "{'type':'event'}\n[]",
                HEADER + "{"
            })
    void brokenEnvelope_isUnreadable(String envelope) {
        assertThatThrownBy(() -> read(envelope)).isInstanceOf(Unreadable.class);
    }
}
