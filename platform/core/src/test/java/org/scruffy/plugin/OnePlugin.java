package org.scruffy.plugin;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.scruffy.Silence;

/** A host with one plugin, which it compiled. */
public final class OnePlugin implements AutoCloseable {

    private final Plugins plugins;

    /**
     * @param name of its class
     * @param body of its class
     */
    public OnePlugin(Path temp, String name, String body) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("plugins"));
        Platform platform = new Platform(temp.resolve("data"), folder, URI.create("http://localhost:1/"), false);
        plugins = new Plugins(platform, new Silence(), new Routines(Clock.systemUTC()), Clock.systemUTC());
        PluginJar.of(name, body).writeTo(folder);
        plugins.load();
    }

    public Plugins plugins() {
        return plugins;
    }

    @Override
    public void close() {
        plugins.stop();
    }
}
