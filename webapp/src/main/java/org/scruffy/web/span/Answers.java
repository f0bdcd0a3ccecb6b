package org.scruffy.web.span;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Remembers the answer for {@link RequestSpans}, which the container tells only of the request. Goes before all other filters. */
public class Answers extends HttpFilter {

    static final String ANSWER = "scruffy.answer";

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(ANSWER, response);
        chain.doFilter(request, response);
    }
}
