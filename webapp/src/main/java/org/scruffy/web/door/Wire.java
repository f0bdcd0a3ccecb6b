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

    /** Empty where the server does not show it, or it is encrypted: what comes there is not for us to look at. */
    public static Optional<Wire> of(HttpServletRequest request) {
        try {
            return request.isSecure() ? Optional.empty() : below(request);
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
            return !hasMore() && connection.read(ByteBuffer.allocate(1)) < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
