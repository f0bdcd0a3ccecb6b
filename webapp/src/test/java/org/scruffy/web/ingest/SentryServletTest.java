package org.scruffy.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.security.Grant;

class SentryServletTest {

    private static final String ID = "9ec79c33ec9942ab8353589fcb2e04dc";
    private static final String BAD = "{'op':'db','data':{'" + "n".repeat(256) + "':1}}";

    private final Answer answer = new Answer();

    private static HttpServletRequest request(String envelope) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                SentryServletTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getPathInfo" -> "/api/7/envelope/";
                    case "getContentLengthLong" -> -1L;
                    case "getInputStream" -> body(envelope.replace('\'', '"'));
                    default -> null;
                });
    }

    private static Body body(String text) {
        return new Body(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String answer(String spans) throws IOException {
        String envelope =
                "{'event_id':'" + ID + "'}\n{'type':'transaction'}\n{'transaction':'GET /','spans':[" + spans + "]}";
        Sender sender = new Sender(Set.of(Grant.EVERYWHERE), Set.of());
        try (Post post = new Post(request(envelope), sender, new Answer.Kept(), Instant.EPOCH)) {
            new SentryServlet().take(post, answer.response());
        }
        return answer.body();
    }

    @Test
    void envelopeThatIsKept_isAnsweredWithItsId() throws IOException {
        assertThat(answer("{'op':'db'}")).isEqualTo("{\"id\":\"" + ID + "\"}");
        assertThat(answer.headers()).doesNotContainKeys("Warning", "X-Sentry-Error");
    }

    @Test
    void spanThatIsRefused_isToldBesideTheId() throws IOException {
        String why = "Event 2: A column's name has 256 characters, expected 1 to 255";
        assertThat(answer(BAD + ",{'op':'http'}"))
                .isEqualTo(
                        "{\"id\":\"" + ID + "\",\"detail\":\"1 of 3 events not kept\",\"causes\":[\"" + why + "\"]}");
        assertThat(answer.headers()).containsEntry("X-Sentry-Error", "1 of 3 events not kept: " + why);
    }

    @Test
    void manyThatAreRefused_areToldByTheFirstTen() throws IOException {
        assertThat(answer(BAD + ("," + BAD).repeat(998)))
                .contains("\"detail\":\"999 of 1000 events not kept\"", "\"Event 11: ")
                .doesNotContain("Event 12: ");
        assertThat(answer.headers().get("X-Sentry-Error")).hasSizeLessThanOrEqualTo(500);
    }
}
