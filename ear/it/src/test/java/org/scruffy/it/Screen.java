package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A browser window on the product. It notes whatever the page complains about, violations of the content security policy
 * included; {@link #close} fails where it did.
 */
public final class Screen implements AutoCloseable {

    private final RunningScruffy scruffy;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    Screen(RunningScruffy scruffy, BrowserContext context) {
        this.scruffy = scruffy;
        this.context = context;
        context.setDefaultTimeout(60_000);
        context.setDefaultNavigationTimeout(60_000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) complaints.add(message.text() + " (" + message.location() + ")");
        });
        page.onPageError(complaints::add);
        page.navigate(scruffy.base().toString());
    }

    public Page page() {
        return page;
    }

    /** As the demo's admin, in the session of the first of this thread who did so: a password is slow to check on purpose. */
    public Screen signIn() {
        if (scruffy.session().isEmpty()) {
            signInByForm();
            scruffy.keepSession(context.cookies());
        } else {
            context.addCookies(scruffy.session());
        }
        return this;
    }

    /** As the demo's admin, in a session of its own: beside other tests, or as somebody else at the same desk. */
    public Screen signInByForm() {
        page.navigate("login.xhtml");
        field(page, "Name").fill("admin");
        field(page, "Password").fill("scruffy");
        button(page, "Sign in").click();
        page.waitForURL(url -> !url.contains("login.xhtml"));
        return this;
    }

    public Page open(String path) {
        page.navigate(path);
        return page;
    }

    /** The button that has this name and no more. */
    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Presses the button of this name, the first where there are several. */
    static void press(Page page, String name) {
        button(page, name).first().click();
    }

    /** Chooses what is called so in the menu that is open. */
    static void choose(Page page, String name) {
        page.getByRole(
                        AriaRole.MENUITEM,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** The field whose label is this and no more. */
    static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    /** Waits until a part of the page shows what it was asked for. */
    static void settled(Page page, String id) {
        PlaywrightAssertions.assertThat(page.locator("#" + id)).hasAttribute("aria-busy", "false");
    }

    /** A picture for people to look at, in {@code target/screenshots}. */
    public Path shot(String name) {
        Path file = Path.of("target", "screenshots", name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return file;
    }

    /** What the pages complained about so far. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** For a test that provoked a complaint on purpose. */
    public void forgive() {
        complaints.clear();
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }
}
