package org.scruffy.alert;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.alert.Slo.BurnAlert;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Telemetry;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.NoAnswer;
import org.scruffy.telemetry.Queries;

/** Looks at the triggers and objectives that are due: one after the other, each by a handful of questions, on one node each time. */
@ApplicationScoped
public class Evaluations {

    private static final Logger LOG = Logger.getLogger(Evaluations.class.getName());
    private static final Duration PACE = Duration.ofSeconds(5);
    /** In one go; what is left comes in the next. */
    private static final int MOST = 100;

    private static final int MOST_GROUPS = 1_000;
    /** Where a question names a column: kept questions name none that cannot be, only such as are not there yet. */
    private static final Pattern COLUMN = Pattern.compile(".*\\.column|breakdowns\\[\\d+]");

    private static final Pattern MILLISECONDS = Pattern.compile("(^|[._])ms$");
    private static final Pattern BYTES = Pattern.compile("bytes$|(^|[._])content_length$|\\.size$|^jvm\\.memory\\.");
    private static final MathContext FOUR_DIGITS = new MathContext(4);
    private static final List<String> SIZES = List.of("B", "kB", "MB", "GB", "TB");

    private static final String TOO_MANY =
            MOST_GROUPS + " groups or more are beyond the threshold: only the worst " + MOST_GROUPS + " fire";
    /** What a group is called after that has no value. */
    static final String NOT_THERE = "(not there)";

    private static final Duration RECENT = Duration.ofHours(1);
    private static final Duration HISTORY = Duration.ofDays(90);

    private final Triggers triggers;
    private final Slos slos;
    private final Alerts alerts;
    private final Queries queries;
    private final Telemetry telemetry;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "alert evaluation");
        thread.setDaemon(true);
        return thread;
    });

    protected Evaluations() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Evaluations(Triggers triggers, Slos slos, Alerts alerts, Queries queries, Telemetry telemetry, Clock clock) {
        this.triggers = triggers;
        this.slos = slos;
        this.alerts = alerts;
        this.queries = queries;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Retries retries) {
        routines.every(PACE, PACE, timer, "evaluate trigger", () -> tick("Triggers", this::lookAtTriggers));
        routines.every(PACE, PACE, timer, "evaluate objective", () -> tick("Objectives", this::lookAtObjectives));
        routines.every(Duration.ofMinutes(1), Duration.ofDays(1), timer, "alert retention", this::forget);
        retries.by("evaluate trigger", run -> again(run, "trigger", triggers::find, this::look));
        retries.by("evaluate objective", run -> again(run, "slo", slos::find, this::look));
    }

    private <T> Retries.Asked again(
            Retries.Run run, String what, LongFunction<Optional<T>> finding, Consumer<T> looking) {
        T found = finding.apply(run.number(what + ".id"))
                .orElseThrow(() -> new NotRepeated("There is no longer " + run.text(what) + ", which it looked at"));
        timer.execute(Retries.repeating(run.traceId(), () -> looking.accept(found)));
        return new Retries.Asked(run.text(what) + " is looked at as soon as its thread is free.", "");
    }

    private static void tick(String what, Runnable looking) {
        try {
            looking.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> what + " are not looked at this time");
        }
    }

    void lookAtObjectives() {
        each(slos::take, slo -> {
            look(slo);
            lookAtTriggers(); // an objective asks about weeks, and a trigger does not wait for all of them
        });
    }

    void lookAtTriggers() {
        each(triggers::take, this::look);
    }

    private static <T> void each(Supplier<Optional<T>> taking, Consumer<T> looking) {
        Optional<T> taken = taking.get();
        for (int i = 0; i < MOST && taken.isPresent(); i++) {
            looking.accept(taken.get());
            taken = taking.get();
        }
    }

    private void look(Trigger trigger) {
        try (Telemetry.Span job = telemetry.job("evaluate trigger")) {
            job.set("trigger", trigger.said().name()).set("trigger.id", Long.parseLong(trigger.id()));
            try {
                List<Beyond> beyond = beyond(trigger);
                triggers.judge(trigger, beyond, beyond.size() < MOST_GROUPS ? "" : TOO_MANY);
                job.set("beyond", beyond.size());
            } catch (RuntimeException e) { // whatever it is, the next one is looked at
                failed(job, e);
                triggers.note(trigger, problem(e));
            }
        }
    }

    /** What waits for the first event of its kind is as it should be. */
    private static void failed(Telemetry.Span job, RuntimeException e) {
        if (isEarly(e)) {
            job.set("waits", problem(e));
        } else {
            job.fail(e);
        }
    }

    private static boolean isEarly(RuntimeException e) {
        return e instanceof BadQuery query && COLUMN.matcher(query.field()).matches();
    }

    private static String problem(RuntimeException e) {
        if (isEarly(e)) {
            return "No event has had the column " + ((BadQuery) e).found() + " yet";
        }
        return e instanceof BadQuery || e instanceof NoAnswer ? e.getMessage() : "It could not be looked at: " + e;
    }

    /** The worst first; where two groups are called the same, the worse of them. */
    private List<Beyond> beyond(Trigger trigger) {
        Trigger.Said said = trigger.said();
        Query query = query(said);
        Calculation calculation = query.calculations().get(0);
        Map<String, Beyond> beyond = new LinkedHashMap<>();
        for (Result.Row row : queries.ask(query).rows()) {
            Optional<Double> value = value(row, calculation);
            if (value.isPresent() && said.exceeds(value.get())) {
                Beyond one = new Beyond(group(query, row), value.get(), words(said, calculation, value.get()));
                beyond.putIfAbsent(one.group(), one);
            }
        }
        return List.copyOf(beyond.values());
    }

    /** Of more groups than there may be, those are wanted that are beyond. */
    private Query query(Trigger.Said said) {
        Query query = Specification.query(said.specification(), clock.instant().minus(said.window()), clock.instant());
        boolean descending = said.op() == Filter.Op.GREATER || said.op() == Filter.Op.GREATER_OR_EQUAL;
        return query.first(MOST_GROUPS)
                .orderedBy(List.of(new Order(query.calculations().get(0).label(), descending)));
    }

    /** Where there is nothing to count there are none; of all else there is no number then. */
    private static Optional<Double> value(Result.Row row, Calculation calculation) {
        Number value = row.values().get(calculation.label());
        if (value == null && calculation.op() == Calculation.Op.COUNT) {
            return Optional.of(0.0);
        }
        return Optional.ofNullable(value).map(Number::doubleValue);
    }

    private static String group(Query query, Result.Row row) {
        return query.breakdowns().stream()
                .map(column -> Objects.toString(row.group().get(column), NOT_THERE))
                .collect(Collectors.joining(", "));
    }

    private static String words(Trigger.Said said, Calculation calculation, double value) {
        return calculation.label() + " is " + amount(value, calculation) + ", "
                + said.op().sign() + " " + amount(said.threshold(), calculation) + " within " + words(said.window());
    }

    /** In the unit that the name of the column says, where the number is one of its values. */
    private static String amount(double value, Calculation calculation) {
        boolean counted = calculation.op() == Calculation.Op.COUNT_DISTINCT;
        if (!counted && MILLISECONDS.matcher(calculation.column()).find()) {
            return Math.abs(value) < 1_000 ? rounded(value) + " ms" : rounded(value / 1_000) + " s";
        }
        if (!counted && BYTES.matcher(calculation.column()).find()) {
            return size(value);
        }
        return number(value);
    }

    private static String size(double bytes) {
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= 1_000 && unit < SIZES.size() - 1) {
            size /= 1_000;
            unit++;
        }
        return rounded(size) + " " + SIZES.get(unit);
    }

    private static String rounded(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value)
                        .round(FOUR_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString()
                : Double.toString(value);
    }

    static String number(double value) {
        boolean whole = value == Math.rint(value) || Math.abs(value) >= 1000;
        return whole && Math.abs(value) < 1e15
                ? Long.toString(Math.round(value))
                : String.format(java.util.Locale.ROOT, "%.4g", value);
    }

    /** {@code 5 min}. */
    static String words(Duration length) {
        long seconds = length.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** What of an objective's events counts, and what of that was good, in a stretch of time up to now. */
    private record Served(double total, double good) {
        double bad() {
            return total - good;
        }
    }

    private void look(Slo slo) {
        try (Telemetry.Span job = telemetry.job("evaluate objective")) {
            job.set("slo", slo.said().name()).set("slo.id", Long.parseLong(slo.id()));
            try {
                Served all = served(slo.said(), Duration.ofDays(slo.said().windowDays()));
                Budget standing = new Budget(slo.said().target(), all.total(), all.good(), 0);
                Served recent = served(slo.said(), RECENT);
                Budget budget = new Budget(
                        slo.said().target(), all.total(), all.good(), standing.rate(recent.total(), recent.good()));
                List<Beyond> burning = burning(slo.said(), budget);
                slos.judge(slo, budget, burning);
                job.set("budget.left", budget.left()).set("burning", burning.size());
            } catch (RuntimeException e) {
                failed(job, e);
                slos.note(slo, problem(e));
            }
        }
    }

    private Served served(Slo.Said said, Duration window) {
        Query query = Specification.served(said, clock.instant().minus(window), clock.instant());
        return queries.ask(query).rows().stream()
                .findFirst()
                .map(row -> new Served(amount(row, Specification.ALL), amount(row, Specification.GOOD)))
                .orElse(new Served(0, 0));
    }

    private static double amount(Result.Row row, String label) {
        Number value = row.values().get(label);
        return value == null || !Double.isFinite(value.doubleValue()) ? 0 : value.doubleValue();
    }

    private List<Beyond> burning(Slo.Said said, Budget budget) {
        List<Beyond> burning = new ArrayList<>();
        for (BurnAlert alert : said.burnAlerts()) {
            Served part = served(said, alert.window());
            if (alert.kind() == Slo.Burn.BUDGET_RATE) {
                double percent = budget.share(part.bad()) * 100;
                if (percent >= alert.amount()) {
                    burning.add(new Beyond(
                            alert.words(),
                            percent,
                            number(percent) + " % of the budget went within " + words(alert.window())
                                    + ", agreed less than " + number(alert.amount()) + " %"));
                }
            } else {
                double rate = budget.rate(part.total(), part.good());
                double hours = budget.left() <= 0 ? 0 : budget.left() * said.windowDays() * 24 / rate;
                if (hours <= alert.amount()) {
                    burning.add(new Beyond(
                            alert.words(),
                            hours,
                            hours == 0
                                    ? "The budget of " + said.windowDays() + " days is gone"
                                    : "At this pace the budget is gone in " + number(hours) + " h"));
                }
            }
        }
        return burning;
    }

    void forget() {
        try (Telemetry.Span job = telemetry.job("alert retention")) {
            try {
                job.set("forgotten", alerts.forget(clock.instant().minus(HISTORY)));
            } catch (RuntimeException e) {
                job.fail(e); // tomorrow is early enough
            }
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
