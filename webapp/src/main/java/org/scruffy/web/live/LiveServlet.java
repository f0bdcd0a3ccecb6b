package org.scruffy.web.live;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.scruffy.web.door.Problems;

/** What {@link Live} answers, wherever {@link FastLane} cannot. */
@WebServlet(urlPatterns = "/live/*", asyncSupported = true)
public class LiveServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Inject
    private transient Live live;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        live.answer(new Servlets(request, response));
    }

    /** An exchange of the servlet container. */
    private record Servlets(HttpServletRequest request, HttpServletResponse response) implements Exchange {

        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            return Objects.requireNonNullElse(request.getPathInfo(), "");
        }

        @Override
        public String query() {
            return Objects.requireNonNullElse(request.getQueryString(), "");
        }

        @Override
        public String parameter(String name) {
            return request.getParameter(name);
        }

        @Override
        public String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public String address() {
            return request.getRequestURL().toString();
        }

        @Override
        public void set(String header, String value) {
            response.setHeader(header, value);
        }

        @Override
        public void add(String header, String value) {
            response.addHeader(header, value);
        }

        @Override
        public void status(int status) {
            response.setStatus(status);
        }

        @Override
        public OutputStream body(long length) throws IOException {
            response.setContentLengthLong(length);
            return method().equals("HEAD") ? OutputStream.nullOutputStream() : response.getOutputStream();
        }

        @Override
        public void problem(int status, String title, String detail) throws IOException {
            Problems.answer(response, status, title, detail);
        }

        @Override
        public Runnable suspend(long milliseconds, Runnable late, Runnable gone) {
            AsyncContext context = request.startAsync(request, response);
            context.setTimeout(milliseconds);
            context.addListener(new Over(late, gone));
            return context::complete;
        }
    }

    private record Over(Runnable late, Runnable gone) implements AsyncListener {

        @Override
        public void onTimeout(AsyncEvent event) {
            late.run();
        }

        @Override
        public void onError(AsyncEvent event) {
            gone.run();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            gone.run();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nothing starts it again
        }
    }
}
