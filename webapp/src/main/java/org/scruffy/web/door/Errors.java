package org.scruffy.web.door;

import jakarta.faces.application.ViewExpiredException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.primefaces.csp.CspException;

/** Where the container leads every error: people see a page, programs problem details, and neither a stack trace. */
@WebServlet("/error")
public class Errors extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String EXPIRED = "The page this form belongs to is no longer known: open it again";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        boolean expired = isExpired(request);
        if (expired) {
            status = 409;
            request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        }
        String path = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        String accept = String.valueOf(request.getHeader("Accept"));
        boolean program = path.startsWith(request.getContextPath() + "/api/")
                || path.startsWith(request.getContextPath() + "/live/")
                || !accept.contains("text/html");
        response.setStatus(status);
        if (program) {
            Problems.answer(response, status, title(status), expired ? EXPIRED : detail(status, path));
            return;
        }
        request.getRequestDispatcher("/error.xhtml").forward(request, response);
    }

    private static String detail(int status, String path) {
        return status == 404 ? "There is nothing at " + path : "Path " + path;
    }

    /** A form of a page that is no longer known, or one that no page of ours sent: PrimeFaces then misses its nonce. */
    private static boolean isExpired(HttpServletRequest request) {
        Object cause = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        while (cause instanceof Throwable thrown) {
            if (thrown instanceof ViewExpiredException || thrown instanceof CspException) {
                return true;
            }
            cause = thrown.getCause();
        }
        return false;
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 413 -> "Too large";
            default -> status < 500 ? "Refused" : "Something went wrong here";
        };
    }
}
