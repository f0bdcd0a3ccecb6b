package org.scruffy.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.security.Grant;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.wire.Unreadable;
import org.scruffy.web.ingest.Answer.Kept;

class OtlpServletTest {

    private static final String JSON =
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"5b8efff798038103d269b633813fc60c\","
                    + "\"spanId\":\"eee19b7ec3c1b174\",\"name\":\"told\"}]}]}]}";

    private final Kept kept = new Kept();
    private final Answer answer = new Answer();
    private final OtlpServlet servlet = new OtlpServlet();

    private static byte[] packed(String name) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        request.addResourceSpansBuilder()
                .addScopeSpansBuilder()
                .addSpans(Span.newBuilder()
                        .setTraceId(ByteString.fromHex("5b8efff798038103d269b633813fc60c"))
                        .setSpanId(ByteString.fromHex("eee19b7ec3c1b174"))
                        .setName(name));
        return request.build().toByteArray();
    }

    private static HttpServletRequest request(String type, byte[] body) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                OtlpServletTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getServletPath" -> "/v1/traces";
                    case "getContentType" -> type;
                    case "getContentLengthLong" -> (long) body.length;
                    case "getInputStream" -> new Body(new ByteArrayInputStream(body));
                    default -> null;
                });
    }

    private void bring(String type, byte[] body) throws IOException {
        Sender sender = new Sender(Set.of(Grant.EVERYWHERE), Set.of());
        try (Post post = new Post(request(type, body), sender, kept, Instant.EPOCH)) {
            servlet.take(post, answer.response());
        }
    }

    private void bringsTold(String type, byte[] body, String answered) throws IOException {
        bring(type, body);
        assertThat(kept.events())
                .extracting(Event::fields)
                .extracting(fields -> fields.get("name"))
                .containsExactly("told");
        assertThat(answer.type()).isEqualTo(answered);
    }

    @Test
    void keyOfSeveralStations_bringsWhatHappenedInASpanOfOne() throws IOException {
        String station = "\"attributes\":[{\"key\":\"station\",\"value\":{\"stringValue\":\"%s\"}}],";
        String span = JSON.replace("\"name\"", station + "\"events\":[{\"name\":\"cue\"}],\"name\"");
        Sender sender = new Sender(Set.of("KSCF", "KOTH"), Set.of());
        for (String name : List.of("KSCF", "KOTH", "KXYZ")) {
            HttpServletRequest request =
                    request("application/json", span.formatted(name).getBytes(StandardCharsets.UTF_8));
            try (Post post = new Post(request, sender, kept, Instant.EPOCH)) {
                servlet.take(post, answer.response());
            }
        }
        assertThat(kept.events())
                .extracting(event -> event.text("name") + " at " + event.text("station"))
                .containsExactly("told at KSCF", "cue at KSCF", "told at KOTH", "cue at KOTH");
        assertThat(answer.body()).startsWith("{}{}{\"partialSuccess\":{\"rejectedSpans\":\"1\"");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "application/octet-stream",
                "Application/X-Protobuf",
                "application/x-protobuf; messageType=\"x.y\"",
                "application/protobuf"
            })
    void protobuf_isReadHoweverItsTypeIsSaid(String type) throws IOException {
        bringsTold(type, packed("told"), "application/x-protobuf");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"APPLICATION/OCTET-STREAM", "Application/JSON;charset=UTF-8", "application/json ; a=b"})
    void json_isReadHoweverItsTypeIsSaid(String type) throws IOException {
        bringsTold(type, (" \n" + JSON).getBytes(StandardCharsets.UTF_8), "application/json");
        assertThat(answer.body()).isEqualTo("{}");
    }

    /** Tag and length of the first field are a line feed and a brace. */
    @Test
    void protobufThatBeginsAsJsonMay_isReadAsProtobuf() throws IOException {
        byte[] body = packed("n".repeat(89));
        assertThat(new String(body, StandardCharsets.ISO_8859_1)).startsWith("\n{");
        bring(null, body);
        assertThat(kept.events()).hasSize(1);
    }

    @Test
    void nothing_isARequestWithoutSpans() throws IOException {
        bring(null, new byte[0]);
        assertThat(kept.events()).isEmpty();
        assertThat(answer.type()).isEqualTo("application/x-protobuf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "multipart/form-data; boundary=x"})
    void anotherType_isRefusedWithWhatIsExpected(String type) {
        assertThatThrownBy(() -> bring(type, packed("told")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(415))
                .hasMessage(
                        "Content-Type is '%s', expected application/x-protobuf or application/json",
                        type.split(";")[0]);
        assertThat(kept.events()).isEmpty();
    }

    @Test
    void refusalOfABodyOfUnsaidType_isToldInTheTypeItHas() throws IOException {
        byte[] broken = Arrays.copyOf(packed("told"), 20);
        assertThatThrownBy(() -> bring(null, broken)).isInstanceOf(Unreadable.class);
        servlet.refuse(new Refusal(400, "why"), request(null, broken), answer.response());
        assertThat(answer.type()).isEqualTo("application/x-protobuf");

        byte[] refused = "{\"resourceSpans\":7}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> bring(null, refused)).isInstanceOf(Unreadable.class);
        servlet.refuse(new Refusal(400, "why"), request(null, refused), answer.response());
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.body()).endsWith("{\"code\":3,\"message\":\"why\"}");
    }

    @Test
    void refusalBeforeTheBodyIsRead_isToldByTheRequestsType() throws IOException {
        for (String type : List.of("application/x-protobuf", "application/protobuf")) {
            servlet.refuse(new Refusal(401, "why"), request(type, new byte[0]), answer.response());
            assertThat(answer.type()).isEqualTo("application/x-protobuf");
        }
    }
}
