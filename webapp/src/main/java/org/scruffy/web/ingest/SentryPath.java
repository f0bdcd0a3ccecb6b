package org.scruffy.web.ingest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Leads Sentry's SDKs, who take their path from the DSN and end up among the REST resources, to their servlet. */
public class SentryPath extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.matches("/api/[0-9]{1,20}/envelope/?")) {
            request.getRequestDispatcher("/sentry" + path).forward(request, response);
            return;
        }
        chain.doFilter(request, response);
    }
}
