package org.scruffy.web.rest;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Query.Part;
import org.scruffy.spi.telemetry.Result;

/** The answer to a query as JSON. What a group has nothing to work out of is null, and so is a number JSON has no word for. */
final class AnswerDocument {

    // the static methods of Json look for a provider at every call: milliseconds for each value
    private static final JsonProvider JSON = JsonProvider.provider();

    private final Query query;
    private final List<String> labels;

    private AnswerDocument(Query query) {
        this.query = query;
        labels = query.calculations().stream()
                .filter(calculation -> calculation.op() != Calculation.Op.HEATMAP)
                .map(Calculation::label)
                .distinct()
                .toList();
    }

    static JsonObjectBuilder of(Query query, Result result) {
        return new AnswerDocument(query).whole(result);
    }

    private JsonObjectBuilder whole(Result result) {
        JsonObjectBuilder answer = JSON.createObjectBuilder()
                .add("from", query.from().toString())
                .add("to", query.to().toString())
                .add("granularitySeconds", query.granularity().toSeconds());
        result.heatmaps().stream().findFirst().ifPresent(heatmap -> answer.add("heatmap", heatmap(heatmap)));
        if (result.heatmaps().size() > 1) {
            answer.add("heatmaps", heatmaps(result.heatmaps()));
        }
        JsonArrayBuilder rows = JSON.createArrayBuilder();
        result.rows().forEach(row -> rows.add(grouped(row)));
        answer.add("rows", rows);
        if (query.parts().contains(Part.TOTAL)) {
            answer.add("total", numbers(JSON.createObjectBuilder(), result.total()));
        }
        if (query.parts().contains(Part.OTHER)) {
            answer.add("other", numbers(JSON.createObjectBuilder(), result.other()));
        }
        if (query.parts().contains(Part.SERIES)) {
            JsonArrayBuilder series = JSON.createArrayBuilder();
            result.series()
                    .forEach(step -> series.add(
                            grouped(step.row()).add("time", step.time().toString())));
            answer.add("series", series);
        }
        return answer.add("matched", result.matched());
    }

    /** By their labels, as they were asked for. */
    private JsonObjectBuilder heatmaps(List<Heatmap> heatmaps) {
        List<Calculation> painted = query.calculations().stream()
                .filter(calculation -> calculation.op() == Calculation.Op.HEATMAP)
                .toList();
        JsonObjectBuilder all = JSON.createObjectBuilder();
        for (int i = 0; i < heatmaps.size(); i++) {
            all.add(painted.get(i).label(), heatmap(heatmaps.get(i)));
        }
        return all;
    }

    private static JsonObjectBuilder heatmap(Heatmap heatmap) {
        JsonArrayBuilder cells = JSON.createArrayBuilder();
        for (Heatmap.Cell cell : heatmap.cells()) {
            JsonObjectBuilder one = JSON.createObjectBuilder().add("x", cell.x());
            cell.y().ifPresentOrElse(y -> one.add("y", y), () -> one.addNull("y"));
            cells.add(one.add("count", cell.count())
                    .add("error", number(cell.error()))
                    .add("max", number(cell.max()))
                    .add("trace", cell.trace()));
        }
        return JSON.createObjectBuilder().add("column", heatmap.column()).add("cells", cells);
    }

    private JsonObjectBuilder grouped(Result.Row row) {
        JsonObjectBuilder group = JSON.createObjectBuilder();
        query.breakdowns().forEach(name -> group.add(name, value(row.group().get(name))));
        return numbers(JSON.createObjectBuilder().add("group", group), row);
    }

    private JsonObjectBuilder numbers(JsonObjectBuilder object, Result.Row row) {
        return object.add("values", byLabel(row.values())).add("errors", byLabel(row.errors()));
    }

    private JsonObject byLabel(Map<String, ? extends Number> numbers) {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        labels.forEach(label -> object.add(label, value(numbers.get(label))));
        return object.build();
    }

    static JsonValue value(Object value) {
        if (value instanceof String text) {
            return JSON.createValue(text);
        }
        if (value instanceof Boolean truth) {
            return truth ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof Long || value instanceof Integer) {
            return JSON.createValue(((Number) value).longValue());
        }
        return value instanceof Number number ? number(number.doubleValue()) : JsonValue.NULL;
    }

    private static JsonValue number(double value) {
        return Double.isFinite(value) ? JSON.createValue(value) : JsonValue.NULL;
    }
}
