package org.scruffy.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.api.container.EndpointRegistrationException;
import org.glassfish.api.container.RequestDispatcher;
import org.glassfish.internal.api.Globals;
import org.scruffy.web.span.AirSpans;

/**
 * Air without the servlet container: players ask the server's HTTP layer itself. What the container does for each request, for
 * sessions, beans and security that air has none of, costs more than twice what a playlist does. Where the server does not let us,
 * {@link LiveServlet} answers the same.
 */
@ApplicationScoped
public class FastLane {

    private static final Logger LOG = Logger.getLogger(FastLane.class.getName());
    private static final String PATH = "/live";

    private final Live live;
    private final AirSpans spans;
    private RequestDispatcher server;
    private LiveHandler handler;

    protected FastLane() {
        this(null, null);
    }

    @Inject
    public FastLane(Live live, AirSpans spans) {
        this.live = live;
        this.spans = spans;
    }

    void open(@Observes @Initialized(ApplicationScoped.class) Object event) {
        try {
            register(Globals.get(RequestDispatcher.class));
            LOG.info("Players are answered by the server's HTTP layer");
        } catch (EndpointRegistrationException | LinkageError e) {
            LOG.log(Level.INFO, "Players are answered by the servlet container", e);
        }
    }

    private void register(RequestDispatcher found) throws EndpointRegistrationException {
        LiveHandler players = new LiveHandler(live, spans);
        found.registerEndpoint(PATH, players, null);
        handler = players;
        server = found;
    }

    void close(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        if (server == null) {
            return;
        }
        try {
            server.unregisterEndpoint(PATH);
        } catch (EndpointRegistrationException e) {
            LOG.log(Level.FINE, "It was not registered any more", e);
        }
        handler.close();
    }
}
