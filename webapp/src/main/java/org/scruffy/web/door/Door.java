package org.scruffy.web.door;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.security.Users;

/** Lets pass whoever may. Pages lead the others to the login; programs are told what is wrong. */
public class Door extends HttpFilter {

    private static final long serialVersionUID = 1L;
    /** Air asks nobody. */
    private static final String AIR = "/live/";

    private static final long LARGEST_FORM = 1_000_000;
    private static final List<String> OF_PAGES = List.of("GET", "HEAD", "POST");

    @Inject
    private transient Recognition recognition;

    @Inject
    private transient Access access;

    @Inject
    private transient Users users;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = path(request);
        if (!path.startsWith(AIR)) {
            recognition.of(request);
        }
        if (mayPass(path, request, response)) {
            if (path.endsWith(".xhtml")) {
                request.getSession(true); // Faces would make it later, when its cookie can no longer be made safe
                SessionCookie.lax(response);
            }
            chain.doFilter(request, response);
        }
    }

    /** The path as the container understood it: decoded, without dots and parameters. */
    static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private boolean mayPass(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Role> needed = Area.needed(request.getMethod(), path);
        if (path.endsWith(".xhtml") && !OF_PAGES.contains(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", OF_PAGES));
            Problems.answer(response, 405, "Method not allowed", "A page answers GET, HEAD and POST");
            return false;
        }
        if (path.endsWith(".xhtml") && !fits(request)) {
            Problems.answer(response, 413, "Too large", "A form of ours has at most " + LARGEST_FORM + " bytes");
            return false;
        }
        if (path.equals("/setup.xhtml") && !users.none()) {
            response.sendRedirect(request.getContextPath() + LocalPath.HOME);
            return false;
        }
        if (needed.isEmpty()) {
            return !path.endsWith(".xhtml") || isOurs(request, response);
        }
        if (access.user().isEmpty()) {
            askWho(path, request, response);
            return false;
        }
        if (Credentials.of(request).isEmpty() && !isOurs(request, response)) {
            return false;
        }
        if (!access.maySomewhere(needed.get())) {
            refuse(path, needed.get(), response);
            return false;
        }
        return true;
    }

    /** Faces answers a form it cannot read whole with a server error. */
    private static boolean fits(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return SameOrigin.isSafe(request.getMethod()) || length >= 0 && length <= LARGEST_FORM;
    }

    /** A stranger's page can make a browser send our cookie, but not say that it was our page that asked. */
    private static boolean isOurs(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (SameOrigin.isSafe(request.getMethod())
                || SameOrigin.proved(
                        request.getHeader("Sec-Fetch-Site"), request.getHeader("Origin"), request.getHeader("Host"))) {
            return true;
        }
        Problems.answer(
                response,
                403,
                "Not from our pages",
                "A change in the session of a browser needs Sec-Fetch-Site: same-origin or our Origin; programs use a key");
        return false;
    }

    private void askWho(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object refused = request.getAttribute(Recognition.REFUSED);
        if (refused == null && Area.isPage(path)) {
            lead(login(request), request, response);
            return;
        }
        if (refused instanceof TooManyAttempts wait) {
            response.setHeader("Retry-After", Long.toString(wait.retryAfter().toSeconds() + 1));
            Problems.answer(response, 429, "Too many failed attempts", wait.getMessage());
            return;
        }
        if (!"XMLHttpRequest".equals(request.getHeader("X-Requested-With"))) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"Scruffy\", charset=\"UTF-8\"");
        }
        String detail = refused == null ? "Send a key in " + Credentials.KEY + ", or HTTP Basic" : refused.toString();
        Problems.answer(response, 401, "Sign in first", detail);
    }

    private String login(HttpServletRequest request) {
        if (users.none()) {
            return request.getContextPath() + "/setup.xhtml";
        }
        String wanted =
                request.getServletPath() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        String next = LocalPath.of(wanted);
        return request.getContextPath() + "/login.xhtml"
                + (next.equals(LocalPath.HOME) ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    /** A script of Faces does not follow a redirect: it is told to go there. */
    private static void lead(String address, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!"partial/ajax".equals(request.getHeader("Faces-Request"))) {
            response.sendRedirect(address);
            return;
        }
        response.setContentType("text/xml");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write("<?xml version='1.0' encoding='UTF-8'?><partial-response><redirect url=\""
                        + address.replace("&", "&amp;").replace("\"", "%22").replace("<", "%3C")
                        + "\"/></partial-response>");
    }

    private void refuse(String path, Role needed, HttpServletResponse response) throws IOException {
        if (Area.isPage(path)) {
            response.sendError(403);
            return;
        }
        Problems.answer(
                response,
                403,
                "Not allowed",
                "User " + access.user() + " needs the role " + needed.name().toLowerCase(Locale.ROOT));
    }
}
