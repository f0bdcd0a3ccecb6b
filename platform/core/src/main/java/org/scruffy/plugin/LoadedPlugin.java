package org.scruffy.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.scruffy.spi.Background;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.Readiness;
import org.scruffy.spi.telemetry.Telemetry;

/** One jar or folder of jars with its class loader, its threads and its extensions. */
final class LoadedPlugin implements AutoCloseable {

    static final String SPI_VERSION = "1.0";
    private static final int MOST_THREADS = 16;

    private record Point(String name, Extension<?> extension) {}

    private final Path file;
    private final PluginClassLoader loader;
    private final Plugin plugin;
    private final String version;
    private final ExecutorService threads;
    private final PluginBackground background;
    private final List<Point> points = new ArrayList<>();

    private LoadedPlugin(
            Path file,
            PluginClassLoader loader,
            Plugin plugin,
            String version,
            Routines routines,
            Telemetry telemetry) {
        this.file = file;
        this.loader = loader;
        this.plugin = plugin;
        this.version = version;
        this.threads = threads(plugin.name(), loader);
        this.background = new PluginBackground(plugin.name(), loader, routines, telemetry);
    }

    static LoadedPlugin load(Path file, ClassLoader host, Routines routines, Telemetry telemetry) throws IOException {
        List<Path> jars = jars(file);
        String version = checkedVersion(jars);
        PluginClassLoader loader = new PluginClassLoader(file.getFileName().toString(), urls(jars), host);
        try {
            List<ServiceLoader.Provider<Plugin>> found =
                    ServiceLoader.load(Plugin.class, loader).stream().toList();
            if (found.size() != 1) {
                throw new IllegalArgumentException("META-INF/services/" + Plugin.class.getName() + " names "
                        + found.size() + " plugins, expected 1");
            }
            Plugin plugin = found.get(0).get();
            if (!plugin.name().matches("[a-z0-9][a-z0-9-]{0,31}")) {
                throw new IllegalArgumentException(
                        "Plugin name '" + plugin.name() + "' is not 1 to 32 lower case letters, digits and dashes");
            }
            return new LoadedPlugin(file, loader, plugin, version, routines, telemetry);
        } catch (Throwable e) {
            loader.close();
            throw e;
        }
    }

    private static List<Path> jars(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        try (Stream<Path> inside = Files.list(file)) {
            return inside.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static URL[] urls(List<Path> jars) throws MalformedURLException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    private static String checkedVersion(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            try (JarFile open = new JarFile(jar.toFile())) {
                Manifest manifest = open.getManifest();
                String spi =
                        manifest == null ? null : manifest.getMainAttributes().getValue("Scruffy-Spi");
                if (spi != null) {
                    check(spi, jar);
                    String version = manifest.getMainAttributes().getValue("Implementation-Version");
                    return version == null ? "" : version;
                }
            }
        }
        throw new IllegalArgumentException("No manifest says Scruffy-Spi; this host has " + SPI_VERSION);
    }

    private static void check(String spi, Path jar) {
        if (!spi.matches("1\\.\\d{1,6}")
                || Integer.parseInt(spi.substring(2)) > Integer.parseInt(SPI_VERSION.substring(2))) {
            throw new IllegalArgumentException(
                    jar.getFileName() + " needs Scruffy-Spi " + spi + "; this host has " + SPI_VERSION);
        }
    }

    private static ExecutorService threads(String name, ClassLoader loader) {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, MOST_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "plugin-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        });
    }

    <T> Extension<T> extension(Class<T> point, T target, Telemetry telemetry, Clock clock) {
        Extension<T> extension = new Extension<>(plugin.name(), target, threads, telemetry, clock);
        points.add(new Point(point.getSimpleName(), extension));
        return extension;
    }

    Plugin plugin() {
        return plugin;
    }

    Background background() {
        return background;
    }

    /** Runs plugin code that has no answer to fall back to, with the plugin's class loader. */
    void within(ThrowingRunnable code) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            code.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    interface ThrowingRunnable {
        void run() throws Exception;
    }

    Readiness readiness() {
        try {
            return plugin.readiness();
        } catch (RuntimeException | LinkageError e) {
            return Readiness.preparing(0, "its readiness fails: " + e);
        }
    }

    PluginStatus status() {
        Readiness readiness = readiness();
        PluginStatus.State state = readiness.ready() ? PluginStatus.State.ACTIVE : PluginStatus.State.PREPARING;
        List<PluginStatus.ExtensionStatus> extensions = points.stream()
                .map(point -> new PluginStatus.ExtensionStatus(
                        point.name,
                        point.extension.calls(),
                        point.extension.failures(),
                        point.extension.suspended(),
                        point.extension.lastFailure()))
                .toList();
        String reason = readiness.ready() ? "" : readiness.step();
        return new PluginStatus(plugin.name(), file.getFileName().toString(), state, reason, version, extensions);
    }

    @Override
    public void close() throws Exception {
        try {
            background.close();
            within(plugin::close);
        } finally {
            threads.shutdownNow();
            loader.close();
        }
    }
}
