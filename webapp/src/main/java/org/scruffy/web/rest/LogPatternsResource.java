package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.LogPatterns;
import org.scruffy.telemetry.QueryDocument;

/**
 * {@code POST /api/v1/logs/patterns}: what messages of a time have in common, and what became of them since an earlier time.
 *
 * <p>The body is a query's: its time, {@code filters}, {@code filter_combination}, {@code limit} (1 to 1,000, of patterns) and
 * {@code compare_time_offset_seconds}; {@code column} is the one that holds the messages, {@code body} where it is left out.
 *
 * <p>The answer's {@code patterns} have {@code pattern}, {@code example}, {@code count} and, where compared, {@code before} and
 * {@code change}: NEW, GONE, UP, DOWN (by a factor of two) or SAME, the most changed first. {@code total} is how many there are,
 * {@code leftOut} how many messages are in none of them. 400 names the field that is wrong, 503 says that there is no answer in time.
 */
@Path("/v1/logs/patterns")
@ApplicationScoped
public class LogPatternsResource {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final String COLUMN = "column";

    private final LogPatterns patterns;
    private final Clock clock;

    protected LogPatternsResource() {
        this(null, null);
    }

    @Inject
    public LogPatternsResource(LogPatterns patterns, Clock clock) {
        this.patterns = patterns;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public String patterns(String body) {
        JsonObject document = SentJson.object(body);
        Query window = QueryDocument.read(
                JSON.createObjectBuilder(document).remove(COLUMN).build(), clock.instant());
        Duration offset = QueryDocument.comparison(document);
        LogPatterns.Found found = patterns.find(window, column(document), offset);
        JsonArrayBuilder all = JSON.createArrayBuilder();
        found.patterns().stream().limit(window.limit()).forEach(pattern -> all.add(pattern(pattern, !offset.isZero())));
        return JSON.createObjectBuilder()
                .add("from", window.from().toString())
                .add("to", window.to().toString())
                .add("patterns", all)
                .add("total", found.patterns().size())
                .add("leftOut", found.leftOut())
                .build()
                .toString();
    }

    private static String column(JsonObject document) {
        if (!document.containsKey(COLUMN)) {
            return "body";
        }
        if (document.get(COLUMN) instanceof JsonString name && !name.getString().isEmpty()) {
            return name.getString();
        }
        throw new BadQuery(COLUMN, document.get(COLUMN), "a column's name");
    }

    private static JsonObjectBuilder pattern(LogPatterns.Pattern pattern, boolean compared) {
        JsonObjectBuilder one = JSON.createObjectBuilder()
                .add("pattern", pattern.pattern())
                .add("example", pattern.example())
                .add("count", pattern.count());
        return compared
                ? one.add("before", pattern.before())
                        .add("change", pattern.change(true).name())
                : one;
    }
}
