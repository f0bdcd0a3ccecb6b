package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.scruffy.dataset.ColumnCard;
import org.scruffy.dataset.Datasets;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.telemetry.BadQuery;

/**
 * Honeycomb's Columns: {@code GET /1/columns/{dataset}}, of which {@code ?key_name=} answers one, {@code POST} there, and {@code GET},
 * {@code PUT}, {@code DELETE /1/columns/{dataset}/{id}}. The columns of {@code __all__} datasets can be listed. What a PUT leaves out stays
 * as it is; a column's name stays, too. A deleted column comes back with the next event that has it.
 */
@WebServlet("/1/columns/*")
public class HoneycombColumnsServlet extends HoneycombApi {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 4_000;
    /** Those that a person may say a column is. */
    private static final List<Column.Type> TYPES =
            List.of(Column.Type.STRING, Column.Type.INTEGER, Column.Type.FLOAT, Column.Type.BOOLEAN);

    @Inject
    private transient Datasets datasets;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            if (path(request).size() == 2) {
                write(response, 200, document(column(request)));
                return;
            }
            String dataset = dataset(request);
            String name = request.getParameter("key_name");
            if (name == null) {
                JsonArrayBuilder all = JSON.createArrayBuilder();
                datasets.columns(dataset).forEach(column -> all.add(document(column)));
                write(response, 200, all.build());
                return;
            }
            write(
                    response,
                    200,
                    document(datasets.columnNamed(dataset, name).orElseThrow(HoneycombColumnsServlet::notFound)));
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            String dataset = dataset(request);
            if (dataset.equals(Datasets.EVERY)) {
                throw new Refused(400, "A column is made in one dataset");
            }
            SaidJson body = new SaidJson(body(request));
            String name = body.text("key_name", "", LONGEST_NAME);
            if (name.isBlank()) {
                throw new Refused(400, "Key name cannot be blank");
            }
            Datasets.Said said = said(body, new Datasets.Said(Column.Type.STRING, "", false));
            write(response, 201, document(created(dataset, name, said)));
        });
    }

    private ColumnCard created(String dataset, String name, Datasets.Said said) throws Refused {
        try {
            return datasets.createColumn(dataset, name, said)
                    .orElseThrow(() -> new Refused(409, "A resource by that name already exists."));
        } catch (IllegalArgumentException e) {
            throw new Refused(422, e.getMessage());
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            ColumnCard column = column(request);
            SaidJson body = new SaidJson(body(request));
            String name = body.text("key_name", column.name(), LONGEST_NAME);
            if (!name.equals(column.name())) {
                throw new BadQuery("key_name", "'" + name + "'", "'" + column.name() + "', as names stay");
            }
            Datasets.Said said = said(body, new Datasets.Said(column.type(), column.description(), column.hidden()));
            write(response, 200, document(datasets.changeColumn(column, said)));
        });
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            datasets.deleteColumn(column(request));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        });
    }

    private String dataset(HttpServletRequest request) throws Refused {
        List<String> path = path(request);
        if (path.isEmpty() || path.size() > 2) {
            throw new Refused(404, "not found");
        }
        String slug = slug(path.get(0));
        if (!slug.equals(Datasets.EVERY) && datasets.dataset(slug).isEmpty()) {
            throw new Refused(404, "dataset not found");
        }
        return slug;
    }

    private ColumnCard column(HttpServletRequest request) throws Refused {
        String dataset = dataset(request);
        if (path(request).size() != 2) {
            throw new Refused(405, "method not allowed");
        }
        return datasets.column(dataset, path(request).get(1)).orElseThrow(HoneycombColumnsServlet::notFound);
    }

    private static Refused notFound() {
        return new Refused(404, "column not found");
    }

    private static Datasets.Said said(SaidJson body, Datasets.Said before) {
        return new Datasets.Said(
                type(body.text("type", word(before.type()), LONGEST_NAME)),
                body.text("description", before.description(), LONGEST_DESCRIPTION),
                body.flag("hidden", before.hidden()));
    }

    private static Column.Type type(String text) {
        return TYPES.stream()
                .filter(type -> word(type).equals(text))
                .findFirst()
                .orElseThrow(() -> new BadQuery(
                        "type",
                        "'" + text + "'",
                        "one of: "
                                + TYPES.stream()
                                        .map(HoneycombColumnsServlet::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(Column.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObjectBuilder document(ColumnCard column) {
        JsonObjectBuilder document = JSON.createObjectBuilder()
                .add("id", column.id())
                .add("key_name", column.name())
                .add("hidden", column.hidden())
                .add("description", column.description())
                .add("type", word(column.type()));
        column.lastSeen().ifPresent(at -> document.add("last_written", at.toString()));
        return document.add("created_at", column.created().toString())
                .add("updated_at", column.updated().toString());
    }
}
