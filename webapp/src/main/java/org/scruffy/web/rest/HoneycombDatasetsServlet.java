package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.scruffy.dataset.DatasetCard;
import org.scruffy.dataset.Datasets;
import org.scruffy.telemetry.BadQuery;

/**
 * Honeycomb's Datasets: {@code GET} and {@code POST /1/datasets}, {@code GET} and {@code PUT /1/datasets/{slug}}. A dataset goes when its
 * last events go, so DELETE is answered 405. JSON is unfolded to a depth of 5 everywhere, whatever is asked.
 */
@WebServlet({"/1/datasets", "/1/datasets/*"})
public class HoneycombDatasetsServlet extends HoneycombApi {

    private static final long serialVersionUID = 1L;
    private static final int DEPTH = 5;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 4_000;

    @Inject
    private transient Datasets datasets;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            if (path(request).isEmpty()) {
                JsonArrayBuilder all = JSON.createArrayBuilder();
                datasets.all().forEach(dataset -> all.add(document(dataset)));
                write(response, 200, all.build());
                return;
            }
            write(response, 200, document(there(datasets.dataset(slugOf(request)))));
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            if (!path(request).isEmpty()) {
                refuseMethod(response, List.of("GET", "PUT"));
                return;
            }
            SaidJson said = new SaidJson(body(request));
            String name = said.text("name", "", LONGEST_NAME).strip();
            if (name.isEmpty()) {
                throw new BadQuery("name", said.has("name") ? "''" : "missing", "1 to " + LONGEST_NAME + " characters");
            }
            Datasets.Created created = datasets.create(slug(name), name, description(said));
            write(response, created.made() ? 201 : 200, document(created.dataset()));
        });
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            String description = description(new SaidJson(body(request)));
            write(response, 200, document(there(datasets.describe(slugOf(request), description))));
        });
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> refuseMethod(response, List.of("GET", "PUT")));
    }

    private static String description(SaidJson said) {
        return said.text("description", "", LONGEST_DESCRIPTION);
    }

    private static String slugOf(HttpServletRequest request) throws Refused {
        List<String> path = path(request);
        if (path.size() != 1 || path.get(0).equals(Datasets.EVERY)) {
            throw new Refused(404, "dataset not found");
        }
        return slug(path.get(0));
    }

    private static DatasetCard there(Optional<DatasetCard> dataset) throws Refused {
        return dataset.orElseThrow(() -> new Refused(404, "dataset not found"));
    }

    private static JsonObjectBuilder document(DatasetCard dataset) {
        JsonObjectBuilder document = JSON.createObjectBuilder()
                .add("name", dataset.name())
                .add("slug", dataset.slug())
                .add("description", dataset.description())
                .add("expand_json_depth", DEPTH)
                .add("settings", JSON.createObjectBuilder().add("delete_protected", true))
                .add("created_at", dataset.created().toString());
        dataset.lastWritten()
                .ifPresentOrElse(
                        at -> document.add("last_written_at", at.toString()),
                        () -> document.add("last_written_at", JsonValue.NULL));
        return document.add("regular_columns_count", dataset.columns());
    }
}
