package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.scruffy.security.Account;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.security.Users;
import org.scruffy.security.Welcome;
import org.scruffy.web.door.LocalPath;
import org.scruffy.web.door.SignedIn;

/** The form at the door. */
@Named
@RequestScoped
public class LoginPage {

    private final Users users;
    private final Welcome welcome;
    private final HttpServletRequest request;
    private String name = "";
    private String password = "";
    private String next;

    protected LoginPage() {
        this(null, null, null);
    }

    @Inject
    public LoginPage(Users users, Welcome welcome, HttpServletRequest request) {
        this.users = users;
        this.welcome = welcome;
        this.request = request;
    }

    public void signIn() throws IOException {
        Optional<Account> account = account();
        if (account.isEmpty()) {
            return;
        }
        FacesContext context = FacesContext.getCurrentInstance();
        SignedIn.is(request, (HttpServletResponse) context.getExternalContext().getResponse(), account.get());
        context.getExternalContext().redirect(request.getContextPath() + LocalPath.of(next));
        context.responseComplete();
    }

    private Optional<Account> account() {
        try {
            Optional<Account> account = users.login(name, password, request.getRemoteAddr());
            if (account.isEmpty()) {
                Say.wrong("Name or password is wrong.");
            }
            return account;
        } catch (TooManyAttempts e) {
            Say.wrong(e.getMessage() + ".");
            return Optional.empty();
        }
    }

    /** Whether the demo's credentials may be shown. */
    public boolean isDemo() {
        return welcome.demo();
    }

    public String getDemoUser() {
        return Welcome.DEMO_USER;
    }

    public String getDemoPassword() {
        return Welcome.DEMO_PASSWORD;
    }

    public String getDemoKey() {
        return Welcome.DEMO_KEY;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getNext() {
        return next;
    }

    public void setNext(String next) {
        this.next = next;
    }
}
