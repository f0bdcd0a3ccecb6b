package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.scruffy.dataset.Datasets;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.NoAnswer;
import org.scruffy.telemetry.wire.Dataset;
import org.scruffy.telemetry.wire.Honeycomb;
import org.scruffy.web.door.Recognition;

/** A part of Honeycomb's API that is for keys of engineers: who asks, what they say, and the words they are refused with. */
abstract class HoneycombApi extends HttpServlet {

    private static final long serialVersionUID = 1L;
    static final JsonProvider JSON = JsonProvider.provider();
    private static final String TITLE = "The provided input is invalid.";

    @Inject
    private transient Access access;

    /** A request is refused, in an object with the field {@code error}. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String why) {
            super(why);
            this.status = status;
        }
    }

    /** Answers a request of somebody who may ask. */
    @FunctionalInterface
    interface Service {
        void serve() throws IOException, Refused;
    }

    final void serve(HttpServletRequest request, HttpServletResponse response, Service service) throws IOException {
        try {
            admit(request, response);
            service.serve();
        } catch (Refused e) {
            write(response, e.status, JSON.createObjectBuilder().add("error", e.getMessage()));
        } catch (BadQuery e) {
            write(response, 422, invalid(e));
        } catch (NoAnswer e) {
            response.setHeader("Retry-After", "10");
            write(response, 503, JSON.createObjectBuilder().add("error", e.getMessage()));
        }
    }

    private void admit(HttpServletRequest request, HttpServletResponse response) throws Refused {
        if (request.getAttribute(Recognition.REFUSED) instanceof TooManyAttempts wait) {
            response.setHeader("Retry-After", Long.toString(wait.retryAfter().toSeconds() + 1));
            throw new Refused(429, wait.getMessage());
        }
        if (access.user().isEmpty()) {
            throw new Refused(401, "unknown API key - check your credentials");
        }
        if (!access.maySomewhere(Role.ENGINEER)) {
            throw new Refused(403, "User " + access.user() + " may not ask for events");
        }
    }

    static void refuseMethod(HttpServletResponse response, List<String> allowed) throws IOException {
        response.setHeader("Allow", String.join(", ", allowed));
        write(response, 405, JSON.createObjectBuilder().add("error", "method not allowed"));
    }

    /** The parts of the path after the servlet's own. */
    static List<String> path(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null || path.length() < 2
                ? List.of()
                : List.of(path.substring(1).split("/"));
    }

    /** The form of a dataset's name that counts; that of every one stays as it is. */
    static String slug(String name) {
        return name.equals(Datasets.EVERY) ? name : Dataset.slug(name);
    }

    static JsonObject body(HttpServletRequest request) throws IOException, Refused {
        byte[] body = request.getInputStream().readNBytes(SavedQuery.LONGEST + 1);
        if (body.length > SavedQuery.LONGEST) {
            throw new Refused(413, Honeycomb.TOO_LARGE);
        }
        try {
            if (SentJson.value(new String(body, StandardCharsets.UTF_8)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new Refused(400, Honeycomb.MALFORMED);
        }
        throw new Refused(400, Honeycomb.MALFORMED);
    }

    private static JsonObjectBuilder invalid(BadQuery wrong) {
        JsonObjectBuilder detail = JSON.createObjectBuilder()
                .add("field", wrong.field())
                .add("code", wrong.found().equals("missing") ? "missing" : "invalid")
                .add("description", wrong.getMessage());
        return JSON.createObjectBuilder()
                .add("status", 422)
                .add("type", "urn:scruffy:problem:validation-failed")
                .add("title", TITLE)
                .add("error", TITLE)
                .add("type_detail", JSON.createArrayBuilder().add(detail));
    }

    static void write(HttpServletResponse response, int status, JsonObjectBuilder body) throws IOException {
        write(response, status, body.build());
    }

    static void write(HttpServletResponse response, int status, JsonStructure body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(status == 422 ? "application/problem+json" : "application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
