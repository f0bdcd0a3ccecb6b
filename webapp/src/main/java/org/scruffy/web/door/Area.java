package org.scruffy.web.door;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.scruffy.security.Role;

/** Which part of the product a path is in, and so who may pass. What is not named here is for whoever is signed in. */
public final class Area {

    private record Rule(String prefix, Optional<Role> needed) {

        boolean covers(String path) {
            return path.equals(prefix) || prefix.endsWith("/") && path.startsWith(prefix);
        }
    }

    private static final List<Rule> RULES = List.of(
            open("/live/"),
            open("/health"),
            open("/health/"),
            open("/login.xhtml"),
            open("/setup.xhtml"),
            open("/jakarta.faces.resource/"),
            open("/favicon.svg"),
            only("/api/v2/", Role.ENGINEER),
            only("/api/v3/", Role.ENGINEER),
            only("/zipkin/", Role.ENGINEER),
            only("/api/traces", Role.ENGINEER),
            only("/api/traces/", Role.ENGINEER),
            only("/api/services", Role.ENGINEER),
            only("/api/services/", Role.ENGINEER),
            only("/api/operations", Role.ENGINEER),
            only("/api/dependencies", Role.ENGINEER),
            only("/metrics", Role.ENGINEER),
            only("/metrics/", Role.ENGINEER),
            only("/openapi", Role.ENGINEER),
            only("/openapi/", Role.ENGINEER),
            only("/explore.xhtml", Role.ENGINEER),
            only("/errors.xhtml", Role.ENGINEER),
            only("/guide.xhtml", Role.ENGINEER),
            only("/trace.xhtml", Role.ENGINEER),
            only("/traces.xhtml", Role.ENGINEER),
            only("/logs.xhtml", Role.ENGINEER),
            only("/datasets.xhtml", Role.ENGINEER),
            only("/overview.xhtml", Role.ENGINEER),
            only("/jobs.xhtml", Role.ENGINEER),
            only("/releases.xhtml", Role.ENGINEER),
            only("/players.xhtml", Role.ENGINEER),
            only("/api/v1/players/", Role.ENGINEER),
            only("/api/v1/jobs", Role.ENGINEER),
            only("/api/v1/jobs/", Role.ENGINEER),
            only("/api/v1/asked-questions", Role.ENGINEER),
            only("/api/v1/asked-questions/", Role.ENGINEER),
            only("/api/v1/runtime", Role.ENGINEER),
            only("/api/v1/query", Role.ENGINEER),
            only("/api/v1/query/", Role.ENGINEER),
            only("/api/v1/event-store", Role.ENGINEER),
            only("/api/v1/event-store/", Role.ENGINEER),
            only("/api/v1/bubbleup", Role.ENGINEER),
            only("/api/v1/bubbleup/", Role.ENGINEER),
            only("/api/v1/events/tail", Role.ENGINEER),
            only("/api/v1/logs/patterns", Role.ENGINEER),
            only("/api/v1/sampling-rules", Role.ENGINEER),
            only("/api/v1/errors", Role.ENGINEER),
            only("/api/v1/errors/", Role.ENGINEER),
            only("/api/v1/datasets", Role.ENGINEER),
            only("/api/v1/datasets/", Role.ENGINEER),
            only("/api/v1/markers", Role.ENGINEER),
            only("/api/v1/traces/", Role.ENGINEER),
            only("/boards.xhtml", Role.ENGINEER),
            only("/alerts.xhtml", Role.ENGINEER),
            only("/api/v1/boards", Role.ENGINEER),
            only("/api/v1/boards/", Role.ENGINEER),
            only("/api/v1/triggers", Role.ENGINEER),
            only("/api/v1/triggers/", Role.ENGINEER),
            only("/api/v1/slos", Role.ENGINEER),
            only("/api/v1/slos/", Role.ENGINEER),
            only("/api/v1/recipients", Role.ENGINEER),
            only("/api/v1/recipients/", Role.ENGINEER),
            only("/api/v1/alerts", Role.ENGINEER),
            only("/api/v1/alerts/", Role.ENGINEER),
            only("/api/v1/blast-radius", Role.ENGINEER),
            only("/plugins.xhtml", Role.ENGINEER),
            only("/api/plugins", Role.ENGINEER),
            only("/api/plugins/", Role.ENGINEER),
            only("/feeds.xhtml", Role.ADMIN),
            only("/keys.xhtml", Role.ADMIN),
            only("/users.xhtml", Role.ADMIN));

    /** Where programs bring events, in protocols that have words of their own for who may not. */
    private static final Pattern INTAKE = Pattern.compile(
            "/v1/(traces|logs|metrics)|/1/.*|/api/v1/events/(?!tail$).*|(/sentry)?/api/[0-9]{1,20}/envelope/?");

    /** Where Zipkin has two things: programs bring spans, and tools read how they are called. */
    private static final Pattern ZIPKINS = Pattern.compile("(/zipkin)?/api/v2/spans");

    private Area() {}

    private static Rule open(String prefix) {
        return new Rule(prefix, Optional.empty());
    }

    private static Rule only(String prefix, Role role) {
        return new Rule(prefix, Optional.of(role));
    }

    /** The role that is needed at some station at least; empty where nobody needs to sign in. */
    public static Optional<Role> needed(String method, String path) {
        if (isIntake(method, path)) {
            return Optional.empty();
        }
        return RULES.stream()
                .filter(rule -> rule.covers(path))
                .findFirst()
                .map(Rule::needed)
                .orElse(Optional.of(Role.VIEWER));
    }

    /** Whether the servlet behind this path asks itself who is there: for a key or a password, whatever the session says. */
    static boolean isIntake(String method, String path) {
        return INTAKE.matcher(path).matches()
                || ZIPKINS.matcher(path).matches() && !method.equals("GET") && !method.equals("HEAD");
    }

    /** Whether a person looks at this path, who is led to the login; programs are told what is wrong. */
    static boolean isPage(String path) {
        return path.endsWith(".xhtml") || path.equals("/") || path.isEmpty();
    }
}
