package org.scruffy.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds a plugin's jar from source, as its author would. */
record PluginJar(String spiVersion, String className, String source, List<String> services) {

    static PluginJar of(String className, String body) {
        String source = """
                package other.company;
                import java.util.*;
                import org.scruffy.spi.*;
                import org.scruffy.spi.feed.*;
                public class %s implements Plugin {
                %s
                }
                """.formatted(className, body);
        return new PluginJar(LoadedPlugin.SPI_VERSION, className, source, List.of("other.company." + className));
    }

    PluginJar forSpi(String version) {
        return new PluginJar(version, className, source, services);
    }

    PluginJar naming(String... classes) {
        return new PluginJar(spiVersion, className, source, List.of(classes));
    }

    Path writeTo(Path folder) {
        try {
            Path work = Files.createTempDirectory("plugin");
            Path file = Files.writeString(work.resolve(className + ".java"), source);
            int result = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-d",
                            work.toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            file.toString());
            if (result != 0) {
                throw new IllegalArgumentException("The plugin's source does not compile");
            }
            return pack(work, folder.resolve(className.toLowerCase(java.util.Locale.ROOT) + ".jar"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path pack(Path work, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Implementation-Version", "7.1");
        if (!spiVersion.isEmpty()) {
            manifest.getMainAttributes().putValue("Scruffy-Spi", spiVersion);
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out, manifest);
                Stream<Path> classes = Files.walk(work)) {
            packed.putNextEntry(new JarEntry("META-INF/services/org.scruffy.spi.Plugin"));
            packed.write(String.join("\n", services).getBytes(StandardCharsets.UTF_8));
            for (Path file :
                    classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                packed.putNextEntry(new JarEntry(work.relativize(file).toString()));
                packed.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }
}
