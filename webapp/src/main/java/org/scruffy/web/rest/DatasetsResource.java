package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.dataset.ColumnCard;
import org.scruffy.dataset.DatasetCard;
import org.scruffy.dataset.Datasets;

/**
 * {@code GET /api/v1/datasets} and {@code GET /api/v1/datasets/{dataset}/columns}, of {@code __all__} or of one: the catalogue of events, with
 * what Honeycomb's API has no words for: how many different {@code values} a column had, within some 5 %, and whether its values are
 * {@code mixed}. Times are to the minute. 404 where there is no such dataset. For engineers.
 */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class DatasetsResource {

    private final Datasets datasets;

    protected DatasetsResource() {
        this(null);
    }

    @Inject
    public DatasetsResource(Datasets datasets) {
        this.datasets = datasets;
    }

    @GET
    @Plan.Reads(Plan.DATASETS)
    public List<DatasetCard> all() {
        return datasets.all();
    }

    @GET
    @Plan.Reads(Plan.COLUMNS)
    @Path("/{dataset}/columns")
    public List<ColumnCard> columns(@PathParam("dataset") String dataset) {
        String slug = HoneycombApi.slug(dataset);
        if (!slug.equals(Datasets.EVERY) && datasets.dataset(slug).isEmpty()) {
            throw new NotFoundException("There is no dataset " + slug);
        }
        return datasets.columns(slug);
    }
}
