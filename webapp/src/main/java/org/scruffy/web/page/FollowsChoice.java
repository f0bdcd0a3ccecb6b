package org.scruffy.web.page;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.scruffy.security.Access;

/** Takes station and feed over from a page's address before its beans ask for them. */
public class FollowsChoice extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Access access;

    @Inject
    private transient Chosen chosen;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!access.user().isEmpty()) {
            boolean address = request.getMethod().equals("GET");
            chosen.follow(
                    access.visibleStations(),
                    address ? request.getParameter("station") : null,
                    address ? request.getParameter("feed") : null);
        }
        chain.doFilter(request, response);
    }
}
