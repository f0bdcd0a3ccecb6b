package org.scruffy.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.Silence;
import org.scruffy.plugin.PluginStatus.State;
import org.scruffy.spi.feed.MediaPlaylist;

class PluginsTest {

    private static final String GOOD = """
            public String name() { return "good"; }
            public List<StitchingAdapter> stitchingAdapters() { return List.of(playlist -> seen()); }
            static List<Cue> seen() {
                String loader = Thread.currentThread().getContextClassLoader().toString();
                return loader.contains("Plugin") && !platformIsVisible() ? List.of() : null;
            }
            static boolean platformIsVisible() {
                try {
                    Class.forName("org.scruffy.plugin.Plugins");
                    return true;
                } catch (ClassNotFoundException e) {
                    return false;
                }
            }
            """;

    private Path folder;
    private final Routines routines = new Routines(Clock.systemUTC());
    private Plugins plugins;

    @BeforeEach
    void host(@TempDir Path temp) throws IOException {
        folder = Files.createDirectories(temp.resolve("plugins"));
        Platform platform = new Platform(temp.resolve("data"), folder, URI.create("http://localhost:1/"), false);
        plugins = new Plugins(platform, new Silence(), routines, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        plugins.stop();
    }

    @Test
    void plugin_runsWithItsOwnLoaderAndDoesNotSeeThePlatform() {
        PluginJar.of("Good", GOOD).writeTo(folder);
        plugins.load();

        assertThat(plugins.status())
                .singleElement()
                .satisfies(status -> assertThat(status.state()).isEqualTo(State.ACTIVE))
                .satisfies(status -> assertThat(status.version()).isEqualTo("7.1"));
        assertThat(plugins.stitchingAdapters().get(0).<List<?>>call("cues", null, adapter -> adapter.cues(playlist())))
                .isEmpty();
    }

    @Test
    void plugin_inAFolderOfJarsIsOnePlugin() throws IOException {
        PluginJar.of("Good", GOOD).writeTo(Files.createDirectories(folder.resolve("good")));
        plugins.load();

        assertThat(plugins.status()).extracting(PluginStatus::name).containsExactly("good");
    }

    @Test
    void brokenPlugins_areQuarantinedWithTheirReasonAndTheOthersRun() throws IOException {
        PluginJar.of("Good", GOOD).writeTo(folder);
        PluginJar.of("Late", GOOD).writeTo(folder);
        PluginJar.of("Newer", GOOD).forSpi("1.7").writeTo(folder);
        PluginJar.of("Foreign", GOOD).forSpi("").writeTo(folder);
        PluginJar.of("Nobody", GOOD).naming("other.company.Missing").writeTo(folder);
        PluginJar.of(
                        "Thrower",
                        named("thrower")
                                + "public void start(PluginContext c) { throw new IllegalStateException(\"no licence\"); }")
                .writeTo(folder);
        PluginJar.of(
                        "Linker",
                        named("linker")
                                + "public void start(PluginContext c) { throw new NoClassDefFoundError(\"com/gone/Class\"); }")
                .writeTo(folder);
        PluginJar.of("Rude", "public String name() { return \"../etc\"; }").writeTo(folder);
        Files.writeString(folder.resolve("garbage.jar"), "this is not a jar");
        Files.writeString(folder.resolve("notes.txt"), "this is not even a plugin");
        plugins.load();

        Map<String, PluginStatus> byFile =
                plugins.status().stream().collect(Collectors.toMap(PluginStatus::file, Function.identity()));
        assertThat(byFile.get("good.jar").state()).isEqualTo(State.ACTIVE);
        assertThat(plugins.status().stream()
                        .filter(status -> status.state() == State.QUARANTINED)
                        .collect(Collectors.toMap(PluginStatus::file, PluginStatus::reason)))
                .contains(
                        entry("late.jar", "A plugin named good is loaded already"),
                        entry("newer.jar", "newer.jar needs Scruffy-Spi 1.7; this host has 1.0"),
                        entry("foreign.jar", "No manifest says Scruffy-Spi; this host has 1.0"),
                        entry("thrower.jar", "no licence"),
                        entry("linker.jar", "com/gone/Class"),
                        entry("rude.jar", "Plugin name '../etc' is not 1 to 32 lower case letters, digits and dashes"))
                .containsOnlyKeys(
                        "late.jar",
                        "newer.jar",
                        "foreign.jar",
                        "nobody.jar",
                        "thrower.jar",
                        "linker.jar",
                        "rude.jar",
                        "garbage.jar");
        assertThat(byFile.get("nobody.jar").reason()).contains("other.company.Missing");
    }

    @Test
    void plugin_hasItsRoutinesUntilItStops() throws Exception {
        String start = """
                public void start(PluginContext context) {
                    context.background().every("sweeping", java.time.Duration.ZERO, java.time.Duration.ofDays(1), job ->
                            java.nio.file.Files.writeString(context.dataFolder().resolve("swept"),
                                    Thread.currentThread().getContextClassLoader() + ""));
                    %s
                }
                """;
        PluginJar.of("Busy", named("busy") + start.formatted("")).writeTo(folder);
        PluginJar.of("Broken", named("broken") + start.formatted("throw new IllegalStateException();"))
                .writeTo(folder);
        plugins.load();

        assertThat(routines.all()).extracting(Routines.Routine::name).containsExactly("busy sweeping");
        Path swept = folder.resolveSibling("data/plugin-busy/swept");
        for (int i = 0; i < 100 && (!Files.exists(swept) || Files.size(swept) == 0); i++) {
            Thread.sleep(50);
        }
        assertThat(swept).content().contains("PluginClassLoader");

        plugins.stop();
        assertThat(routines.all()).isEmpty();
    }

    @Test
    void plugin_thatPreparesSaysHowFarItIs() {
        PluginJar.of(
                        "Slow",
                        named("slow")
                                + "public Readiness readiness() { return Readiness.preparing(0.4, \"spot 3 of 9\"); }")
                .writeTo(folder);
        plugins.load();

        assertThat(plugins.preparing().get("slow").progress()).isEqualTo(0.4);
        assertThat(plugins.status()).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.PREPARING);
            assertThat(status.reason()).isEqualTo("spot 3 of 9");
        });
    }

    @Test
    void folder_thatDoesNotExistMeansNoPlugins() throws IOException {
        Files.delete(folder);
        plugins.load();

        assertThat(plugins.status()).isEmpty();
    }

    private static String named(String name) {
        return "public String name() { return \"" + name + "\"; }\n";
    }

    private static MediaPlaylist playlist() {
        return new MediaPlaylist(3, true, false, List.of());
    }
}
