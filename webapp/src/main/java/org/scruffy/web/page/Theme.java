package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;

/** Light or dark: as the browser's cookie chose, else as its system was seen to be. */
@Named
@RequestScoped
public class Theme {

    private final String choice;
    private final String scheme;

    protected Theme() {
        choice = null;
        scheme = null;
    }

    @Inject
    public Theme(HttpServletRequest request) {
        Optional<String> chosen = scheme(request.getCookies(), "scruffy-theme");
        choice = chosen.orElse("system");
        scheme = chosen.or(() -> scheme(request.getCookies(), "scruffy-system")).orElse("light");
    }

    private static Optional<String> scheme(Cookie[] cookies, String name) {
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .filter(value -> value.equals("light") || value.equals("dark"))
                        .findFirst();
    }

    /** light, dark or system. */
    public String getChoice() {
        return choice;
    }

    /** light or dark. */
    public String getScheme() {
        return scheme;
    }

    /** The PrimeFaces theme that goes with it. */
    public String getPrimefaces() {
        return scheme.equals("dark") ? "arya-blue" : "saga-blue";
    }
}
