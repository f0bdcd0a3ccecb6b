package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /** An import in the history. */
    public record Row(String id, String name, String what, String when, String state, String badge, String rows) {}

    /** A row of the preview. */
    public record PreviewRow(long line, String kind, String start, String title, String length, String problem) {}

    /** Where a file of the schedule is. */
    public record Link(String title, String day, String week) {}

    private final Imports imports;
    private final Exports exports;
    private final Access access;
    private final Chosen chosen;
    private final Clock clock;
    private final HttpServletRequest request;
    private List<Row> history;
    private Optional<ImportFile> open;

    protected ExchangePage() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ExchangePage(
            Imports imports, Exports exports, Access access, Chosen chosen, Clock clock, HttpServletRequest request) {
        this.imports = imports;
        this.exports = exports;
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
            case FAILED -> "Failed";
            case CANCELLED -> "Thrown away";
        };
        String badge = switch (file.state()) {
            case READING, PREVIEW -> "warn";
            case COMMITTED -> "ok";
            case FAILED -> "bad";
            case CANCELLED -> "";
        };
        return new Row(
                file.id(),
                file.fileName().isEmpty() ? "A file without a name" : file.fileName(),
                file.format() + ", " + file.feed(),
                words(file.at()) + " by " + file.actor(),
                state,
                badge,
                file.rowsRead() + (file.rowsBad() == 0 ? "" : ", " + file.rowsBad() + " with a problem"));
    }

    private String words(Instant at) {
        return TIME.format(at.atZone(LocalTimes.zone(chosen.getZone())));
    }

    private Optional<ImportFile> open() {
        if (open == null) {
            String id = request.getParameter("import");
            open = isMine() && id != null ? found(id) : Optional.empty();
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
        String length = row.lengthMs() == 0 ? "" : row.lengthMs() / 1000.0 + " s";
        String title = row.adId().isEmpty() ? row.title() : row.adId() + " " + row.title();
        return new PreviewRow(row.line(), row.kind().toLowerCase(Locale.ROOT), start, title, length, row.problem());
    }

    public String commit(String id, String reason, boolean skipBad) {
        access.require(Role.TRAFFIC, chosen.getCallSign());
        Editor editor = new Editor(access.user(), access.may(Role.ADMIN, chosen.getCallSign()));
        try {
            imports.commit(
                    chosen.getCallSign(), id, new Imports.Terms("", skipBad, reason == null ? "" : reason), editor);
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
        return back();
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

    private String back() {
        return "/exchange.xhtml?faces-redirect=true&station=" + chosen.getCallSign() + "&feed=" + chosen.getFeed();
    }
}
