package org.scruffy.web.door;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.security.Account;
import org.scruffy.security.Caller;
import org.scruffy.security.Role;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.security.Users;

/**
 * Says who asks: by key, by HTTP Basic or by the session of a form login. It refuses nobody; that is {@link Door}'s, a filter,
 * so that a refusal is seen in the traces like any other answer.
 */
@ApplicationScoped
public class Recognition implements HttpAuthenticationMechanism {

    /** Attribute of a request whose credentials are nobody's, or whose caller has to wait: why. */
    public static final String REFUSED = "scruffy.refused";

    private final Users users;
    private final Caller caller;

    protected Recognition() {
        this(null, null);
    }

    @Inject
    public Recognition(Users users, Caller caller) {
        this.users = users;
        this.caller = caller;
    }

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (request.getServletPath().equals("/live")) {
            return context.doNothing(); // air asks nobody
        }
        Optional<Account> account = recognise(request);
        account.ifPresent(caller::is);
        return account.map(known -> context.notifyContainerAboutLogin(known.name(), roles(known)))
                .orElseGet(context::doNothing);
    }

    private Optional<Account> recognise(HttpServletRequest request) {
        Optional<Credentials> shown = Credentials.of(request);
        if (shown.isEmpty()) {
            // a stranger's page may send events, but not in the name of who looks at it
            return Area.isIntake(Door.path(request))
                    ? Optional.empty()
                    : SignedIn.user(request).flatMap(users::account);
        }
        try {
            Optional<Account> account = shown.flatMap(credentials -> recognise(credentials, request));
            if (account.isEmpty()) {
                request.setAttribute(REFUSED, "The credentials are nobody's");
            }
            return account;
        } catch (TooManyAttempts e) {
            request.setAttribute(REFUSED, e);
            return Optional.empty();
        }
    }

    private Optional<Account> recognise(Credentials credentials, HttpServletRequest request) {
        return credentials.isKey()
                ? users.byKey(credentials.secret())
                : users.login(credentials.name(), credentials.secret(), request.getRemoteAddr());
    }

    private static Set<String> roles(Account account) {
        return Arrays.stream(Role.values())
                .filter(account::maySomewhere)
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
