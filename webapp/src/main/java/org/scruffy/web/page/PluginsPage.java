package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.PluginStatus;
import org.scruffy.plugin.PluginStatus.ExtensionStatus;
import org.scruffy.plugin.Plugins;

/** The plugins as administrators see them. */
@Named
@RequestScoped
public class PluginsPage {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    /** A row of the table. */
    public record Row(
            String name,
            String version,
            String file,
            String state,
            String badge,
            String reason,
            List<ExtensionStatus> extensions) {

        /** What an extension point is for, in words. */
        public String point(ExtensionStatus extension) {
            return HUMP.splitAsStream(extension.point())
                    .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.joining(" "));
        }
    }

    private final Plugins plugins;
    private final Platform platform;
    private List<Row> rows;

    protected PluginsPage() {
        this(null, null);
    }

    @Inject
    public PluginsPage(Plugins plugins, Platform platform) {
        this.plugins = plugins;
        this.platform = platform;
    }

    public List<Row> getRows() {
        if (rows == null) {
            rows = plugins.status().stream().map(PluginsPage::row).toList();
        }
        return rows;
    }

    private static Row row(PluginStatus status) {
        boolean suspended = status.extensions().stream().anyMatch(ExtensionStatus::suspended);
        String state = switch (status.state()) {
            case PREPARING -> "Getting ready";
            case ACTIVE -> suspended ? "Partly suspended" : "Running";
            case QUARANTINED -> "Quarantined";
        };
        String badge = switch (status.state()) {
            case PREPARING -> "warn";
            case ACTIVE -> suspended ? "warn" : "ok";
            case QUARANTINED -> "bad";
        };
        return new Row(
                status.name(), status.version(), status.file(), state, badge, status.reason(), status.extensions());
    }

    public boolean isQuarantined() {
        return getRows().stream().anyMatch(row -> row.badge().equals("bad"));
    }

    public String getFolder() {
        return platform.plugins().toString();
    }
}
