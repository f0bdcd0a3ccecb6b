package org.scruffy.web.page;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.scruffy.creative.Lengths;
import org.scruffy.creative.LengthsTable;
import org.scruffy.order.ChecklistPoint;
import org.scruffy.order.CreativeCard;
import org.scruffy.order.CreativeCard.Approval;
import org.scruffy.order.CreativeCard.Tick;
import org.scruffy.order.CreativeDraft;
import org.scruffy.order.Creatives;
import org.scruffy.order.Inbox;
import org.scruffy.order.Refused;
import org.scruffy.order.Underwriter;
import org.scruffy.order.Underwriters;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.LocalTimes;

/** The creatives of a station: written, looked at point by point, decided about; their files are sent by the page's script. */
@Named
@ViewScoped
public class CreativesPage extends DeskPage {

    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.US);

    private final transient Creatives creatives;
    private final transient Underwriters underwriters;
    private final transient Inbox inbox;
    private final transient LengthsTable lengths;
    private final Table<CreativeCard> table;
    private final String zone;
    private boolean fresh;
    private int version;
    private String adId = "";
    private String title = "";
    private String underwriter = "";
    private String kind = "CREDIT";
    private String length = "15";
    private String validFrom = "";
    private String validUntil = "";
    private transient CreativeCard card;
    private String[] ticked = new String[0];
    private String reason = "";
    private String tolerance = "";
    private String longest = "";

    protected CreativesPage() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public CreativesPage(
            Creatives creatives,
            Underwriters underwriters,
            Inbox inbox,
            LengthsTable lengths,
            Access access,
            Chosen chosen) {
        super(access, chosen);
        this.creatives = creatives;
        this.underwriters = underwriters;
        this.inbox = inbox;
        this.lengths = lengths;
        this.zone = chosen == null ? "" : chosen.getZone();
        this.table = new Table<>(
                find -> creatives.find(callSign(), find).found(),
                find -> creatives.count(callSign(), find),
                row -> new Table.Seen(row.adId(), row.version()));
    }

    @Override
    Role role() {
        return Role.TRAFFIC;
    }

    public Table<CreativeCard> getTable() {
        return table;
    }

    public long getMostBytes() {
        return inbox.most();
    }

    /** The file of a creative in words. */
    public String file(CreativeCard row) {
        if (ready(row)) {
            return "Air-ready";
        }
        return row.file()
                .map(file -> switch (file.state()) {
                    case "WAITING" -> "Waiting for conditioning";
                    case "CONDITIONING" -> "Being conditioned";
                    case "FAILED" -> "Cannot air";
                    case "CANCELLED" -> "Cancelled";
                    default -> "Not air-ready";
                })
                .orElse("No file yet");
    }

    /** One that was ready before waits again when a feed got another ladder. */
    private static boolean ready(CreativeCard row) {
        return row.airReady()
                && row.file()
                        .filter(file -> !file.state().equals("CONDITIONED"))
                        .isEmpty();
    }

    public String fileBadge(CreativeCard row) {
        if (ready(row)) {
            return "ok";
        }
        return row.file().filter(file -> file.state().equals("FAILED")).isPresent() ? "bad" : "warn";
    }

    public String badge(Approval approval) {
        return switch (approval) {
            case APPROVED -> "ok";
            case REJECTED -> "bad";
            case SUBMITTED -> "warn";
            case DRAFT -> "";
        };
    }

    /** What kind of name an Ad-ID is, in words. */
    public String name(CreativeCard row) {
        return row.adIdKind()
                .map(one -> switch (one) {
                    case AD_ID -> "Ad-ID";
                    case ISCI -> "ISCI";
                    case HOUSE -> "house id";
                })
                .orElse("house id");
    }

    public String days(CreativeCard row) {
        if (row.validFrom().isEmpty() && row.validUntil().isEmpty()) {
            return "Any day";
        }
        return row.validFrom().map(LocalDate::toString).orElse("") + " – "
                + row.validUntil().map(LocalDate::toString).orElse("");
    }

    public CreativeCard.Kind[] getKinds() {
        return CreativeCard.Kind.values();
    }

    public List<String> getStates() {
        return List.of("DRAFT", "SUBMITTED", "APPROVED", "REJECTED", "NOT_READY");
    }

    // The dialog that writes one
    // ----------------------------------------------------------------------------------------------

    public void fresh() {
        fresh = true;
        adId = "";
        title = "";
        underwriter = "";
        kind = "CREDIT";
        length = "15";
        validFrom = "";
        validUntil = "";
    }

    public void edit(CreativeCard row) {
        fresh = false;
        version = table.version(row.adId());
        adId = row.adId();
        title = row.title();
        underwriter = row.underwriter();
        kind = row.kind().name();
        length = seconds(row.lengthMs());
        validFrom = row.validFrom().map(LocalDate::toString).orElse("");
        validUntil = row.validUntil().map(LocalDate::toString).orElse("");
    }

    public void save() {
        attempt("creative", "creativeDialog", () -> {
            CreativeDraft draft = new CreativeDraft(
                    adId,
                    title,
                    underwriterId(),
                    kind,
                    milliseconds(length),
                    OrdersPage.day("validFrom", validFrom),
                    OrdersPage.day("validUntil", validUntil));
            if (fresh) {
                creatives.create(actor(), draft);
            } else {
                creatives.change(actor(), adId, version, draft);
            }
        });
    }

    private String underwriterId() {
        if (underwriter.isBlank()) {
            return "";
        }
        return underwriters.named(underwriter, 100).stream()
                .filter(one -> one.name().equalsIgnoreCase(underwriter.strip()))
                .findFirst()
                .map(Underwriter::id)
                .orElseThrow(() -> Refused.invalid(
                        "underwriter",
                        underwriter,
                        "the name of an underwriter; add a new one on the page Underwriters"));
    }

    public List<String> suggest(String text) {
        return underwriters.named(text, 12).stream().map(Underwriter::name).toList();
    }

    // Which lengths are taken
    // -------------------------------------------------------------------------------------------------

    /** In words: up to 600 s; a file may be 1 s off. */
    public String getLengthsTaken() {
        Lengths now = lengths.of(callSign());
        return "Up to " + seconds(now.longest()) + " s; the file may be " + seconds(now.tolerance()) + " s off.";
    }

    public void openLengths() {
        Lengths now = lengths.of(callSign());
        tolerance = seconds(now.tolerance());
        longest = seconds(now.longest());
    }

    public void saveLengths() {
        attempt(
                "lengths",
                "lengthsDialog",
                () -> lengths.put(actor(), new Lengths(written(tolerance), written(longest))));
    }

    private String seconds(Duration length) {
        return seconds((int) length.toMillis());
    }

    /** A length as somebody wrote it, one that no field takes where it cannot be read. */
    private static Duration written(String seconds) {
        boolean none = seconds.strip().matches("0([.]0{1,3})?");
        int milliseconds = milliseconds(seconds);
        return Duration.ofMillis(milliseconds == 0 && !none ? -1 : milliseconds);
    }

    public String getTolerance() {
        return tolerance;
    }

    public void setTolerance(String tolerance) {
        this.tolerance = tolerance == null ? "" : tolerance;
    }

    public String getLongest() {
        return longest;
    }

    public void setLongest(String longest) {
        this.longest = longest == null ? "" : longest;
    }

    // Approval
    // ----------------------------------------------------------------------------------------------------------------

    public void look(CreativeCard row) {
        card = row;
        reason = "";
        ticked = row.ticks().stream().map(tick -> tick.point().name()).toArray(String[]::new);
    }

    public ChecklistPoint[] getPoints() {
        return ChecklistPoint.values();
    }

    /** Who ticked a point and when, empty where nobody did. */
    public String tick(ChecklistPoint point) {
        return card == null
                ? ""
                : card.ticks().stream()
                        .filter(tick -> tick.point() == point)
                        .findFirst()
                        .map(this::words)
                        .orElse("");
    }

    private String words(Tick tick) {
        return tick.by() + ", " + TIME.format(tick.at().atZone(LocalTimes.zone(zone)));
    }

    public String getDecided() {
        return card == null || card.decidedBy().isEmpty()
                ? ""
                : card.decidedBy()
                        + card.decidedAt()
                                .map(at -> ", " + TIME.format(at.atZone(LocalTimes.zone(zone))))
                                .orElse("");
    }

    private Set<ChecklistPoint> points() {
        Set<ChecklistPoint> points = EnumSet.noneOf(ChecklistPoint.class);
        Arrays.stream(ticked).map(ChecklistPoint::valueOf).forEach(points::add);
        return points;
    }

    /** Keeps the ticks, and says that it is done where the dialog stays open. */
    public void saveTicks() {
        attempt("", "", () -> card = creatives.tick(actor(), card.adId(), card.version(), points()));
    }

    public void submit() {
        attempt("", "", () -> {
            keepTicks();
            card = creatives.submit(actor(), card.adId(), card.version());
        });
    }

    public void approve() {
        attempt("review", "reviewDialog", () -> {
            keepTicks();
            card = creatives.approve(actor(), card.adId(), card.version());
            CreativeCard decided = card;
            undoable(
                    decided.adId() + " is approved",
                    () -> creatives.reopen(actor(), decided.adId(), decided.version()));
        });
    }

    private void keepTicks() {
        Set<ChecklistPoint> before = EnumSet.noneOf(ChecklistPoint.class);
        card.ticks().forEach(tick -> before.add(tick.point()));
        if (!before.equals(points())) {
            card = creatives.tick(actor(), card.adId(), card.version(), points());
        }
    }

    public void reject() {
        attempt("review", "reviewDialog", () -> card = creatives.reject(actor(), card.adId(), card.version(), reason));
    }

    public void reopen() {
        attempt("", "", () -> look(creatives.reopen(actor(), card.adId(), card.version())));
    }

    public void delete(CreativeCard row) {
        attempt("", "", () -> {
            CreativeCard gone = creatives.delete(actor(), row.adId(), table.version(row.adId()));
            undoable(gone.adId() + " is deleted", () -> creatives.restore(actor(), gone.adId(), gone.version()));
        });
    }

    public void restore(CreativeCard row) {
        attempt("", "", () -> creatives.restore(actor(), row.adId(), table.version(row.adId())));
    }

    @Override
    String field(String name) {
        return switch (name) {
            case "lengthMs" -> "length";
            case "toleranceMs" -> "tolerance";
            case "longestMs" -> "longest";
            case "checklist" -> "ticked";
            default -> super.field(name);
        };
    }

    public CreativeCard getCard() {
        return card;
    }

    public boolean isNew() {
        return fresh;
    }

    public String[] getTicked() {
        return ticked.clone();
    }

    public void setTicked(String[] ticked) {
        this.ticked = ticked == null ? new String[0] : ticked.clone();
    }

    public String getReason() {
        return reason;
    }

    public void setReason(String reason) {
        this.reason = reason == null ? "" : reason;
    }

    public String getAdId() {
        return adId;
    }

    public void setAdId(String adId) {
        this.adId = adId == null ? "" : adId;
    }

    public String getTitle() {
        return title;
    }

    public void setTitle(String title) {
        this.title = title == null ? "" : title;
    }

    public String getUnderwriter() {
        return underwriter;
    }

    public void setUnderwriter(String underwriter) {
        this.underwriter = underwriter == null ? "" : underwriter;
    }

    public String getKind() {
        return kind;
    }

    public void setKind(String kind) {
        this.kind = kind == null ? "" : kind;
    }

    public String getLength() {
        return length;
    }

    public void setLength(String length) {
        this.length = length == null ? "" : length;
    }

    public String getValidFrom() {
        return validFrom;
    }

    public void setValidFrom(String validFrom) {
        this.validFrom = validFrom == null ? "" : validFrom;
    }

    public String getValidUntil() {
        return validUntil;
    }

    public void setValidUntil(String validUntil) {
        this.validUntil = validUntil == null ? "" : validUntil;
    }
}
