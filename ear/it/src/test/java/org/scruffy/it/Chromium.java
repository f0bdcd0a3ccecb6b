package org.scruffy.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The browser of the tests: one that is on the machine, else Playwright's own, else the one in the npm package {@code
 * @sparticuz/chromium}. Without any a test is skipped, but never in continuous integration ({@code CI=true}).
 */
public final class Chromium implements AutoCloseable {

    private static final String NPM_PACKAGE = "@sparticuz/chromium@153.0.0";
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium open() {
        Optional<Path> program = onTheMachine().or(Chromium::playwrights).or(Chromium::ofNpm);
        if (program.isEmpty()) {
            String reason = "No Chromium on this machine, none of Playwright's, and none by npm (" + NPM_PACKAGE + ")";
            if (Boolean.parseBoolean(System.getenv("CI"))) throw new AssertionError(reason);
            Assumptions.abort(reason);
        }
        // the first request of a page on a busy machine takes its time
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program.get())
                        .setHeadless(true)
                        .setArgs(FLAGS));
        return new Chromium(playwright, browser);
    }

    /** A window of this size, with a session of its own. */
    public Screen screen(RunningScruffy scruffy, int width, int height, ColorScheme colours) {
        return new Screen(
                scruffy,
                browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(scruffy.base().toString())
                        .setViewportSize(width, height)
                        .setColorScheme(colours)));
    }

    /** A desk's window on a machine whose clock is in another zone. */
    public Screen screenIn(ZoneId zone, RunningScruffy scruffy) {
        return new Screen(
                scruffy,
                browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(scruffy.base().toString())
                        .setViewportSize(1440, 900)
                        .setTimezoneId(zone.getId())));
    }

    /** A desk's window in light colours. */
    public Screen screen(RunningScruffy scruffy) {
        return screen(scruffy, 1440, 900, ColorScheme.LIGHT);
    }

    static Optional<Path> onTheMachine() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Optional<Path> playwrights() {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "ms-playwright");
        if (!Files.isDirectory(cache)) return Optional.empty();
        try (Stream<Path> files = Files.walk(cache, 3)) {
            return files.filter(file -> List.of("chrome", "headless_shell", "chrome-headless-shell")
                            .contains(file.getFileName().toString()))
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Brotli has no decoder in Java; node, which npm needs anyway, has one. */
    static synchronized Optional<Path> ofNpm() {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "scruffy-it");
        Path program =
                cache.resolve(NPM_PACKAGE.replaceAll("\\W+", "-").substring(1)).resolve("chromium");
        try {
            if (!Files.isExecutable(program)) unpack(program);
            requireLibraries(program);
            return Optional.of(program);
        } catch (IOException e) {
            System.err.println("The Chromium of npm cannot be used: " + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** In a folder of its own until it is whole, for the tests of another process may be at it, too. */
    private static void unpack(Path program) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(program.getParent()), "unpacking");
        try {
            run(folder, "npm", "pack", "--silent", NPM_PACKAGE);
            run(folder, "sh", "-c", "tar -xzf *.tgz package/bin/chromium.br");
            run(
                    folder,
                    "node",
                    "-e",
                    "const fs=require('fs'),zlib=require('zlib');"
                            + "fs.createReadStream('package/bin/chromium.br').pipe(zlib.createBrotliDecompress())"
                            + ".pipe(fs.createWriteStream('chromium',{mode:0o755}))");
            Files.move(folder.resolve("chromium"), program, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            run(program.getParent(), "rm", "-r", folder.toString());
        }
    }

    private static void requireLibraries(Path program) throws IOException, InterruptedException {
        List<String> missing = run(program.getParent(), "ldd", program.toString())
                .lines()
                .filter(line -> line.contains("not found"))
                .map(String::strip)
                .toList();
        if (!missing.isEmpty()) throw new IOException("it lacks " + String.join(", ", missing));
    }

    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IOException(command[0] + " failed: " + output.strip());
        return output;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
