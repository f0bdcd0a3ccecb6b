package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.dataset.ColumnCard;
import org.scruffy.dataset.DatasetCard;
import org.scruffy.dataset.Datasets;
import org.scruffy.dataset.Marker;
import org.scruffy.dataset.Markers;

/**
 * {@code GET /api/v1/datasets} and {@code GET /api/v1/datasets/{dataset}/columns}, of {@code __all__} or of one: the catalogue of events, with
 * what Honeycomb's API has no words for: how many different {@code values} a column had, within some 5 %, and whether its values are
 * {@code mixed}. Times are to the minute. 404 where there is no such dataset or column. For engineers, who may say what they are for.
 */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class DatasetsResource {

    private static final int LONGEST_DESCRIPTION = 4_000;

    /**
     * What people say of a dataset or a column.
     *
     * @param description at most 4,000 characters
     * @param hidden of a column, whether people are not offered it; left out for false
     */
    public record Said(String description, Boolean hidden) {

        @JsonbCreator
        public Said {}
    }

    private final Datasets datasets;
    private final Markers markers;

    protected DatasetsResource() {
        this(null, null);
    }

    @Inject
    public DatasetsResource(Datasets datasets, Markers markers) {
        this.datasets = datasets;
        this.markers = markers;
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
        return datasets.columns(known(dataset));
    }

    /** What charts mark of the dataset, or of all of them together, the latest first. */
    @GET
    @Plan.Reads(Plan.MARKERS)
    @Path("/{dataset}/markers")
    public List<Marker> markers(@PathParam("dataset") String dataset) {
        return markers.of(known(dataset));
    }

    private String known(String dataset) {
        String slug = HoneycombApi.slug(dataset);
        if (!slug.equals(Datasets.EVERY) && datasets.dataset(slug).isEmpty()) {
            throw new NotFoundException("There is no dataset " + slug);
        }
        return slug;
    }

    /** Says what a dataset is for. */
    @PUT
    @Path("/{dataset}")
    @Consumes(MediaType.APPLICATION_JSON)
    public DatasetCard describe(@PathParam("dataset") String dataset, Said said) {
        return datasets.describe(known(dataset), description(said))
                .orElseThrow(() -> new NotFoundException("There is no dataset " + dataset));
    }

    /** Says what a column is for, and whether people are offered it. */
    @PUT
    @Path("/{dataset}/columns/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ColumnCard describe(@PathParam("dataset") String dataset, @PathParam("id") String id, Said said) {
        ColumnCard column = datasets.column(known(dataset), id)
                .orElseThrow(() -> new NotFoundException("Dataset " + dataset + " has no column " + id));
        String description = description(said);
        return datasets.changeColumn(
                column, new Datasets.Said(column.type(), description, Boolean.TRUE.equals(said.hidden())));
    }

    private static String description(Said said) {
        String words = Asker.text(Asker.needed(said, "body", "a description").description());
        if (words.length() > LONGEST_DESCRIPTION) {
            throw new BadInput(
                    "description", words.length() + " characters", "at most " + LONGEST_DESCRIPTION + " characters");
        }
        return words;
    }
}
