package org.scruffy.alert;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Expression.Call;
import org.scruffy.spi.telemetry.Expression.Function;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.ExpressionText;

/** The address of Explore that asks a question, as its page reads it: each parameter, and what it is, in the order of the address. */
final class InExplore {

    private static final Map<Filter.Op, Function> FUNCTIONS = Map.of(
            Filter.Op.EQUAL, Function.EQUALS,
            Filter.Op.GREATER, Function.GT,
            Filter.Op.GREATER_OR_EQUAL, Function.GTE,
            Filter.Op.LESS, Function.LT,
            Filter.Op.LESS_OR_EQUAL, Function.LTE,
            Filter.Op.STARTS_WITH, Function.STARTS_WITH,
            Filter.Op.ENDS_WITH, Function.ENDS_WITH,
            Filter.Op.CONTAINS, Function.CONTAINS,
            Filter.Op.EXISTS, Function.EXISTS,
            Filter.Op.IN, Function.IN);

    private record Part(String name, String value) {}

    private final List<Part> parts = new ArrayList<>();

    private InExplore() {
        add("view", "all");
    }

    private InExplore(Instant from, Instant to) {
        this();
        add("live", "off");
        add("from", from.truncatedTo(ChronoUnit.SECONDS).toString());
        add("to", to.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** What a trigger asks, of the time that the page shows by itself. */
    static String of(Trigger.Said said, Instant now) {
        InExplore page = new InExplore();
        page.ask(said, Specification.query(said.specification(), now.minus(said.window()), now), "");
        return page.toString();
    }

    /**
     * What a trigger asked when a group of it began to fire.
     *
     * @param group as the alert calls it, empty where it has no groups
     */
    static String of(Trigger.Said said, String group, Instant began) {
        Instant from = began.minus(said.window());
        InExplore page = new InExplore(from, began);
        page.ask(said, Specification.query(said.specification(), from, began), group);
        return page.toString();
    }

    private void ask(Trigger.Said said, Query query, String group) {
        Calculation calculation = query.calculations().get(0);
        where(query, "alert.about", calculation.filters().isEmpty() && group.isEmpty());
        within(calculation.filters(), calculation.combination(), "alert.counted");
        of(query.breakdowns(), group);
        add(
                "c",
                calculation.column().isEmpty()
                        ? calculation.op().name()
                        : calculation.op() + "|" + calculation.column());
        add("sort", new Calculation(calculation.op(), calculation.column()).label());
        if (said.op() == Filter.Op.LESS || said.op() == Filter.Op.LESS_OR_EQUAL) {
            add("order", "ascending");
        }
        if (query.breakdowns().isEmpty()) {
            add("by", "");
        }
        query.breakdowns().forEach(column -> add("by", column));
    }

    /** The events of a time that an objective counts. */
    static String counted(Slo.Said said, Instant from, Instant to) {
        InExplore page = new InExplore(from, to);
        page.where(Specification.query(said.qualifying(), from, to), "objective.counts", true);
        page.add("tab", "events");
        return page.toString();
    }

    /** The events of a time that an objective counts, and that were not good. */
    static String failing(Slo.Said said, Instant from, Instant to) {
        Query good = Specification.query(said.good(), from, to);
        InExplore page = new InExplore(from, to);
        page.where(
                Specification.query(said.qualifying(), from, to),
                "objective.counts",
                good.filters().isEmpty());
        if (!good.filters().isEmpty()) {
            page.make("objective.good", met(good.filters(), good.combination()));
            page.add("f", "objective.good|=|false");
        }
        page.add("tab", "events");
        return page.toString();
    }

    /** What a burn alert looked at when it began to fire. */
    static String failing(Slo.Said said, String burnAlert, Instant began) {
        Duration window = said.burnAlerts().stream()
                .filter(alert -> alert.words().equals(burnAlert))
                .map(Slo.BurnAlert::window)
                .findFirst()
                .orElse(Duration.ofHours(1));
        return failing(said, began.minus(window), began);
    }

    /** @param alone whether no other filter stands beside these: then it is enough to say that one of them is to be met */
    private void where(Query query, String name, boolean alone) {
        for (CalculatedField field : query.fields()) {
            make(field.name(), field.expression());
        }
        boolean any =
                query.combination() == Filter.Combination.OR && query.filters().size() > 1;
        within(query.filters(), alone ? Filter.Combination.AND : query.combination(), name);
        if (alone && any) {
            add("any", "on");
        }
    }

    /** Beside others Explore's filters are all to be met; where one is enough, that is a question of its own. */
    private void within(List<Filter> filters, Filter.Combination combination, String name) {
        if (combination == Filter.Combination.AND || filters.size() < 2) {
            filters.forEach(filter -> add("f", written(filter)));
            return;
        }
        make(name, met(filters, combination));
        add("f", name + "|=|true");
    }

    /** The values of a group; where they hold commas themselves they cannot be told apart, and all groups are shown. */
    private void of(List<String> columns, String group) {
        String[] values = columns.size() == 1 ? new String[] {group} : group.split(", ", -1);
        if (group.isEmpty() || values.length != columns.size()) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            add(
                    "f",
                    columns.get(i)
                            + (values[i].equals(Evaluations.NOT_THERE) ? "|does-not-exist|" : "|=|" + values[i]));
        }
    }

    private void make(String name, Expression expression) {
        add("made", name + "|" + ExpressionText.of(expression));
    }

    private void add(String name, String value) {
        parts.add(new Part(name, value));
    }

    private static String written(Filter filter) {
        return filter.column() + "|" + filter.op().sign() + "|"
                + filter.values().stream()
                        .map(value -> filter.op().takesMany() ? among(value) : value.toString())
                        .collect(Collectors.joining(", "));
    }

    /** In quotes, as a comma may be in it. */
    private static String among(Object value) {
        return value instanceof String text
                ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : value.toString();
    }

    private static Expression met(List<Filter> filters, Filter.Combination combination) {
        List<Expression> all = filters.stream().map(InExplore::met).toList();
        return new Call(combination == Filter.Combination.AND ? Function.AND : Function.OR, all);
    }

    private static Expression met(Filter filter) {
        Expression.Field column = new Expression.Field(filter.column());
        List<Expression> arguments = new ArrayList<>();
        arguments.add(filter.op().ofText() ? new Call(Function.STRING, List.of(column)) : column);
        filter.values().forEach(value -> arguments.add(new Expression.Literal(value)));
        Expression affirmed = new Call(FUNCTIONS.get(filter.op().affirmed()), arguments);
        return filter.op().denies() ? new Call(Function.NOT, List.of(affirmed)) : affirmed;
    }

    @Override
    public String toString() {
        return "explore.xhtml?"
                + parts.stream()
                        .map(part -> part.name() + "=" + URLEncoder.encode(part.value(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
