package org.scruffy.web.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Few requests wait for their bodies at once, and none for long. Each takes one of the 200 threads that answer everybody, viewers
 * too: without this some hundred clients that send a byte now and then would stop the air. What has come already waits for nothing.
 */
public class Patience extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final int AT_ONCE = 64;
    private static final int IN_A_MOMENT = 48;
    private static final int STRANGERS_AT_ONCE = 16;
    private static final int LOOKING_AT_ONCE = 16;

    private final transient Semaphore bodies = new Semaphore(AT_ONCE);
    private final transient Semaphore moments = new Semaphore(IN_A_MOMENT);
    private final transient Semaphore strangers = new Semaphore(STRANGERS_AT_ONCE);
    private final transient Semaphore looking = new Semaphore(LOOKING_AT_ONCE);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (SameOrigin.isSafe(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        try {
            Patient patient = new Patient(request, this);
            if (isForm(request)) {
                patient.readForm();
            }
            chain.doFilter(patient, response);
        } catch (SlowBody e) {
            refuse(e, response);
        }
    }

    static void refuse(SlowBody e, HttpServletResponse response) throws IOException {
        if (!response.isCommitted()) {
            response.reset();
            response.setHeader("Connection", "close");
            if (e.status() == 503) {
                response.setHeader("Retry-After", "1");
            }
            Problems.answer(response, e.status(), e.status() == 408 ? "Too slow" : "Too many are slow", e.getMessage());
        }
    }

    /** Whether Faces will ask what the form says: of the path as the container understood it, however it was written. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return Door.path(request).endsWith(".xhtml")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /** Where such a body waits: strangers at a form do not take the places of those who showed who they are. */
    private Semaphore places(HttpServletRequest request) {
        String path = Door.path(request);
        String method = request.getMethod();
        return Area.needed(method, path).isEmpty() && !Area.isIntake(method, path) ? strangers : bodies;
    }

    private static void take(Semaphore places) throws SlowBody {
        if (!places.tryAcquire()) {
            throw tooMany();
        }
    }

    private static SlowBody tooMany() {
        return new SlowBody(503, "Too many requests wait for their bodies already: come again, and send faster");
    }

    private static final class Patient extends HttpServletRequestWrapper {

        private final Patience patience;
        private ServletInputStream body;
        private Map<String, String[]> parameters;

        Patient(HttpServletRequest request, Patience patience) {
            super(request);
            this.patience = patience;
        }

        /** Takes in what the form says, which the container would wait for without an end. */
        void readForm() throws IOException {
            String form = new String(getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            parameters = FormText.parameters(getQueryString(), form);
        }

        /** A body that is no form says nothing here: the container would wait for it. */
        @Override
        public Map<String, String[]> getParameterMap() {
            if (parameters == null) {
                parameters = FormText.parameters(getQueryString());
            }
            return parameters;
        }

        @Override
        public String getParameter(String name) {
            String[] values = getParameterMap().get(name);
            return values == null ? null : values[0];
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(getParameterMap().keySet());
        }

        @Override
        public String[] getParameterValues(String name) {
            return getParameterMap().get(name);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new Awaited(super.getInputStream(), Wire.of(this), patience.places(this), patience);
            }
            return body;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    /** A body that must come within half a minute, and where it is long as fast as a bad line carries it. */
    private static final class Awaited extends ServletInputStream {

        private static final Duration LONGEST = Duration.ofSeconds(30);
        private static final long BYTES_A_SECOND = 8_192;
        private static final int LOOKS = 10;
        private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

        private final ServletInputStream body;
        private final Optional<Wire> wire;
        private final Semaphore places;
        private final Patience patience;
        private final long start = System.nanoTime();
        private long read;

        Awaited(ServletInputStream body, Optional<Wire> wire, Semaphore places, Patience patience) {
            this.body = body;
            this.wire = wire;
            this.places = places;
            this.patience = patience;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = body.available() > 0 || body.isFinished()
                    ? body.read(into, from, length)
                    : awaited(into, from, length);
            read += Math.max(0, count);
            return count;
        }

        private int awaited(byte[] into, int from, int length) throws IOException {
            if (spent().compareTo(LONGEST.plusSeconds(read / BYTES_A_SECOND)) > 0) {
                throw tooSlow();
            }
            Semaphore place = place();
            try {
                return body.read(into, from, length);
            } catch (IOException e) {
                throw e.getCause() instanceof TimeoutException
                        ? tooSlow()
                        : e; // the container waits half a minute, too
            } finally {
                place.release();
            }
        }

        private Duration spent() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        private SlowBody tooSlow() {
            return new SlowBody(408, "After " + spent().toSeconds() + " seconds " + read + " bytes have come");
        }

        /** A place to wait at; where none is free, what comes in a moment goes another way. */
        private Semaphore place() throws IOException {
            if (places.tryAcquire()) {
                return places;
            }
            if (wire.isPresent() && (wire.get().hasMore() || comesInAMoment(wire.get()))) {
                take(patience.moments);
                return patience.moments;
            }
            throw tooMany();
        }

        /** Few look for that at once: a thread is held meanwhile, and they may be thousands. */
        private boolean comesInAMoment(Wire wire) throws IOException {
            take(patience.looking);
            try {
                for (int looks = 0; looks < LOOKS; looks++) {
                    LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
                    if (wire.hasMore()) {
                        return true;
                    }
                }
                return false;
            } finally {
                patience.looking.release();
            }
        }

        @Override
        public int available() throws IOException {
            return body.available();
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
