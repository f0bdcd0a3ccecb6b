package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.scruffy.alert.Deliveries;
import org.scruffy.alert.Mailer;
import org.scruffy.alert.Recipient;
import org.scruffy.alert.Recipients;
import org.scruffy.alert.Undelivered;
import org.scruffy.alert.Webhooks;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.telemetry.BadQuery;

/**
 * {@code /api/v1/recipients}: who is told of alerts. A recipient has a {@code name} (1 to 100 characters), a {@code kind}, EMAIL, WEBHOOK or
 * SLACK, an {@code address}, and a {@code secret} that requests are signed with: taken, never given; left out in a change it stays,
 * empty there is none any more. Servers in private networks are refused unless whoever runs Scruffy allows them. Engineers see them, without
 * what follows the server in an address, and send tests; administrators of every station change them. A change that sends {@code updated},
 * when the recipient was changed last, is 409 where somebody else changed it since. A bad field is 400, a recipient that is not there 404.
 */
@Path("/v1/recipients")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class RecipientsResource {

    private static final int MOST = 200;
    private static final int LONGEST_ADDRESS = 2_000;
    private static final int LONGEST_SECRET = 200;

    private final Recipients recipients;
    private final Deliveries deliveries;
    private final Webhooks webhooks;
    private final AlertDocuments documents;
    private final Access access;

    protected RecipientsResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public RecipientsResource(
            Recipients recipients, Deliveries deliveries, Webhooks webhooks, AlertDocuments documents, Access access) {
        this.recipients = recipients;
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.documents = documents;
        this.access = access;
    }

    /** All of them by name; {@code signed} where there is a secret. */
    @GET
    @Plan.Reads(Plan.RECIPIENTS)
    public String all() {
        JsonArrayBuilder all = AlertDocuments.JSON.createArrayBuilder();
        recipients.all().forEach(recipient -> all.add(document(recipient)));
        return all.build().toString();
    }

    /** At most 200. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String create(String body) {
        documents.everywhere(Role.ADMIN);
        Recipient.Said said = read(SentJson.object(body), "");
        if (recipients.all().size() >= MOST) {
            throw new BadQuery("body", "one recipient more", "at most " + MOST);
        }
        return document(recipients.create(said)).build().toString();
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("id") String id, String body) {
        documents.everywhere(Role.ADMIN);
        Recipient recipient = find(id);
        JsonObject document = SentJson.object(body);
        return recipients
                .change(
                        AlertDocuments.id(id, "recipient"),
                        read(document, recipient.said().secret()),
                        AlertDocuments.at(document, "updated", recipient.updated()))
                .map(changed -> document(changed).build().toString())
                .orElseThrow(() -> AlertDocuments.none(id, "recipient"));
    }

    /** What was to be told to it is told to nobody. */
    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") String id) {
        documents.everywhere(Role.ADMIN);
        if (!recipients.delete(AlertDocuments.id(id, "recipient"))) {
            throw AlertDocuments.none(id, "recipient");
        }
    }

    /** Sends a test and waits for it, at most half a minute: {@code told}, or the {@code problem} why not. */
    @POST
    @Path("/{id}/test")
    public String test(@PathParam("id") String id) {
        Recipient recipient = find(id);
        String problem = "";
        try {
            deliveries.test(recipient);
        } catch (Undelivered e) {
            problem = e.getMessage();
        }
        return AlertDocuments.JSON
                .createObjectBuilder()
                .add("told", problem.isEmpty())
                .add("problem", problem)
                .build()
                .toString();
    }

    private Recipient find(String id) {
        return recipients
                .find(AlertDocuments.id(id, "recipient"))
                .orElseThrow(() -> AlertDocuments.none(id, "recipient"));
    }

    /** @param secret what it is where none is said */
    private Recipient.Said read(JsonObject document, String secret) {
        SaidJson said = new SaidJson(document);
        Recipient.Kind kind = AlertDocuments.oneOf(document, "kind", Recipient.Kind.values(), Recipient.Kind::name);
        String address = said.text("address", "", LONGEST_ADDRESS).strip();
        String refusal = kind == Recipient.Kind.EMAIL ? Mailer.refusal(address) : webhooks.refusal(address);
        if (!refusal.isEmpty()) {
            throw new BadQuery(
                    "address",
                    "'" + address + "', which " + refusal,
                    kind == Recipient.Kind.EMAIL
                            ? "an address such as oncall@example.org"
                            : "http or https of a server in a public network");
        }
        return new Recipient.Said(
                AlertDocuments.name(said), kind, address, said.text("secret", secret, LONGEST_SECRET));
    }

    private JsonObjectBuilder document(Recipient recipient) {
        Recipient.Said said = recipient.said();
        boolean whole = said.kind() == Recipient.Kind.EMAIL || access.may(Role.ADMIN, Grant.EVERYWHERE);
        return AlertDocuments.JSON
                .createObjectBuilder()
                .add("id", recipient.id())
                .add("name", said.name())
                .add("kind", said.kind().name())
                .add("address", whole ? said.address() : server(said.address()))
                .add("signed", !said.secret().isEmpty())
                .add("updated", recipient.updated().toString());
    }

    /** What follows is a secret where Slack gave it. */
    private static String server(String address) {
        URI uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getHost() + "/…";
    }
}
