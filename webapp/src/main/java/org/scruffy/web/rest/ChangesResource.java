package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * {@code GET /api/v1/stations/{callSign}/changes}: server-sent events named {@code change}, each
 * {@code {"feed","week","revision","actor","label"}}, for every week that is edited while one listens.
 */
@Path("/v1/stations/{callSign}/changes")
@ApplicationScoped
public class ChangesResource {

    private final Listeners listeners;
    private final Access access;

    protected ChangesResource() {
        this(null, null);
    }

    @Inject
    public ChangesResource(Listeners listeners, Access access) {
        this.listeners = listeners;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.STATIONS)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(@PathParam("callSign") String callSign, @Context SseEventSink sink, @Context Sse sse) {
        access.requireThere(Role.VIEWER, callSign);
        listeners.add(callSign, sse, sink);
    }
}
