package org.scruffy.alert;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.QueryDocument;

/** Queries as they are kept: as text, without their time. */
public final class Specification {

    static final String ALL = "total";
    static final String GOOD = "good";
    private static final JsonProvider JSON = JsonProvider.provider();

    private Specification() {}

    /** What is kept, of a time. */
    static Query query(String specification, Instant from, Instant to) {
        return QueryDocument.read(JSON.createObjectBuilder(object(specification))
                .add("from", from.toString())
                .add("to", to.toString())
                .build());
    }

    static JsonObject object(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** How much of what qualifies there was, and how much of that was good. */
    static Query served(Slo.Said said, Instant from, Instant to) {
        Query good = query(said.good(), from, to);
        Calculation all =
                said.weight().isEmpty() ? Calculation.COUNT : new Calculation(Calculation.Op.SUM, said.weight());
        return query(said.qualifying(), from, to)
                .calculating(List.of(
                        all.where(ALL, good.combination(), List.of()),
                        all.where(GOOD, good.combination(), good.filters())));
    }

    /** The same day by day, for the line of a budget that burns down; {@code total} and {@code good} are its names. */
    public static Query daily(Slo.Said said, Instant now) {
        Duration day = Duration.ofDays(1);
        return served(said, now.minus(day.multipliedBy(said.windowDays())), now)
                .every(day)
                .with(java.util.Set.of(Query.Part.SERIES));
    }
}
