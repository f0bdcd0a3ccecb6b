package org.scruffy.spi;

import java.util.List;
import org.scruffy.spi.feed.Conditioner;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleSource;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.TraceAnalyzer;

/**
 * Something that extends Scruffy. The host finds it with {@link java.util.ServiceLoader} in a class loader of its own that
 * sees the JDK, {@code org.scruffy.spi} and the plugin's own jars, and nothing else of the platform.
 *
 * <p>Each extension point is a method that answers an empty list unless the plugin overrides it. The host calls
 * {@link #start} once, then each of these once, then the extensions they answered. Whatever a plugin throws while it starts
 * puts it in quarantine with the reason; the product starts without it.
 *
 * <p>The jar's manifest names the SPI it was built for: {@code Scruffy-Spi: 1.0}.
 */
public interface Plugin extends AutoCloseable {

    /** A short name, unique among plugins: lower case letters, digits and dashes, for example {@code hls-cues}. */
    String name();

    /**
     * Called once before anything else. Returns quickly: long work belongs to a thread of the plugin, told by {@link #readiness}, and what is
     * done over and over to {@link PluginContext#background}.
     */
    default void start(PluginContext context) throws Exception {}

    /** Whether the plugin is ready to serve. Asked often while the product starts: no I/O. */
    default Readiness readiness() {
        return Readiness.READY;
    }

    /** The traffic systems this plugin reads schedules from. */
    default List<ScheduleSource> scheduleSources() {
        return List.of();
    }

    /** The formats this plugin writes schedules in. */
    default List<ScheduleExport> scheduleExports() {
        return List.of();
    }

    /** The formats this plugin reads files of schedules in. */
    default List<ScheduleReader> scheduleReaders() {
        return List.of();
    }

    /** The cue dialects this plugin understands. */
    default List<StitchingAdapter> stitchingAdapters() {
        return List.of();
    }

    /** What makes creatives ready for the air. The platform uses the first one of all plugins, by plugin name. */
    default List<Conditioner> conditioners() {
        return List.of();
    }

    /** The fillers this plugin brings. The first one of a name counts, by plugin name, and before the platform's own. */
    default List<SpotFiller> spotFillers() {
        return List.of();
    }

    /** The stores this plugin keeps events in. The platform uses the first one of all plugins, by plugin name. */
    default List<EventStore> eventStores() {
        return List.of();
    }

    /** What looks for trouble in traces, beside the platform's own. */
    default List<TraceAnalyzer> traceAnalyzers() {
        return List.of();
    }

    /** Stops the plugin's threads and frees what it holds. Called once, when the product stops and its routines have stopped. */
    @Override
    default void close() throws Exception {}
}
