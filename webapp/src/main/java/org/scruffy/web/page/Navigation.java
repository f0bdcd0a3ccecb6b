package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** Where one can go from here. */
@Named
@RequestScoped
public class Navigation {

    /** An entry of the menu. */
    public record Entry(String label, String icon, String href, boolean here) {}

    private record Page(String path, String label, String icon, Role role) {}

    private static final List<Page> PAGES = List.of(
            new Page("/week.xhtml", "Week", "pi-calendar", Role.VIEWER),
            new Page("/board.xhtml", "All feeds", "pi-align-left", Role.VIEWER),
            new Page("/log.xhtml", "Day log", "pi-list", Role.VIEWER),
            new Page("/fill.xhtml", "Auto-fill", "pi-bolt", Role.TRAFFIC),
            new Page("/orders.xhtml", "Orders", "pi-file", Role.VIEWER),
            new Page("/creatives.xhtml", "Creatives", "pi-video", Role.VIEWER),
            new Page("/rules.xhtml", "Rules", "pi-shield", Role.VIEWER),
            new Page("/exchange.xhtml", "Import & export", "pi-sort-alt", Role.VIEWER),
            new Page("/as-run.xhtml", "As-run", "pi-check-square", Role.VIEWER),
            new Page("/reports.xhtml", "Reports", "pi-chart-pie", Role.VIEWER),
            new Page("/audit.xhtml", "Audit", "pi-history", Role.TRAFFIC),
            new Page("/on-air.xhtml", "On air", "pi-play", Role.VIEWER),
            new Page("/avails.xhtml", "Avails", "pi-clock", Role.VIEWER),
            new Page("/seen.xhtml", "Viewers saw", "pi-eye", Role.VIEWER),
            new Page("/overview.xhtml", "Overview", "pi-gauge", Role.ENGINEER),
            new Page("/explore.xhtml", "Explore", "pi-chart-bar", Role.ENGINEER),
            new Page("/boards.xhtml", "Boards", "pi-th-large", Role.ENGINEER),
            new Page("/alerts.xhtml", "Alerts", "pi-bell", Role.ENGINEER),
            new Page("/traces.xhtml", "Traces", "pi-share-alt", Role.ENGINEER),
            new Page("/logs.xhtml", "Logs", "pi-align-left", Role.ENGINEER),
            new Page("/errors.xhtml", "Errors", "pi-exclamation-triangle", Role.ENGINEER),
            new Page("/players.xhtml", "Players", "pi-desktop", Role.ENGINEER),
            new Page("/releases.xhtml", "Releases", "pi-tag", Role.ENGINEER),
            new Page("/jobs.xhtml", "Jobs", "pi-cog", Role.ENGINEER),
            new Page("/datasets.xhtml", "Datasets", "pi-database", Role.ENGINEER),
            new Page("/guide.xhtml", "Send events", "pi-send", Role.ENGINEER),
            new Page("/plugins.xhtml", "Plugins", "pi-box", Role.ENGINEER),
            new Page("/feeds.xhtml", "Feeds", "pi-wifi", Role.ADMIN),
            new Page("/users.xhtml", "Users", "pi-users", Role.ADMIN),
            new Page("/keys.xhtml", "API keys", "pi-key", Role.ADMIN));

    private final Access access;
    private final Chosen chosen;
    private final HttpServletRequest request;

    protected Navigation() {
        this(null, null, null);
    }

    @Inject
    public Navigation(Access access, Chosen chosen, HttpServletRequest request) {
        this.access = access;
        this.chosen = chosen;
        this.request = request;
    }

    public List<Entry> getEntries() {
        return PAGES.stream()
                .filter(page -> access.maySomewhere(page.role()))
                .map(page -> new Entry(
                        page.label(),
                        page.icon(),
                        page.path() + chosen.getQuery(),
                        page.path().equals(request.getServletPath())))
                .toList();
    }
}
