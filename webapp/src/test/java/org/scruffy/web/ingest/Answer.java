package org.scruffy.web.ingest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Ingest;

/** What a servlet answers. */
final class Answer {

    /** Keeps whatever comes. */
    static final class Kept extends Ingest {

        private final List<Event> events = new ArrayList<>();

        @Override
        public List<String> keep(List<Event> batch) {
            events.addAll(batch);
            return Collections.nCopies(batch.size(), "");
        }

        List<Event> events() {
            return events;
        }
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

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> headers = new HashMap<>();
    private final HttpServletResponse response = (HttpServletResponse) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                    case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                    default -> {}
                }
                return switch (method.getName()) {
                    case "getContentType" -> type();
                    case "getOutputStream" -> new Out();
                    default -> null;
                };
            });

    HttpServletResponse response() {
        return response;
    }

    String body() {
        return body.toString(StandardCharsets.UTF_8);
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Null where none is said. */
    String type() {
        return headers.get("Content-Type");
    }
}
