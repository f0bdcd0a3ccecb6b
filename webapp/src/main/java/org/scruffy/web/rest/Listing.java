package org.scruffy.web.rest;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;
import org.scruffy.client.PageDocument;
import org.scruffy.order.Find;
import org.scruffy.order.Page;

/** What the addresses of lists have in common: what is looked for, and which page of it. */
public class Listing {

    @QueryParam("q")
    @DefaultValue("")
    private String text;

    @QueryParam("deleted")
    private boolean deleted;

    @QueryParam("after")
    @DefaultValue("")
    private String after;

    @QueryParam("limit")
    @DefaultValue("100")
    private String limit;

    /** @param state or category that is looked for, empty for all */
    Find find(String state) {
        if (!limit.matches("\\d{1,9}")) {
            throw new BadInput("limit", limit, "1 to " + Find.MOST);
        }
        return new Find(text, state, deleted, after, 0, Integer.parseInt(limit));
    }

    static <T, D> PageDocument<D> page(Page<T> page, Function<T, D> document) {
        return new PageDocument<>(page.found().stream().map(document).toList(), Asker.orNothing(page.next()));
    }
}
