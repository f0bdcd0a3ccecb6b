package org.scruffy.web.door;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.scruffy.security.Account;
import org.scruffy.security.Caller;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.security.Users;

/**
 * Says who asks: by key, by HTTP Basic or by the session of a form login. It refuses nobody, which is {@link Door}'s. Not a mechanism
 * of Jakarta Security: the container would ask it for what air asks nobody, too, and looks it up anew for each request, which costs
 * a third of what a live playlist does.
 */
@ApplicationScoped
public class Recognition {

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

    /** From here on {@link org.scruffy.security.Access} knows who asks in this request, if they showed who they are. */
    void of(HttpServletRequest request) {
        recognise(request).ifPresent(caller::is);
    }

    private Optional<Account> recognise(HttpServletRequest request) {
        Optional<Credentials> shown = Credentials.of(request);
        if (shown.isEmpty()) {
            // a stranger's page may send events, but not in the name of who looks at it
            return Area.isIntake(request.getMethod(), Door.path(request))
                    ? Optional.empty()
                    : SignedIn.user(request).flatMap(users::account);
        }
        try {
            Optional<Account> account = shown.flatMap(credentials -> recognise(credentials, request.getRemoteAddr()));
            if (account.isEmpty()) {
                request.setAttribute(REFUSED, "The credentials are nobody's");
            }
            return account;
        } catch (TooManyAttempts e) {
            request.setAttribute(REFUSED, e);
            return Optional.empty();
        }
    }

    /**
     * Who shows such headers, for protocols without requests of a servlet.
     *
     * @param header says a header by its name, null where there is none
     * @param address where they come from
     * @throws TooManyAttempts while they have to wait
     */
    public Optional<Account> of(UnaryOperator<String> header, String address) {
        return Credentials.of(header).flatMap(credentials -> recognise(credentials, address));
    }

    private Optional<Account> recognise(Credentials credentials, String address) {
        return credentials.isKey()
                ? users.byKey(credentials.secret())
                : users.login(credentials.name(), credentials.secret(), address);
    }
}
