package org.scruffy.web.rest;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.scruffy.spi.telemetry.Contrast.Side;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Difference;
import org.scruffy.telemetry.Differences;
import org.scruffy.telemetry.QueryDocument;

/**
 * A selection and what it is compared with as JSON, and the answer.
 *
 * @param selection the events that stand out
 * @param baseline what they are part of, or compared with
 */
record BubbleUpDocument(Query selection, Query baseline) {

    private static final Set<String> KNOWN = Set.of("query", "selection", "box", "baseline");
    private static final Set<String> QUERY = Set.of("from", "to", "filters", "calculated_fields");
    private static final Set<String> PART = Set.of("from", "to", "filters");
    private static final Set<String> BOX = Set.of("column", "from", "to", "atLeast", "below");
    private static final JsonProvider JSON = JsonProvider.provider();

    static BubbleUpDocument read(String body) {
        JsonObject document = SentJson.object(body);
        only(KNOWN, "", document);
        JsonObject query = part(document, "query", QUERY);
        Query whole = query("query", query);
        boolean box = document.containsKey("box");
        if (box == document.containsKey("selection")) {
            throw new BadQuery("selection", box ? "given beside box" : "missing", "either a selection or a box");
        }
        JsonObject chosen = box ? ofBox(part(document, "box", BOX)) : part(document, "selection", PART);
        Query selection = query(box ? "box" : "selection", within(query, chosen));
        if (!document.containsKey("baseline")) {
            return new BubbleUpDocument(selection, whole);
        }
        return new BubbleUpDocument(selection, query("baseline", part(document, "baseline", QUERY)));
    }

    private static void only(Set<String> known, String where, JsonObject object) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new BadQuery(where + name, "given", "one of: " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private static JsonObject part(JsonObject document, String name, Set<String> known) {
        if (!(document.get(name) instanceof JsonObject part)) {
            throw new BadQuery(name, document.containsKey(name) ? document.get(name) : "missing", "an object");
        }
        only(known, name + ".", part);
        return part;
    }

    private static Query query(String where, JsonObject query) {
        try {
            return QueryDocument.read(query);
        } catch (BadQuery e) {
            throw new BadQuery(where + "." + e.field(), e.found(), e.expected());
        }
    }

    /** The part of the query: the filters of both, its own first so that what is wrong with them is told by their place. */
    private static JsonObject within(JsonObject query, JsonObject part) {
        JsonArrayBuilder filters = JSON.createArrayBuilder();
        for (JsonObject one : List.of(part, query)) {
            if (one.get("filters") instanceof JsonArray some) {
                some.forEach(filters::add);
            }
        }
        return JSON.createObjectBuilder(query)
                .addAll(JSON.createObjectBuilder(part))
                .add("filters", filters)
                .build();
    }

    private static JsonObject ofBox(JsonObject box) {
        JsonArrayBuilder filters = JSON.createArrayBuilder();
        add(box, "atLeast", Filter.Op.GREATER_OR_EQUAL, filters);
        add(box, "below", Filter.Op.LESS, filters);
        JsonObjectBuilder part = JSON.createObjectBuilder(box);
        BOX.stream().filter(name -> !PART.contains(name)).forEach(part::remove);
        return part.add("filters", filters).build();
    }

    private static void add(JsonObject box, String edge, Filter.Op op, JsonArrayBuilder filters) {
        if (!box.containsKey(edge)) {
            return;
        }
        if (box.get(edge).getValueType() != JsonValue.ValueType.NUMBER) {
            throw new BadQuery("box." + edge, box.get(edge), "a number");
        }
        if (!box.containsKey("column")) {
            throw new BadQuery("box.column", "missing", "the column of the heatmap");
        }
        filters.add(JSON.createObjectBuilder()
                .add("column", box.get("column"))
                .add("op", op.sign())
                .add("value", box.get(edge)));
    }

    static String answer(Differences differences, long tookMs) {
        JsonArrayBuilder columns = JSON.createArrayBuilder();
        differences.columns().forEach(difference -> columns.add(difference(difference)));
        return JSON.createObjectBuilder()
                .add("selection", side(differences.selection(), differences.selectionEvidence()))
                .add("baseline", side(differences.baseline(), differences.baselineEvidence()))
                .add("compared", differences.compared())
                .add("warnings", JSON.createArrayBuilder(differences.warnings()))
                .add("columns", columns)
                .add("tookMs", tookMs)
                .build()
                .toString();
    }

    private static JsonObjectBuilder side(Side side, double evidence) {
        return JSON.createObjectBuilder()
                .add("events", side.events())
                .add("weight", side.weight())
                .add("traces", side.units())
                .add("evidence", evidence);
    }

    private static JsonObjectBuilder difference(Difference difference) {
        JsonArrayBuilder bars = JSON.createArrayBuilder();
        difference.bars().forEach(bar -> bars.add(bar(bar)));
        return JSON.createObjectBuilder()
                .add("column", difference.column().name())
                .add("type", difference.column().type().name())
                .add(
                        "verdict",
                        difference.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .add("because", difference.because())
                .add("test", difference.test().words())
                .add("p", difference.p())
                .add("q", difference.q())
                .add("filter", filter(difference.filter()))
                .add("selected", difference.selected())
                .add("baseline", difference.baseline())
                .add("atLeast", difference.atLeast())
                .add("divergence", difference.divergence())
                .add("sameAs", JSON.createArrayBuilder(difference.sameAs()))
                .add("bars", bars);
    }

    private static JsonObjectBuilder filter(Filter filter) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("column", filter.column())
                .add("op", filter.op().sign());
        filter.values().forEach(value -> json.add("value", AnswerDocument.value(value)));
        return json;
    }

    private static JsonObjectBuilder bar(Difference.Bar bar) {
        return JSON.createObjectBuilder()
                .add("value", AnswerDocument.value(bar.value()))
                .add("others", bar.others())
                .add("selected", bar.selected())
                .add("baseline", bar.baseline());
    }
}
