package org.scruffy.web.door;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.scruffy.security.Account;

/** Who signed in with a form, kept in the browser's session. */
public final class SignedIn {

    private static final String USER = "scruffy.user";
    private static final int A_DAYS_WORK = 10 * 60 * 60;

    private SignedIn() {}

    static Optional<String> user(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? Optional.empty() : Optional.ofNullable((String) session.getAttribute(USER));
    }

    /** From now on this session is theirs; its old id, which others may know, is worth nothing. */
    public static void is(HttpServletRequest request, HttpServletResponse response, Account account) {
        HttpSession session = request.getSession(true);
        request.changeSessionId();
        SessionCookie.lax(response);
        session.setAttribute(USER, account.name());
        session.setMaxInactiveInterval(A_DAYS_WORK);
    }

    public static void out(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
