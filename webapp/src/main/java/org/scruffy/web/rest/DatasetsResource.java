package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    /**
     * A marker, as it is asked for.
     *
     * @param message what happened, at most 4,000 characters
     * @param type markers of one type look alike, at most 4,000 characters; left out for none
     * @param start ISO 8601; left out for now
     * @param end ISO 8601, not before the start; left out for a moment
     * @param url where the message leads to, http or https; left out for nowhere
     */
    public record NewMarker(String message, String type, String start, String end, String url) {

        @JsonbCreator
        public NewMarker {}
    }

    private final Datasets datasets;
    private final Markers markers;
    private final Clock clock;

    protected DatasetsResource() {
        this(null, null, null);
    }

    @Inject
    public DatasetsResource(Datasets datasets, Markers markers, Clock clock) {
        this.datasets = datasets;
        this.markers = markers;
        this.clock = clock;
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

    /** Marks a moment or a time; 201 with the marker. */
    @POST
    @Path("/{dataset}/markers")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response mark(@PathParam("dataset") String dataset, NewMarker asked) {
        NewMarker said = Asker.needed(asked, "body", "a marker");
        if (Asker.text(said.message()).isBlank()) {
            throw new BadInput("message", "nothing", "what happened");
        }
        Marker made = markers.create(known(dataset), said(said));
        return Response.status(Response.Status.CREATED).entity(made).build();
    }

    private Marker.Said said(NewMarker said) {
        Instant start = moment("start", said.start()).orElseGet(clock::instant);
        Optional<Instant> end = moment("end", said.end());
        if (end.isPresent() && end.get().isBefore(start)) {
            throw new BadInput("end", said.end(), "a time from the start on");
        }
        String url = HoneycombMarkersServlet.link(notLong("url", said.url()));
        return new Marker.Said(start, end, notLong("message", said.message()), notLong("type", said.type()), url);
    }

    private static Optional<Instant> moment(String field, String text) {
        return Asker.text(text).isEmpty() ? Optional.empty() : Optional.of(Asked.instant(field, text));
    }

    private static String notLong(String field, String words) {
        String text = Asker.text(words);
        if (text.length() > LONGEST_DESCRIPTION) {
            throw new BadInput(field, text.length() + " characters", "at most " + LONGEST_DESCRIPTION + " characters");
        }
        return text;
    }

    /** Takes a marker away; 204. */
    @DELETE
    @Path("/{dataset}/markers/{id}")
    public void unmark(@PathParam("dataset") String dataset, @PathParam("id") String id) {
        if (markers.delete(known(dataset), id).isEmpty()) {
            throw new NotFoundException("Dataset " + dataset + " has no marker " + id);
        }
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
        return notLong(
                "description", Asker.needed(said, "body", "a description").description());
    }
}
