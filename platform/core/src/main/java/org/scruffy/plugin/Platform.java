package org.scruffy.plugin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this Scruffy runs on: its folders, its address, its clock. */
@ApplicationScoped
public class Platform {

    /** In which order the parts of the platform start, as priorities of observers of the application's start. */
    public static final int MIGRATE = 100;

    public static final int LOAD_PLUGINS = 200;
    public static final int OPEN_EVENTS = 300;
    public static final int OPEN_DOOR = 400;
    public static final int IMPORT_SCHEDULE = 500;
    public static final int GO_ON_AIR = 600;

    private final Path data;
    private final Path plugins;
    private final URI baseUri;
    private final boolean demo;

    protected Platform() {
        this((Path) null, null, null, false);
    }

    @Inject
    Platform(
            @ConfigProperty(name = "scruffy.data") String data,
            @ConfigProperty(name = "scruffy.plugins") String plugins,
            @ConfigProperty(name = "scruffy.base-uri") URI baseUri,
            @ConfigProperty(name = "scruffy.demo") boolean demo) {
        this(Path.of(data), Path.of(plugins), baseUri, demo);
    }

    public Platform(Path data, Path plugins, URI baseUri, boolean demo) {
        this.data = data;
        this.plugins = plugins;
        this.baseUri = baseUri;
        this.demo = demo;
    }

    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The folder of jars, or of folders of jars, that hold plugins. */
    public Path plugins() {
        return plugins.toAbsolutePath().normalize();
    }

    /** A folder below the data folder, made when it is missing. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(data.toAbsolutePath().normalize().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Folder " + name + " below " + data + " cannot be made", e);
        }
    }

    /** The folder of air-ready creatives. */
    public Path media() {
        return folder("media");
    }

    public URI baseUri() {
        return baseUri;
    }

    public boolean demo() {
        return demo;
    }
}
