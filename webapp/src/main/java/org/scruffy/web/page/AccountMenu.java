package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scruffy.security.Account;
import org.scruffy.security.Caller;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.web.door.SignedIn;

/** Who is signed in, and the way out. */
@Named("account")
@RequestScoped
public class AccountMenu {

    private final Caller caller;
    private final HttpServletRequest request;

    protected AccountMenu() {
        this(null, null);
    }

    @Inject
    public AccountMenu(Caller caller, HttpServletRequest request) {
        this.caller = caller;
        this.request = request;
    }

    public String getName() {
        return caller.account().map(Account::name).orElse("");
    }

    /** The roles in words. */
    public String getRoles() {
        return caller.account().stream()
                .flatMap(account -> account.grants().stream())
                .sorted(Comparator.comparing(Grant::callSign).thenComparing(Grant::role))
                .map(grant -> grant.role().name().toLowerCase(Locale.ROOT) + " at "
                        + (grant.callSign().equals(Grant.EVERYWHERE) ? "every station" : grant.callSign()))
                .collect(Collectors.joining(", "));
    }

    /** Whether what they make may belong to every station. */
    public boolean isEngineerEverywhere() {
        return caller.account()
                .filter(account -> account.may(Role.ENGINEER, Grant.EVERYWHERE))
                .isPresent();
    }

    /** Whether they are of those who ask about events at this station. */
    public boolean engineerAt(String callSign) {
        return caller.account()
                .filter(account -> account.may(Role.ENGINEER, callSign))
                .isPresent();
    }

    public String signOut() {
        SignedIn.out(request);
        return "/login.xhtml?faces-redirect=true";
    }
}
