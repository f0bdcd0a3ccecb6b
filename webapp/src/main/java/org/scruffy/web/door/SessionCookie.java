package org.scruffy.web.door;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** The session's cookie is not sent where a stranger's page posts to us. */
final class SessionCookie {

    private static final String HEADER = "Set-Cookie";

    private SessionCookie() {}

    /** Payara does not take SameSite from web.xml, so it is said here, right after the session was made. */
    static void lax(HttpServletResponse response) {
        List<String> cookies = List.copyOf(response.getHeaders(HEADER));
        for (int i = 0; i < cookies.size(); i++) {
            String cookie = lax(cookies.get(i));
            if (i == 0) {
                response.setHeader(HEADER, cookie);
            } else {
                response.addHeader(HEADER, cookie);
            }
        }
    }

    static String lax(String cookie) {
        return cookie.contains("SameSite=") ? cookie : cookie + "; SameSite=Lax";
    }
}
