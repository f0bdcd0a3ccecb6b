package org.scruffy.web.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import org.scruffy.telemetry.ServerSpan;

/** Asks ourselves, within a request and as whoever sent it, what somebody has asked before. */
record Replays(HttpServletRequest request, HttpServletResponse response) {

    private static final double NANOS_PER_MS = 1e6;

    /**
     * What was answered.
     *
     * @param route of the resource that answered
     */
    record Answer(int status, String route, byte[] body, long statements, double ms) {

        boolean sameAs(Answer other) {
            return Arrays.equals(body, other.body);
        }
    }

    Answer get(PastRead read) {
        ServerSpan outer = ServerSpan.served().orElseThrow();
        ServerSpan span = outer.within("GET", read.target());
        Listening listening = new Listening(response);
        try {
            request.getRequestDispatcher(read.target()).forward(new Asking(request), listening);
        } catch (ServletException | IOException e) {
            throw new IllegalStateException(read + " cannot be asked again", e);
        } finally {
            span.finish(listening.status);
        }
        return new Answer(
                listening.status,
                span.route(),
                listening.body.toByteArray(),
                span.statements(),
                span.age().toNanos() / NANOS_PER_MS);
    }

    /** A GET without conditions, for whatever is there, and by whoever asked for it. */
    private static final class Asking extends HttpServletRequestWrapper {

        Asking(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getHeader(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return Collections.emptyEnumeration();
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public boolean isAsyncSupported() {
            return false;
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Nothing();
        }
    }

    private static final class Nothing extends ServletInputStream {

        private final InputStream nothing = InputStream.nullInputStream();

        @Override
        public int read() throws IOException {
            return nothing.read();
        }

        @Override
        public boolean isFinished() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("There is nothing to wait for");
        }
    }

    /** Keeps the answer from whoever asked for the proof. */
    private static final class Listening extends HttpServletResponseWrapper {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final PrintWriter writer = new PrintWriter(body, true, StandardCharsets.UTF_8);
        private int status = SC_OK;

        Listening(HttpServletResponse response) {
            super(response);
        }

        @Override
        public int getStatus() {
            return status;
        }

        @Override
        public void setStatus(int code) {
            status = code;
        }

        @Override
        public void sendError(int code) {
            status = code;
        }

        @Override
        public void sendError(int code, String message) {
            status = code;
        }

        @Override
        public void sendRedirect(String location) {
            status = SC_FOUND;
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new Into(body);
        }

        @Override
        public void setHeader(String name, String value) {}

        @Override
        public void addHeader(String name, String value) {}

        @Override
        public void setContentType(String type) {}

        @Override
        public void setContentLength(int length) {}

        @Override
        public void setContentLengthLong(long length) {}

        @Override
        public boolean isCommitted() {
            return false;
        }

        @Override
        public void flushBuffer() {}

        @Override
        public void resetBuffer() {
            body.reset();
        }

        @Override
        public void reset() {
            body.reset();
            status = SC_OK;
        }
    }

    private static final class Into extends ServletOutputStream {

        private final ByteArrayOutputStream body;

        Into(ByteArrayOutputStream body) {
            this.body = body;
        }

        @Override
        public void write(int one) {
            body.write(one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            body.write(bytes, from, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("There is nobody to wait for");
        }
    }
}
