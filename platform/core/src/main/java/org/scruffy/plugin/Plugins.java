package org.scruffy.plugin;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.Readiness;
import org.scruffy.spi.feed.Conditioner;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleSource;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.Telemetry;
import org.scruffy.spi.telemetry.TraceAnalyzer;

/**
 * Loads the plugins of the plugin folder when the platform starts and hands out their extensions. A plugin that cannot be
 * loaded or started is quarantined with the reason; the start goes on.
 */
@ApplicationScoped
public class Plugins {

    private static final Logger LOG = Logger.getLogger(Plugins.class.getName());

    private final Platform platform;
    private final Telemetry telemetry;
    private final Routines routines;
    private final Clock clock;
    private final Map<String, LoadedPlugin> loaded = new TreeMap<>();
    private final List<PluginStatus> quarantined = new ArrayList<>();
    private final List<Extension<ScheduleSource>> scheduleSources = new ArrayList<>();
    private final List<Extension<ScheduleExport>> scheduleExports = new ArrayList<>();
    private final List<Extension<ScheduleReader>> scheduleReaders = new ArrayList<>();
    private final List<Extension<StitchingAdapter>> stitchingAdapters = new ArrayList<>();
    private final List<Extension<Conditioner>> conditioners = new ArrayList<>();
    private final List<Extension<EventStore>> eventStores = new ArrayList<>();
    private final List<Extension<SpotFiller>> spotFillers = new ArrayList<>();
    private final List<Extension<TraceAnalyzer>> traceAnalyzers = new ArrayList<>();

    protected Plugins() {
        this(null, null, null, null);
    }

    @Inject
    public Plugins(Platform platform, Telemetry telemetry, Routines routines, Clock clock) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.routines = routines;
        this.clock = clock;
    }

    void start(@Observes @Priority(Platform.LOAD_PLUGINS) @Initialized(ApplicationScoped.class) Object event) {
        load();
    }

    void load() {
        for (Path file : files()) {
            load(file);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(platform.plugins())) {
            LOG.warning(() -> "Plugin folder " + platform.plugins() + " does not exist: no plugins are loaded");
            return List.of();
        }
        try (Stream<Path> files = Files.list(platform.plugins())) {
            return files.filter(
                            file -> Files.isDirectory(file) || file.toString().endsWith(".jar"))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "Plugin folder " + platform.plugins() + " cannot be read: no plugins are loaded");
            return List.of();
        }
    }

    private void load(Path file) {
        LoadedPlugin plugin = null;
        try {
            plugin = LoadedPlugin.load(file, Plugin.class.getClassLoader(), routines, telemetry);
            start(plugin);
        } catch (Exception | LinkageError | java.util.ServiceConfigurationError e) {
            quarantine(file, plugin, e);
        }
    }

    private void start(LoadedPlugin candidate) throws Exception {
        Plugin plugin = candidate.plugin();
        String name = plugin.name();
        if (loaded.containsKey(name)) {
            throw new IllegalArgumentException("A plugin named " + name + " is loaded already");
        }
        PluginContext context = new PluginContext(
                platform.folder("plugin-" + name),
                platform.media(),
                platform.baseUri(),
                platform.demo(),
                clock,
                telemetry,
                candidate.background());
        List<Extension<ScheduleSource>> sources = new ArrayList<>();
        List<Extension<ScheduleExport>> exports = new ArrayList<>();
        List<Extension<ScheduleReader>> readers = new ArrayList<>();
        List<Extension<StitchingAdapter>> adapters = new ArrayList<>();
        List<Extension<Conditioner>> conditioning = new ArrayList<>();
        List<Extension<EventStore>> stores = new ArrayList<>();
        List<Extension<SpotFiller>> fillers = new ArrayList<>();
        List<Extension<TraceAnalyzer>> analyzers = new ArrayList<>();
        candidate.within(() -> {
            plugin.start(context);
            sources.addAll(extensions(candidate, ScheduleSource.class, plugin.scheduleSources()));
            exports.addAll(extensions(candidate, ScheduleExport.class, plugin.scheduleExports()));
            readers.addAll(extensions(candidate, ScheduleReader.class, plugin.scheduleReaders()));
            adapters.addAll(extensions(candidate, StitchingAdapter.class, plugin.stitchingAdapters()));
            conditioning.addAll(extensions(candidate, Conditioner.class, plugin.conditioners()));
            stores.addAll(extensions(candidate, EventStore.class, plugin.eventStores()));
            fillers.addAll(extensions(candidate, SpotFiller.class, plugin.spotFillers()));
            analyzers.addAll(extensions(candidate, TraceAnalyzer.class, plugin.traceAnalyzers()));
        });
        loaded.put(name, candidate);
        scheduleSources.addAll(sources);
        scheduleExports.addAll(exports);
        scheduleReaders.addAll(readers);
        stitchingAdapters.addAll(adapters);
        conditioners.addAll(conditioning);
        eventStores.addAll(stores);
        spotFillers.addAll(fillers);
        traceAnalyzers.addAll(analyzers);
    }

    private <T> List<Extension<T>> extensions(LoadedPlugin plugin, Class<T> point, List<T> targets) {
        return targets.stream()
                .map(target -> plugin.extension(point, target, telemetry, clock))
                .toList();
    }

    private void quarantine(Path file, LoadedPlugin plugin, Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String name =
                plugin == null ? file.getFileName().toString() : plugin.plugin().name();
        LOG.warning(() -> "Plugin " + file.getFileName() + " is quarantined: " + reason);
        quarantined.add(new PluginStatus(
                name, file.getFileName().toString(), PluginStatus.State.QUARANTINED, reason, "", List.of()));
        if (plugin != null) {
            close(plugin);
        }
    }

    public List<Extension<ScheduleSource>> scheduleSources() {
        return List.copyOf(scheduleSources);
    }

    public List<Extension<ScheduleExport>> scheduleExports() {
        return List.copyOf(scheduleExports);
    }

    public List<Extension<ScheduleReader>> scheduleReaders() {
        return List.copyOf(scheduleReaders);
    }

    public List<Extension<StitchingAdapter>> stitchingAdapters() {
        return List.copyOf(stitchingAdapters);
    }

    public List<Extension<Conditioner>> conditioners() {
        return List.copyOf(conditioners);
    }

    public List<Extension<EventStore>> eventStores() {
        return List.copyOf(eventStores);
    }

    public List<Extension<SpotFiller>> spotFillers() {
        return List.copyOf(spotFillers);
    }

    public List<Extension<TraceAnalyzer>> traceAnalyzers() {
        return List.copyOf(traceAnalyzers);
    }

    /** Every plugin that was found, quarantined ones last. */
    public List<PluginStatus> status() {
        return Stream.concat(loaded.values().stream().map(LoadedPlugin::status), quarantined.stream())
                .toList();
    }

    /** The plugins that are not ready yet, by name. */
    public Map<String, Readiness> preparing() {
        Map<String, Readiness> preparing = new TreeMap<>();
        loaded.forEach((name, plugin) -> {
            Readiness readiness = plugin.readiness();
            if (!readiness.ready()) {
                preparing.put(name, readiness);
            }
        });
        return preparing;
    }

    @PreDestroy
    void stop() {
        loaded.values().forEach(Plugins::close);
    }

    private static void close(LoadedPlugin plugin) {
        try {
            plugin.close();
        } catch (Exception | LinkageError e) {
            LOG.log(Level.WARNING, e, () -> "Plugin " + plugin.plugin().name() + " does not stop cleanly");
        }
    }
}
