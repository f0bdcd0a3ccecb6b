package org.scruffy.web.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.scruffy.database.NotReplayed;
import org.scruffy.database.Replay;
import org.scruffy.telemetry.ServerSpan;

/** Asks ourselves, within a request and as whoever sent it, what somebody has asked before. */
record Replays(HttpServletRequest request) {

    private static final double NANOS_PER_MS = 1e6;

    /**
     * What was answered.
     *
     * @param route of the resource that answered
     * @param hash of the body
     */
    record Answer(int status, String route, String hash, long statements, double ms) {

        boolean sameAs(Answer other) {
            return hash.equals(other.hash);
        }
    }

    Answer get(PastRead read, Replay replay) {
        RequestDispatcher way = way(read);
        ServerSpan span = ServerSpan.served().orElseThrow().within("GET", read.target());
        Listening listening = new Listening(replay::goOn);
        try {
            way.forward(new Asking(request, replay::stop), listening);
        } catch (ServletException | IOException e) {
            throw new IllegalStateException(read + " cannot be asked again", e);
        } finally {
            span.finish(listening.getStatus());
        }
        return new Answer(
                listening.getStatus(),
                span.route(),
                listening.hash(),
                span.statements(),
                span.age().toNanos() / NANOS_PER_MS);
    }

    RequestDispatcher way(PastRead read) {
        return Optional.ofNullable(request.getRequestDispatcher(read.target()))
                .orElseThrow(() -> new NotReplayed(read + " leads nowhere"));
    }

    /** A GET without conditions, for whatever is there, and by whoever asked for it, who waits for the answer. */
    static final class Asking extends HttpServletRequestWrapper {

        private final Function<String, NotReplayed> stop;

        Asking(HttpServletRequest request, Function<String, NotReplayed> stop) {
            super(request);
            this.stop = stop;
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
        public boolean isAsyncStarted() {
            return false;
        }

        @Override
        public AsyncContext startAsync() {
            throw stop.apply("It is answered later, and a replay is over by then");
        }

        @Override
        public AsyncContext startAsync(ServletRequest asked, ServletResponse answer) {
            return startAsync();
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

    /** Takes the place of the answer to whoever asked for the proof, of which it knows nothing. Of what is written it keeps a hash. */
    static final class Listening extends HttpServletResponseWrapper {

        private static final HttpServletResponse NOBODY = (HttpServletResponse) Proxy.newProxyInstance(
                Replays.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) ->
                        MethodHandles.zero(method.getReturnType()).invoke());

        private final MessageDigest digest = sha256();
        private final ServletOutputStream out;
        private final PrintWriter writer;
        private int status = SC_OK;

        /** @param goOn throws where nothing more is to be written */
        Listening(Runnable goOn) {
            super(NOBODY);
            out = new Into(digest, goOn);
            writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This Java has no SHA-256", e);
            }
        }

        /** Of the whole answer. */
        String hash() {
            writer.flush();
            return HexFormat.of().formatHex(digest.digest());
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
        public Collection<String> getHeaders(String name) {
            return List.of();
        }

        @Override
        public Collection<String> getHeaderNames() {
            return List.of();
        }

        @Override
        public PrintWriter getWriter() {
            return writer;
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return out;
        }

        @Override
        public void resetBuffer() {
            writer.flush();
            digest.reset();
        }

        @Override
        public void reset() {
            resetBuffer();
            status = SC_OK;
        }
    }

    private static final class Into extends ServletOutputStream {

        private final MessageDigest digest;
        private final Runnable goOn;

        Into(MessageDigest digest, Runnable goOn) {
            this.digest = digest;
            this.goOn = goOn;
        }

        @Override
        public void write(int one) {
            goOn.run();
            digest.update((byte) one);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            goOn.run();
            digest.update(bytes, from, length);
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
