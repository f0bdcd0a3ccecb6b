package org.scruffy.web.door;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.connector.RequestFacade;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;

/** The connection below a request, which knows what servlets are told too late. Looking at it never waits and takes nothing. */
public record Wire(SocketChannel connection) {

    private static final Logger LOG = Logger.getLogger(Wire.class.getName());

    /** Empty where the server does not show it, where it is encrypted, or where it carries more than this request, as HTTP/2 does. */
    public static Optional<Wire> of(HttpServletRequest request) {
        try {
            boolean alone = request.getProtocol().startsWith("HTTP/1.");
            return request.isSecure() || !alone ? Optional.empty() : below(request);
        } catch (LinkageError e) {
            LOG.log(Level.FINE, "This server does not show its connections", e);
            return Optional.empty();
        }
    }

    private static Optional<Wire> below(ServletRequest request) {
        ServletRequest own = request;
        while (own instanceof ServletRequestWrapper wrapper) {
            own = wrapper.getRequest();
        }
        if (!(own instanceof RequestFacade facade)) {
            return Optional.empty();
        }
        Connection<?> connection = facade.getUnwrappedCoyoteRequest()
                .getCoyoteRequest()
                .getContext()
                .getConnection();
        return connection instanceof TCPNIOConnection ours
                ? Optional.of(new Wire((SocketChannel) ours.getChannel()))
                : Optional.empty();
    }

    /** Whether something has come that nobody has read. */
    boolean hasMore() throws IOException {
        return connection.socket().getInputStream().available() > 0;
    }

    /** Whether nobody is at the other end any more. What has come is the client's next request: it stays where it is. */
    public boolean isCut() {
        try {
            boolean spoilt = connection.socket().isInputShutdown();
            return !spoilt && !hasMore() && ends();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Reads where nothing was a moment ago. What came since is lost, so nothing more is read: the request in hand is answered, and the
     * server closes the connection instead of taking the rest for a request.
     */
    boolean ends() throws IOException {
        int count = connection.read(ByteBuffer.allocate(1));
        if (count > 0) {
            connection.shutdownInput();
        }
        return count < 0;
    }
}
