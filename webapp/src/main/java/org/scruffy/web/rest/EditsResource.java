package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.scruffy.client.EditsAnswer;
import org.scruffy.client.EditsDocument;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Edit;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/edits} and what belongs to it: changes to the schedule. */
@Path("/v1/stations/{callSign}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class EditsResource {

    private static final Jsonb JSON = RecordsInJson.jsonb();

    private final Desk desk;
    private final Access access;

    protected EditsResource() {
        this(null, null);
    }

    @Inject
    public EditsResource(Desk desk, Access access) {
        this.desk = desk;
        this.access = access;
    }

    @POST
    @Path("/edits")
    @Consumes(MediaType.APPLICATION_JSON)
    public EditsAnswer edit(@PathParam("callSign") String callSign, String body) {
        Editor editor = editor(callSign);
        EditsDocument document = JSON.fromJson(body, EditsDocument.class);
        if (document == null || document.edits().isEmpty() || document.edits().size() > Desk.MOST_EDITS) {
            throw new BadInput(
                    "edits",
                    (document == null ? 0 : document.edits().size()) + " of them",
                    "from 1 to " + Desk.MOST_EDITS);
        }
        List<Edit> edits = new ArrayList<>();
        for (int i = 0; i < document.edits().size(); i++) {
            edits.add(EditDocuments.read(document.edits().get(i), "edits[" + i + "]."));
        }
        return EditDocuments.of(desk.apply(editor, callSign, edits, options(document, UUID.randomUUID())));
    }

    private static Options options(EditsDocument document, UUID command) {
        return new Options(
                !Boolean.FALSE.equals(document.atomic()),
                Boolean.TRUE.equals(document.dryRun()),
                text("label", document.label()),
                text("reason", document.reason()),
                command,
                "MANUAL");
    }

    private static String text(String field, String text) {
        if (text != null && text.length() > 500) {
            throw new BadInput(field, text.length() + " characters", "at most 500 characters");
        }
        return text == null ? "" : text.strip();
    }

    private Editor editor(String callSign) {
        access.require(Role.TRAFFIC, callSign);
        return new Editor(access.user(), access.may(Role.ADMIN, callSign));
    }
}
