package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.dataset.Datasets;
import org.scruffy.dataset.Marker;
import org.scruffy.dataset.Markers;
import org.scruffy.telemetry.BadQuery;

/**
 * Honeycomb's Markers: {@code GET} and {@code POST /1/markers/{dataset}}, {@code PUT} and {@code DELETE /1/markers/{dataset}/{id}};
 * {@code __all__} are those of every dataset. Times are whole seconds since 1970; what a PUT leaves out is erased.
 */
@WebServlet("/1/markers/*")
public class HoneycombMarkersServlet extends HoneycombApi {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 4_000;

    @Inject
    private transient Datasets datasets;

    @Inject
    private transient Markers markers;

    @Inject
    private transient Clock clock;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            JsonArrayBuilder all = JSON.createArrayBuilder();
            markers.of(dataset(request, 1)).forEach(marker -> all.add(document(marker)));
            write(response, 200, all.build());
        });
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            String dataset = dataset(request, 1);
            write(response, 201, document(markers.create(dataset, said(request))));
        });
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            String dataset = dataset(request, 2);
            write(response, 200, document(there(markers.change(dataset, id(request), said(request)))));
        });
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, () -> {
            String dataset = dataset(request, 2);
            write(response, 200, document(there(markers.delete(dataset, id(request)))));
        });
    }

    private String dataset(HttpServletRequest request, int parts) throws Refused {
        List<String> path = path(request);
        if (path.size() != parts) {
            throw new Refused(404, "not found");
        }
        String slug = slug(path.get(0));
        if (!slug.equals(Datasets.EVERY) && datasets.dataset(slug).isEmpty()) {
            throw new Refused(404, "dataset not found");
        }
        return slug;
    }

    private static String id(HttpServletRequest request) {
        return path(request).get(1);
    }

    private static Marker there(Optional<Marker> marker) throws Refused {
        return marker.orElseThrow(() -> new Refused(404, "marker not found"));
    }

    private Marker.Said said(HttpServletRequest request) throws IOException, Refused {
        return said(new SaidJson(body(request)), clock.instant());
    }

    static Marker.Said said(SaidJson body, Instant now) {
        Instant start = body.seconds("start_time").orElse(now);
        Optional<Instant> end = body.seconds("end_time");
        if (end.isPresent() && end.get().isBefore(start)) {
            throw new BadQuery("end_time", end.get().getEpochSecond(), "a time from start_time on");
        }
        String url = link(body.text("url", "", LONGEST));
        return new Marker.Said(start, end, body.text("message", "", LONGEST), body.text("type", "", LONGEST), url);
    }

    /** Where a marker may lead to, empty for nowhere. */
    static String link(String url) {
        if (!url.isEmpty() && !url.matches("(?i)https?://\\S+")) {
            throw new BadQuery("url", "'" + url + "'", "an address that begins with http:// or https://");
        }
        return url;
    }

    private static JsonObjectBuilder document(Marker marker) {
        JsonObjectBuilder document = JSON.createObjectBuilder()
                .add("id", marker.id())
                .add("start_time", marker.said().start().getEpochSecond());
        marker.said().end().ifPresent(end -> document.add("end_time", end.getEpochSecond()));
        return document.add("message", marker.said().message())
                .add("type", marker.said().type())
                .add("url", marker.said().url())
                .add("created_at", marker.created().toString())
                .add("updated_at", marker.updated().toString());
    }
}
