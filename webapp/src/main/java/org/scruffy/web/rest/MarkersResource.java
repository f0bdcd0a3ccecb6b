package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.dataset.Markers;

/**
 * {@code GET /api/v1/markers}: what charts of all datasets mark, the latest first, at most 10,000: each {@code marker} with the slug of its
 * {@code dataset}, {@code __all__} for those of every one, and the dataset's {@code name}. Those of one dataset are at
 * {@code /api/v1/datasets/{dataset}/markers}, where markers are made and taken away too. For engineers.
 */
@Path("/v1/markers")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class MarkersResource {

    private final Markers markers;

    protected MarkersResource() {
        this(null);
    }

    @Inject
    public MarkersResource(Markers markers) {
        this.markers = markers;
    }

    @GET
    @Plan.Reads(Plan.ALL_MARKERS)
    public List<Markers.Placed> all() {
        return markers.all();
    }
}
