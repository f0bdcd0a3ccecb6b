package org.scruffy.web.page;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.primefaces.PrimeFaces;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;
import org.scruffy.rule.Param;
import org.scruffy.rule.Rule;
import org.scruffy.rule.RuleBook;
import org.scruffy.rule.RuleDraft;
import org.scruffy.rule.RuleType;
import org.scruffy.rule.Scope;
import org.scruffy.rule.Severity;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

/** The rules of the network, of a station and of its feeds, and the dialog that writes one with a field for each parameter. */
@Named
@ViewScoped
public class RulesPage extends DeskPage {

    private static final long serialVersionUID = 1L;

    private final transient RuleBook book;
    private final List<String> feeds;
    private final Map<String, Integer> versions = new HashMap<>();
    private boolean deleted;
    private String id = "";
    private int version;
    private String type = RuleType.MAX_CREDIT_MS.name();
    private String scope = Scope.STATION.name();
    private String feed = "";
    private String severity = Severity.WARN.name();
    private String from = "";
    private String until = "";
    private Map<String, String> values = new HashMap<>();
    private Map<String, String> wrong = new HashMap<>();

    protected RulesPage() {
        this(null, null, null);
    }

    @Inject
    public RulesPage(RuleBook book, Access access, Chosen chosen) {
        super(access, chosen);
        this.book = book;
        this.feeds = chosen == null
                ? List.of()
                : chosen.station().map(Station::feeds).orElse(List.of()).stream()
                        .map(Feed::name)
                        .toList();
    }

    @Override
    Role role() {
        return Role.ADMIN;
    }

    public List<Rule> getRows() {
        List<Rule> rows = book.rules(callSign()).stream()
                .filter(rule -> rule.enabled() != deleted)
                .toList();
        rows.forEach(rule -> versions.put("" + rule.id(), rule.version()));
        return rows;
    }

    /** Where a rule holds, in words. */
    public String where(Rule rule) {
        return switch (rule.scope()) {
            case NETWORK -> "Network";
            case STATION -> rule.callSign();
            case FEED -> rule.callSign() + " " + rule.feed();
        };
    }

    /** Its parameters in words, what is left out included. */
    public String params(Rule rule) {
        JsonObject written = json(rule.params());
        if (JsonValue.TRUE.equals(written.get(RuleType.OFF.name()))) {
            return "off";
        }
        return rule.type().params().stream()
                .map(param -> {
                    String value = written.containsKey(param.name())
                            ? plain(written.get(param.name()))
                            : plain(param.fallback());
                    return value.isEmpty() ? "" : label(param).toLowerCase(Locale.ROOT) + ": " + said(value);
                })
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** The name of a parameter as people say it: sameBreak as Same break, maxMs as Longest (ms). */
    public String label(Param param) {
        return words(param.name()
                .replaceFirst("^maxMs$", "longest (ms)")
                .replaceFirst("Ms$", " (ms)")
                .replaceAll("([A-Z])", " $1"));
    }

    /** The name of a type as people say it: MAX_CREDIT_MS as Longest credit. */
    public String named(RuleType type) {
        return words(type.name().replaceFirst("^MAX_(.+)_MS$", "LONGEST_$1"));
    }

    private static String said(String value) {
        return switch (value) {
            case "true" -> "yes";
            case "false" -> "no";
            default -> value;
        };
    }

    private static String plain(String fallback) {
        return fallback.isEmpty() ? "" : plain(json("{\"v\":" + fallback + "}").get("v"));
    }

    private static String plain(JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        return value instanceof JsonArray array
                ? array.stream().map(RulesPage::plain).collect(Collectors.joining(", "))
                : value.toString();
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    public String days(Rule rule) {
        if (rule.from().isEmpty() && rule.until().isEmpty()) {
            return "Always";
        }
        return rule.from().map(LocalDate::toString).orElse("") + " – "
                + rule.until().map(LocalDate::toString).orElse("");
    }

    public void fresh() {
        id = "";
        type = RuleType.MAX_CREDIT_MS.name();
        scope = Scope.STATION.name();
        feed = "";
        severity = Severity.WARN.name();
        from = "";
        until = "";
        values = new HashMap<>();
        wrong = new HashMap<>();
    }

    public void edit(Rule rule) {
        id = "" + rule.id();
        version = rule.version();
        type = rule.type().name();
        scope = rule.scope().name();
        feed = rule.feed();
        severity = rule.severity().name();
        from = rule.from().map(LocalDate::toString).orElse("");
        until = rule.until().map(LocalDate::toString).orElse("");
        values = new HashMap<>();
        wrong = new HashMap<>();
        json(rule.params()).forEach((name, value) -> values.put(name, plain(value)));
    }

    /** Another type has other parameters. */
    public void retype() {
        values = new HashMap<>();
        wrong = new HashMap<>();
    }

    public void save() {
        wrong = new HashMap<>();
        try {
            RuleDraft draft = new RuleDraft(
                    scope,
                    scope.equals(Scope.FEED.name()) ? feed : "",
                    type,
                    written().toString(),
                    severity,
                    OrdersPage.day("from", from),
                    OrdersPage.day("until", until));
            if (id.isEmpty()) {
                book.create(actor(), draft);
            } else {
                book.change(actor(), id, version, draft);
            }
            PrimeFaces.current().executeScript("PF('ruleDialog').hide()");
        } catch (Refused refused) {
            refused.faults().forEach(fault -> tell(refused, fault));
        }
    }

    private void tell(Refused refused, Fault fault) {
        if (fault.field().startsWith("params.")) {
            wrong.put(fault.field().substring("params.".length()), "Expected " + fault.expected() + ".");
        } else if (List.of("type", "scope", "feed", "severity", "from", "until").contains(fault.field())) {
            Say.wrong("rule:" + fault.field(), "Expected " + fault.expected() + ".");
        } else {
            Say.wrong(refused.getMessage());
        }
    }

    /** What was typed as JSON; what cannot be a value of its kind goes as it is, to be refused with words. */
    private JsonObject written() {
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (Param param : RuleType.valueOf(type).allParams()) {
            // Faces puts null for what was left empty
            String typed = values.get(param.name());
            String value = typed == null ? "" : typed.strip();
            boolean needless = param.equals(RuleType.OFF) && value.equals("false");
            if (value.isEmpty() || needless) {
                continue;
            }
            switch (param.kind()) {
                case NUMBER -> {
                    if (value.matches("-?\\d{1,15}")) {
                        json.add(param.name(), Long.parseLong(value));
                    } else {
                        json.add(param.name(), value);
                    }
                }
                case SWITCH -> json.add(param.name(), value.equals("true"));
                case TEXTS -> {
                    JsonArrayBuilder texts = Json.createArrayBuilder();
                    Arrays.stream(value.split("[,\\s]+"))
                            .map(text -> text.toUpperCase(Locale.ROOT))
                            .forEach(texts::add);
                    json.add(param.name(), texts);
                }
                default -> json.add(param.name(), value);
            }
        }
        return json.build();
    }

    public void delete(Rule rule) {
        attempt("", "", () -> {
            Rule gone = book.delete(actor(), "" + rule.id(), versions.getOrDefault("" + rule.id(), 0));
            undoable(
                    gone.type() + " of " + where(gone) + " is deleted",
                    () -> book.restore(actor(), "" + gone.id(), gone.version()));
        });
    }

    public void restore(Rule rule) {
        attempt("", "", () -> book.restore(actor(), "" + rule.id(), versions.getOrDefault("" + rule.id(), 0)));
    }

    public RuleType[] getTypes() {
        return RuleType.values();
    }

    public Scope[] getScopes() {
        return Scope.values();
    }

    public Severity[] getSeverities() {
        return Severity.values();
    }

    public RuleType getChosenType() {
        return RuleType.valueOf(type);
    }

    public List<Param> getParams() {
        List<Param> params = new ArrayList<>(getChosenType().params());
        if (!scope.equals(Scope.NETWORK.name())) {
            params.add(RuleType.OFF);
        }
        return params;
    }

    /** What a parameter may be, in words. */
    public String hint(Param param) {
        String range = switch (param.kind()) {
            case NUMBER -> param.min() + " to " + param.max() + " " + param.unit();
            case TEXTS -> "some of " + String.join(", ", param.choices());
            case TIME -> "such as 22:00, local time of the feed";
            case INSTANT -> "such as 2026-11-24T04:00:00Z";
            default -> "";
        };
        String fallback = plain(param.fallback());
        String leftOut = fallback.isEmpty() || param.kind() == Param.Kind.SWITCH ? "" : "left out: " + fallback;
        return List.of(param.meaning(), range, leftOut).stream()
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    public Map<String, String> getValues() {
        return values;
    }

    public Map<String, String> getWrong() {
        return wrong;
    }

    public boolean isNew() {
        return id.isEmpty();
    }

    public List<String> getFeeds() {
        return feeds;
    }

    public boolean isDeleted() {
        return deleted;
    }

    public void setDeleted(boolean deleted) {
        this.deleted = deleted;
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type == null ? "" : type;
    }

    public String getScope() {
        return scope;
    }

    public void setScope(String scope) {
        this.scope = scope == null ? "" : scope;
    }

    public String getFeed() {
        return feed;
    }

    public void setFeed(String feed) {
        this.feed = feed == null ? "" : feed;
    }

    public String getSeverity() {
        return severity;
    }

    public void setSeverity(String severity) {
        this.severity = severity == null ? "" : severity;
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from == null ? "" : from;
    }

    public String getUntil() {
        return until;
    }

    public void setUntil(String until) {
        this.until = until == null ? "" : until;
    }
}
