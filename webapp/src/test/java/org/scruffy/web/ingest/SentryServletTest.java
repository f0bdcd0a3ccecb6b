package org.scruffy.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.security.Grant;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Ingest;

class SentryServletTest {

    private static final String ID = "9ec79c33ec9942ab8353589fcb2e04dc";
    private static final String BAD = "{'op':'db','data':{'" + "n".repeat(256) + "':1}}";

    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Keeps whatever comes. */
    private static final class Kept extends Ingest {
        @Override
        public List<String> keep(List<Event> batch) {
            return Collections.nCopies(batch.size(), "");
        }
    }

    private static final class In extends ServletInputStream {
        private final InputStream bytes;

        In(String text) {
            bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {}
    }

    private final class Out extends ServletOutputStream {
        @Override
        public void write(int one) {
            body.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }

    private final HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                if (method.getName().equals("setHeader")) {
                    headers.put((String) arguments[0], (String) arguments[1]);
                }
                return method.getName().equals("getOutputStream") ? new Out() : null;
            });

    private static HttpServletRequest request(String envelope) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                SentryServletTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getPathInfo" -> "/api/7/envelope/";
                    case "getContentLengthLong" -> -1L;
                    case "getInputStream" -> new In(envelope.replace('\'', '"'));
                    default -> null;
                });
    }

    private String answer(String spans) throws IOException {
        String envelope =
                "{'event_id':'" + ID + "'}\n{'type':'transaction'}\n{'transaction':'GET /','spans':[" + spans + "]}";
        Sender sender = new Sender(Set.of(Grant.EVERYWHERE), Set.of());
        try (Post post = new Post(request(envelope), sender, new Kept(), Instant.EPOCH)) {
            new SentryServlet().take(post, response);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    @Test
    void envelopeThatIsKept_isAnsweredWithItsId() throws IOException {
        assertThat(answer("{'op':'db'}")).isEqualTo("{\"id\":\"" + ID + "\"}");
        assertThat(headers).isEmpty();
    }

    @Test
    void spanThatIsRefused_isToldBesideTheId() throws IOException {
        String why = "Event 2: A column's name has 256 characters, expected 1 to 255";
        assertThat(answer(BAD + ",{'op':'http'}"))
                .isEqualTo(
                        "{\"id\":\"" + ID + "\",\"detail\":\"1 of 3 events not kept\",\"causes\":[\"" + why + "\"]}");
        assertThat(headers).containsEntry("X-Sentry-Error", "1 of 3 events not kept: " + why);
    }

    @Test
    void manyThatAreRefused_areToldByTheFirstTen() throws IOException {
        assertThat(answer(BAD + ("," + BAD).repeat(998)))
                .contains("\"detail\":\"999 of 1000 events not kept\"", "\"Event 11: ")
                .doesNotContain("Event 12: ");
        assertThat(headers.get("X-Sentry-Error")).hasSizeLessThanOrEqualTo(500);
    }
}
