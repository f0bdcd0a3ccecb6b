package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scruffy.desk.Desk;
import org.scruffy.desk.EditRefused;
import org.scruffy.desk.Editor;
import org.scruffy.exchange.ExchangeRefused;
import org.scruffy.exchange.Exports;
import org.scruffy.exchange.Format;
import org.scruffy.exchange.ImportFile;
import org.scruffy.exchange.ImportRow;
import org.scruffy.exchange.Imports;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.LocalTimes;

/** Files of schedules: what was brought, the preview of one of them, and where the schedule leaves as files. */
@Named
@RequestScoped
public class ExchangePage {

    private static final int SHOWN = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm:ss zzz", Locale.US);

    /**
     * An import in the history.
     *
     * @param reading its id while it is read, empty before and after
     */
    public record Row(
            String id,
            String name,
            String what,
            String when,
            String state,
            String badge,
            String rows,
            String reading) {}

    /** A row of the preview. */
    public record PreviewRow(long line, String kind, String start, String title, String length, String problem) {}

    /** Where a file of the schedule is. */
    public record Link(String title, String day, String week) {}

    private final Imports imports;
    private final Exports exports;
    private final Desk desk;
    private final Access access;
    private final Chosen chosen;
    private final Clock clock;
    private final HttpServletRequest request;
    private List<Row> history;
    private Optional<ImportFile> open;

    protected ExchangePage() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public ExchangePage(
            Imports imports,
            Exports exports,
            Desk desk,
            Access access,
            Chosen chosen,
            Clock clock,
            HttpServletRequest request) {
        this.imports = imports;
        this.exports = exports;
        this.desk = desk;
        this.access = access;
        this.chosen = chosen;
        this.clock = clock;
        this.request = request;
    }

    /** Whether whoever looks may bring files. */
    public boolean isMine() {
        return chosen.isKnown() && access.may(Role.TRAFFIC, chosen.getCallSign());
    }

    public List<Format> getFormats() {
        return isMine() ? imports.formats() : List.of();
    }

    public List<Link> getLinks() {
        String below = request.getContextPath() + "/api/v1/stations/" + chosen.getCallSign() + "/exports/"
                + chosen.getFeed() + "/" + getToday() + ".";
        return exports.formats().stream()
                .map(format ->
                        new Link(format.title(), below + format.suffix(), below + format.suffix() + "?span=week"))
                .toList();
    }

    public String getToday() {
        return LocalDate.ofInstant(clock.instant(), LocalTimes.zone(chosen.getZone()))
                .toString();
    }

    public List<Row> getHistory() {
        if (history == null) {
            history = isMine()
                    ? imports.all(chosen.getCallSign()).stream().map(this::row).toList()
                    : List.of();
        }
        return history;
    }

    private Row row(ImportFile file) {
        String state = switch (file.state()) {
            case READING -> "Being read";
            case PREVIEW -> "Waits for you";
            case COMMITTED -> "Taken over";
            case UNDONE -> "Taken back " + file.undoneAt().map(this::words).orElse("");
            case FAILED -> "Failed";
            case CANCELLED -> "Thrown away";
        };
        String badge = switch (file.state()) {
            case READING, PREVIEW -> "warn";
            case COMMITTED -> "ok";
            case FAILED -> "bad";
            case CANCELLED, UNDONE -> "";
        };
        return new Row(
                file.id(),
                file.fileName().isEmpty() ? "A file without a name" : file.fileName(),
                file.format() + ", " + file.feed(),
                words(file.at()) + " by " + file.actor(),
                state,
                badge,
                rows(file),
                file.state() == ImportFile.State.READING ? file.id() : "");
    }

    private static String rows(ImportFile file) {
        if (file.state() == ImportFile.State.READING) {
            String percent = file.bytesTotal() > 0 ? ", " + 100 * file.bytesRead() / file.bytesTotal() + " %" : "";
            return file.rowsRead() + " so far" + percent;
        }
        return file.rowsRead() + (file.rowsBad() == 0 ? "" : ", " + file.rowsBad() + " with a problem");
    }

    private String words(Instant at) {
        return TIME.format(at.atZone(LocalTimes.zone(chosen.getZone())));
    }

    private Optional<ImportFile> open() {
        if (open == null) {
            open = isMine() ? Parameter.named("import").flatMap(this::found) : Optional.empty();
        }
        return open;
    }

    private Optional<ImportFile> found(String id) {
        try {
            return Optional.of(imports.find(chosen.getCallSign(), id));
        } catch (ExchangeRefused e) {
            return Optional.empty();
        }
    }

    /** Whether one import is looked at that can be taken over or thrown away. */
    public boolean isPreview() {
        return open().filter(file -> file.state() == ImportFile.State.PREVIEW).isPresent();
    }

    /** What became of the import that is looked at, where it was taken over; empty else. */
    public String getDone() {
        return open().map(file -> switch (file.state()) {
                    case COMMITTED -> getOpenName() + " is taken over: " + taken(file) + ".";
                    case UNDONE -> getOpenName() + " was taken over and is taken back.";
                    default -> "";
                })
                .orElse("");
    }

    private static String taken(ImportFile file) {
        long rows = file.rowsRead() - file.rowsBad();
        return rows + (rows == 1 ? " row" : " rows") + (file.rowsBad() == 0 ? "" : ", " + file.rowsBad() + " left out");
    }

    public boolean isTakenBack() {
        return open().filter(file -> file.state() == ImportFile.State.UNDONE).isPresent();
    }

    /** Whether it is what whoever looks did last: that is what an undo takes back. */
    public boolean isUndoable() {
        return open().filter(file -> file.state() == ImportFile.State.COMMITTED).isPresent() && isLast(getOpenId());
    }

    private boolean isLast(String id) {
        return desk.commands(chosen.getCallSign(), Long.MAX_VALUE, SHOWN).stream()
                .filter(command -> command.actor().equals(access.user()) && !command.undone())
                .findFirst()
                .filter(command -> command.id().equals(id))
                .isPresent();
    }

    public String undo(String id) {
        access.require(Role.TRAFFIC, chosen.getCallSign());
        if (!isLast(id)) {
            Say.warn("You have changed more since then. Undo that first, on the page Week.");
            return null;
        }
        try {
            desk.undo(editor(), chosen.getCallSign());
        } catch (EditRefused e) {
            Say.wrong("Not taken back: " + e.getMessage() + ".");
            return null;
        }
        return at(id);
    }

    /** Why the import that is looked at failed, empty where it did not. */
    public String getFailure() {
        return open().map(ImportFile::problem).orElse("");
    }

    public String getOpenId() {
        return open().map(ImportFile::id).orElse("");
    }

    public String getOpenName() {
        return open().map(this::row).map(Row::name).orElse("");
    }

    public String getOpenRows() {
        return open().map(this::row).map(Row::rows).orElse("");
    }

    public long getBad() {
        return open().map(ImportFile::rowsBad).orElse(0L);
    }

    public boolean isReplacing() {
        return open().filter(ImportFile::replace).isPresent();
    }

    public List<PreviewRow> getRows() {
        if (!isPreview()) {
            return List.of();
        }
        return imports.rows(chosen.getCallSign(), getOpenId(), false, 0, SHOWN).stream()
                .map(this::previewRow)
                .toList();
    }

    private PreviewRow previewRow(ImportRow row) {
        String start = row.start().isEmpty() ? "" : words(Instant.parse(row.start()));
        String length = row.lengthMs() == 0 ? "" : length(Duration.ofMillis(row.lengthMs()));
        String title = row.adId().isEmpty() ? row.title() : row.adId() + " " + row.title();
        return new PreviewRow(row.line(), row.kind().toLowerCase(Locale.ROOT), start, title, length, row.problem());
    }

    /** 30:00 or 0:15.015 */
    private static String length(Duration length) {
        String whole = "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart());
        return length.toMillisPart() == 0 ? whole : whole + ".%03d".formatted(length.toMillisPart());
    }

    public String commit(String id, String reason, boolean skipBad) {
        access.require(Role.TRAFFIC, chosen.getCallSign());
        try {
            imports.commit(
                    chosen.getCallSign(), id, new Imports.Terms("", skipBad, reason == null ? "" : reason), editor());
        } catch (EditRefused e) {
            Say.wrong("Not taken over: " + e.getMessage() + "; expected " + e.expected() + ".");
            open = null;
            history = null;
            return null;
        } catch (ExchangeRefused e) {
            Say.wrong("Not taken over: found " + e.found() + ".");
            open = null;
            history = null;
            return null;
        }
        return at(id);
    }

    private Editor editor() {
        return new Editor(access.user(), access.may(Role.ADMIN, chosen.getCallSign()));
    }

    public String discard(String id) {
        access.require(Role.TRAFFIC, chosen.getCallSign());
        try {
            imports.discard(chosen.getCallSign(), id);
        } catch (ExchangeRefused e) {
            Say.warn("It is taken over already.");
        }
        return back();
    }

    private String at(String id) {
        return back() + "&import=" + id;
    }

    private String back() {
        return "/exchange.xhtml?faces-redirect=true&station=" + chosen.getCallSign() + "&feed=" + chosen.getFeed();
    }
}
