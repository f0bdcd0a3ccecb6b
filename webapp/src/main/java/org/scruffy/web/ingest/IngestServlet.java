package org.scruffy.web.ingest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.NotKept;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.telemetry.wire.TooMany;
import org.scruffy.telemetry.wire.Unreadable;
import org.scruffy.web.door.Recognition;
import org.scruffy.web.door.SlowBody;

/**
 * Takes events in some protocol: asks who brings them, reads and keeps them, and refuses in the protocol's own words. Pages of
 * strangers may send too, as browsers do; they need a key, never a cookie.
 */
abstract class IngestServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Access access;

    @Inject
    private transient Ingest ingest;

    @Inject
    private transient Clock clock;

    /** Reads, keeps and answers. */
    abstract void take(Post post, HttpServletResponse response) throws IOException;

    /** Answers with a refusal; status and Retry-After are set already. */
    abstract void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException;

    /** What a client is told that should come again: not every protocol's clients do after a 503. */
    int statusOfLater() {
        return 503;
    }

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        allowOrigin(response);
        try (Post post = new Post(request, sender(request), ingest, clock.instant())) {
            take(post, response);
        } catch (Unreadable e) {
            answer(new Refusal(400, e.getMessage()), request, response);
        } catch (TooMany e) {
            answer(new Refusal(413, e.getMessage()), request, response);
        } catch (NotKept e) {
            answer(new Refusal(statusOfLater(), e.getMessage(), e.retryAfter()), request, response);
        } catch (SlowBody e) {
            response.setHeader("Connection", "close");
            answer(slow(e), request, response);
        } catch (Refusal e) {
            answer(e, request, response);
        }
    }

    private Refusal slow(SlowBody e) {
        return e.status() == 408
                ? new Refusal(408, e.getMessage())
                : new Refusal(statusOfLater(), e.getMessage(), Duration.ofSeconds(1));
    }

    final Sender sender(HttpServletRequest request) throws Refusal {
        return Sender.of(access, request.getAttribute(Recognition.REFUSED));
    }

    final boolean maySomewhere(Role role) {
        return access.maySomewhere(role);
    }

    final void answer(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(refusal.status());
        if (refusal.retryAfter() > 0) {
            response.setHeader("Retry-After", Long.toString(refusal.retryAfter()));
        }
        refuse(refusal, request, response);
    }

    /** Says in a header what of the events is not kept, for protocols that have no word for it. */
    static void warn(HttpServletResponse response, List<Row> rows) {
        rows.stream()
                .map(Row::warning)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .ifPresent(words -> response.setHeader("Warning", "299 scruffy \"" + plain(words) + "\""));
    }

    /** Words as a header may have them. */
    static String plain(String words) {
        return words.replaceAll("[^ -~]|[\"\\\\]", "?");
    }

    static void write(HttpServletResponse response, String type, byte[] body) throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static void allowOrigin(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Origin", "*");
        response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Sentry-Error, X-Sentry-Rate-Limits");
    }

    @Override
    protected final void doOptions(HttpServletRequest request, HttpServletResponse response) {
        allowOrigin(response);
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
        String wanted = request.getHeader("Access-Control-Request-Headers");
        if (wanted != null && wanted.matches("[A-Za-z0-9_, -]{1,1000}")) {
            response.setHeader("Access-Control-Allow-Headers", wanted);
        }
        response.setHeader("Access-Control-Max-Age", "86400");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
