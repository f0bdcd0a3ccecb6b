package org.scruffy.web.rest;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.NoAnswer;

/** Answers what the tools of others ask of traces, and refuses in their own words. */
abstract class StrangersReads extends HttpServlet {

    static final String JSON = "application/json";

    private static final long serialVersionUID = 1L;

    /** There is nothing of what was asked for. */
    static final class Missing extends Exception {

        private static final long serialVersionUID = 1L;

        Missing(String what) {
            super(what);
        }
    }

    /** @param path the parts of the path after what the tool is told for its address */
    abstract void tell(List<String> path, HttpServletRequest request, HttpServletResponse response)
            throws IOException, Missing;

    abstract void refuse(int status, String why, HttpServletRequest request, HttpServletResponse response)
            throws IOException;

    /** What of an address is not the tool's own: {@code /zipkin/api/v2/}. */
    abstract String prefix(String address);

    @Override
    protected final void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String info = request.getPathInfo() == null ? "" : request.getPathInfo();
        String address = request.getServletPath() + info;
        String own = address.substring(Math.min(prefix(address).length(), address.length()));
        try {
            tell(List.of(own.split("/")), request, response);
        } catch (BadInput | BadQuery | IllegalArgumentException e) { // the last one is how Zipkin's own classes say so
            refuse(400, e.getMessage(), request, response);
        } catch (Missing e) {
            refuse(404, e.getMessage(), request, response);
        } catch (NoAnswer e) {
            response.setHeader("Retry-After", "10");
            refuse(503, e.getMessage(), request, response);
        }
    }

    /** A parameter under the first of its names that is given, empty where none is. */
    static String given(HttpServletRequest request, String... names) {
        for (String name : names) {
            String value = request.getParameter(name);
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return "";
    }

    static String needed(HttpServletRequest request, String name, String expected) {
        return Asked.given(name, given(request, name), expected);
    }

    /** A whole number above 0. */
    static long number(HttpServletRequest request, String name, long otherwise) {
        String text = given(request, name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("\\d{1,16}") && Long.parseLong(text) > 0) {
            return Long.parseLong(text);
        }
        throw new BadInput(name, text, "a whole number above 0");
    }

    static int limit(HttpServletRequest request, int otherwise, String... names) {
        String text = given(request, names);
        return text.isEmpty() ? otherwise : Asked.number(names[0], text, 1, 1_000);
    }

    static void write(HttpServletResponse response, String type, byte[] body) throws IOException {
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
