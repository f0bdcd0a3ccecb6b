package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.scruffy.security.Welcome;

/**
 * How to send events from anything. The recipes are files beside this class, which the tests run as they are shown, with the address
 * and a key in them.
 */
@Named
@RequestScoped
public class GuidePage {

    /**
     * One way.
     *
     * @param file its name, and where the page can be linked to
     * @param words what comes of it
     * @param text with the address of this product and, where it is known, a key
     */
    public record Recipe(String file, String title, String words, String text) {

        private Recipe with(String address, String key) {
            return new Recipe(file, title, words, text.replace(URL, address).replace(KEY, key));
        }
    }

    /**
     * A page to look at what was sent.
     *
     * @param page its name, and that of its picture
     */
    public record Sight(String page, String title, String words) {}

    private static final List<Sight> SIGHTS = List.of(
            new Sight("overview", "Overview", "All services at a glance; each number leads to the question behind it."),
            new Sight(
                    "explore",
                    "Explore",
                    "Durations or any other number as a heatmap: drag a rectangle around what stands out, and what is different in it comes first."),
            new Sight("traces", "Traces", "The slowest, the failed, and those that repeat themselves."),
            new Sight("logs", "Logs", "Search them, see what they have in common, hear them as they come."),
            new Sight(
                    "errors",
                    "Errors",
                    "Those of one cause together, with the hours, stations and builds they came in."),
            new Sight("releases", "Releases", "Each release and each build beside the one before."),
            new Sight("players", "Players", "How the picture was for those who watch, spot by spot."),
            new Sight(
                    "boards",
                    "Boards",
                    "Questions kept side by side, for everybody, beside the week before if you like."),
            new Sight("alerts", "Alerts", "Mail, webhook or Slack when a number or a promise is broken."),
            new Sight(
                    "jobs",
                    "Jobs",
                    "What runs in the background, how it went, and when next; what failed is retried."));

    private static final String URL = "YOUR-URL";
    private static final String KEY = "YOUR-KEY";
    private static final List<Recipe> RECIPES = List.of(
            recipe(
                    "event.sh",
                    "Anything that runs curl",
                    "One event with whatever attributes you like. They need not be declared: a new name is a new column."),
            recipe(
                    "cron.sh",
                    "A cron script",
                    "Put it before the command in the crontab: how long each run took, and how it ended."),
            recipe(
                    "ci.sh",
                    "A CI build",
                    "A build is a trace and each of its steps a span, so that the waterfall shows where its minutes go."),
            recipe(
                    "maven.sh",
                    "A Maven build",
                    "With OpenTelemetry’s own extension: a span for every module and every goal."),
            recipe(
                    "deploy.sh",
                    "A deploy",
                    "A mark on every chart over time, so that everybody sees what changed when the lines do."),
            recipe(
                    "deploy.yml",
                    "A deploy from GitHub Actions",
                    "The same as the last step of the job that deploys, with a link to the commit."),
            recipe(
                    "budget.sh",
                    "A budget of statements",
                    "Fails a build when requests of the last hour repeat one statement: give the service under test a name of its build’s own, and an N+1 is found before it is released."),
            recipe(
                    "agent.sh",
                    "A Java program",
                    "OpenTelemetry’s agent sees its requests, statements and logs; nothing of it is changed."),
            recipe(
                    "graphql.cjs",
                    "A GraphQL server",
                    "A span for every resolver and statement: a resolver that reads once for each of a hundred authors is named as such."),
            recipe(
                    "worker.mjs",
                    "A worker and its queue",
                    "A job is a span in the trace of who asked for it. The same headers carry it from and to any language."),
            recipe(
                    "page.html",
                    "A web page",
                    "How fast it was for those who look at it, and what broke. Errors appear on the Errors page."),
            recipe(
                    "player.html",
                    "A video player",
                    "Start-up, stalls, errors and pictures’ height of hls.js or video.js, with the spot that was on."));

    private final HttpServletRequest request;
    private final Welcome welcome;
    private List<Recipe> recipes; // a page asks for them several times

    protected GuidePage() {
        this(null, null);
    }

    @Inject
    public GuidePage(HttpServletRequest request, Welcome welcome) {
        this.request = request;
        this.welcome = welcome;
    }

    public List<Recipe> getRecipes() {
        if (recipes == null) {
            recipes = RECIPES.stream()
                    .map(recipe -> recipe.with(address(), getKey()))
                    .toList();
        }
        return recipes;
    }

    public List<Sight> getSights() {
        return SIGHTS;
    }

    private static Recipe recipe(String file, String title, String words) {
        return new Recipe(file, title, words, text(file));
    }

    private static String text(String file) {
        try (InputStream in = GuidePage.class.getResourceAsStream("guide/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the browser found this page, which is where other programs find it too. */
    private String address() {
        return URI.create(request.getRequestURL().toString())
                .resolve(request.getContextPath() + "/")
                .toString()
                .replaceAll("/$", "");
    }

    /** The demo's, or what stands for one: keys are kept as hashes only. */
    public String getKey() {
        return welcome.demo() ? Welcome.DEMO_KEY : KEY;
    }
}
