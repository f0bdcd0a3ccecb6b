package org.scruffy.web.page;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.scruffy.order.Daypart;
import org.scruffy.order.Delivery;
import org.scruffy.order.LineDraft;
import org.scruffy.order.Order;
import org.scruffy.order.Order.Line;
import org.scruffy.order.Order.State;
import org.scruffy.order.Orders;
import org.scruffy.order.Refused;
import org.scruffy.order.Rotation;
import org.scruffy.order.Underwriter;
import org.scruffy.order.Underwriters;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

/** The orders of a station with their lines, and the dialogs that write them. */
@Named
@ViewScoped
public class OrdersPage extends DeskPage {

    private static final long serialVersionUID = 1L;

    private final transient Orders orders;
    private final transient Underwriters underwriters;
    private final List<String> feeds;
    private final Table<Order> table;
    private final LineForm line = new LineForm();
    private String id = "";
    private int version;
    private String name = "";
    private String underwriter = "";
    private String lineId = "";
    private int lineVersion;
    private transient Delivery delivery;
    private String deliveryOf = "";

    protected OrdersPage() {
        this(null, null, null, null);
    }

    @Inject
    public OrdersPage(Orders orders, Underwriters underwriters, Access access, Chosen chosen) {
        super(access, chosen);
        this.orders = orders;
        this.underwriters = underwriters;
        this.feeds = chosen == null
                ? List.of()
                : chosen.station().map(Station::feeds).orElse(List.of()).stream()
                        .map(Feed::name)
                        .toList();
        this.table = new Table<>(
                find -> orders.find(callSign(), find).found(),
                find -> orders.count(callSign(), find),
                row -> new Table.Seen(row.id(), row.version()));
    }

    @Override
    Role role() {
        return Role.TRAFFIC;
    }

    public Table<Order> getTable() {
        return table;
    }

    /** The lines of an order that were not deleted. */
    public List<Line> lines(Order order) {
        return order.lines().stream().filter(one -> !one.deleted()).toList();
    }

    public long ordered(Order order) {
        return lines(order).stream().mapToLong(Line::ordered).sum();
    }

    public long placed(Order order) {
        return lines(order).stream().mapToLong(Line::placed).sum();
    }

    public long aired(Order order) {
        return lines(order).stream().mapToLong(Line::aired).sum();
    }

    /** From the first day of an order to its last, empty where it has no line. */
    public String span(Order order) {
        return lines(order).stream()
                .map(Line::from)
                .min(LocalDate::compareTo)
                .map(first -> first + " – "
                        + lines(order).stream()
                                .map(Line::until)
                                .max(LocalDate::compareTo)
                                .orElseThrow())
                .orElse("");
    }

    public String join(List<String> names) {
        return String.join(", ", names);
    }

    /** A daypart in words: MON–FRI, 22:00 – 02:00. */
    public String words(Daypart daypart) {
        String days = daypart.days().size() == 7 ? "Every day" : String.join(" ", daypart.dayNames());
        return days + (daypart.from().equals(daypart.to()) ? "" : ", " + daypart.from() + "–" + daypart.to());
    }

    public String badge(State state) {
        return switch (state) {
            case APPROVED -> "ok";
            case ON_HOLD -> "warn";
            default -> "";
        };
    }

    public State[] getStates() {
        return State.values();
    }

    // Orders
    // ------------------------------------------------------------------------------------------------------------------

    public void fresh() {
        id = "";
        name = "";
        underwriter = "";
    }

    public void edit(Order order) {
        id = order.id();
        version = table.version(order.id());
        name = order.name();
        underwriter = order.underwriter();
    }

    public void save() {
        attempt("order", "orderDialog", () -> {
            if (id.isEmpty()) {
                orders.create(actor(), name, underwriterId());
            } else {
                orders.change(actor(), id, version, name, underwriterId());
            }
        });
    }

    /** Empty where nobody has that name: it is said together with what else is wrong. */
    private String underwriterId() {
        return underwriters.named(underwriter, 100).stream()
                .filter(one -> one.name().equalsIgnoreCase(underwriter.strip()))
                .findFirst()
                .map(Underwriter::id)
                .orElse("");
    }

    /** The names that hold what somebody typed. */
    public List<String> suggest(String text) {
        return underwriters.named(text, 12).stream().map(Underwriter::name).toList();
    }

    public void approve(Order order) {
        step(order, State.APPROVED, " is approved");
    }

    public void hold(Order order) {
        step(order, State.ON_HOLD, " is on hold");
    }

    public void end(Order order) {
        step(order, State.ENDED, " has ended");
    }

    private void step(Order order, State to, String words) {
        attempt("", "", () -> {
            State before = order.state();
            Order now = orders.state(actor(), order.id(), table.version(order.id()), to, "");
            undoable(now.name() + words, () -> orders.state(actor(), now.id(), now.version(), before, "Undo"));
        });
    }

    public void delete(Order order) {
        attempt("", "", () -> {
            Order gone = orders.delete(actor(), order.id(), table.version(order.id()));
            undoable(gone.name() + " is deleted", () -> orders.restore(actor(), gone.id(), gone.version()));
        });
    }

    public void restore(Order order) {
        attempt("", "", () -> orders.restore(actor(), order.id(), table.version(order.id())));
    }

    // Lines
    // -------------------------------------------------------------------------------------------------------------------

    public void freshLine(Order order) {
        id = order.id();
        name = order.name();
        lineId = "";
        line.reset(feeds);
    }

    public void editLine(Order order, Line row) {
        id = order.id();
        name = order.name();
        lineId = row.id();
        lineVersion = row.version();
        line.read(row, seconds(row.lengthMs()));
    }

    public void saveLine() {
        attempt("line", "lineDialog", () -> {
            if (lineId.isEmpty()) {
                orders.addLine(actor(), id, line.draft());
            } else {
                orders.changeLine(actor(), id, lineId, lineVersion, line.draft());
            }
        });
    }

    public void deleteLine(Order order, Line row) {
        attempt("", "", () -> {
            Line gone = orders.deleteLine(actor(), order.id(), row.id(), row.version());
            undoable(
                    "Line " + gone.name() + " is deleted",
                    () -> orders.restoreLine(actor(), order.id(), gone.id(), gone.version()));
        });
    }

    public void show(Order order, Line row) {
        attempt("", "", () -> {
            delivery = orders.delivery(callSign(), order.id(), row.id());
            deliveryOf = order.name() + ", " + row.name();
        });
    }

    public Delivery getDelivery() {
        return delivery;
    }

    public String getDeliveryOf() {
        return deliveryOf;
    }

    static Optional<LocalDate> day(String field, String text) {
        try {
            return text == null || text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text.strip()));
        } catch (DateTimeParseException e) {
            throw Refused.invalid(field, text, "a day such as 2026-11-24");
        }
    }

    /** Ad-IDs as somebody wrote them, one in a row, each with its weight behind it where it is not 1. */
    static List<LineDraft.Weight> weights(String text) {
        return text.lines()
                .map(String::strip)
                .filter(row -> !row.isEmpty())
                .map(row -> row.split("[\\s,;×x*]+(?=\\d+$)", 2))
                .map(row -> new LineDraft.Weight(row[0].strip(), row.length == 1 ? 1 : number(row[1])))
                .toList();
    }

    public Rotation[] getRotations() {
        return Rotation.values();
    }

    public Order.Pacing[] getPacings() {
        return Order.Pacing.values();
    }

    public Order.Per[] getPers() {
        return Order.Per.values();
    }

    public List<String> getDays() {
        return Daypart.ALWAYS.dayNames();
    }

    public List<String> getFeeds() {
        return feeds;
    }

    @Override
    String field(String name) {
        return name.equals("lengthMs") ? "seconds" : super.field(name);
    }

    public LineForm getLine() {
        return line;
    }

    public boolean isNew() {
        return id.isEmpty();
    }

    public boolean isNewLine() {
        return lineId.isEmpty();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String getUnderwriter() {
        return underwriter;
    }

    public void setUnderwriter(String underwriter) {
        this.underwriter = underwriter == null ? "" : underwriter;
    }

    /** The choices of a text area or list, in the order in which they stand. */
    static List<String> list(String[] chosen) {
        return chosen == null ? List.of() : Arrays.asList(chosen);
    }
}
