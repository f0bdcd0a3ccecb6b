package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scruffy.client.DeliveryDocument;
import org.scruffy.client.LineDocument;
import org.scruffy.client.OrderDocument;
import org.scruffy.client.PageDocument;
import org.scruffy.order.Delivery;
import org.scruffy.order.LineDraft;
import org.scruffy.order.Order;
import org.scruffy.order.Order.Line;
import org.scruffy.order.Order.State;
import org.scruffy.order.Orders;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/orders}: what was promised, and what of it has aired. */
@Path("/v1/stations/{callSign}/orders")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class OrdersResource {

    private static final List<String> EVERY_DAY = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private final Orders orders;
    private final Asker asker;

    protected OrdersResource() {
        this(null, null);
    }

    @Inject
    public OrdersResource(Orders orders, Asker asker) {
        this.orders = orders;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.ORDERS)
    public PageDocument<OrderDocument> find(
            @PathParam("callSign") String callSign,
            @QueryParam("state") @DefaultValue("") String state,
            @BeanParam Listing listing) {
        asker.mayRead(callSign);
        if (!state.isEmpty()) {
            state(state);
        }
        return Listing.page(orders.find(callSign, listing.find(state)), OrdersResource::document);
    }

    @GET
    @Plan.Reads(Plan.ORDERS)
    @Path("/{id}")
    public Response get(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        asker.mayRead(callSign);
        return answer(orders.get(callSign, id));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("callSign") String callSign, OrderDocument wanted) {
        Asker.needed(wanted, "body", "an order");
        Order made = orders.create(asker.actor(Role.TRAFFIC, callSign), Asker.text(wanted.name()), underwriter(wanted));
        return Versions.created("api/v1/stations/" + callSign + "/orders/" + made.id(), document(made), made.version());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            OrderDocument wanted) {
        Asker.needed(wanted, "body", "an order");
        return answer(orders.change(
                asker.actor(Role.TRAFFIC, callSign),
                id,
                Versions.seen(headers),
                Asker.text(wanted.name()),
                underwriter(wanted)));
    }

    private static String underwriter(OrderDocument wanted) {
        return Asker.text(wanted.underwriter());
    }

    @PUT
    @Path("/{id}/state")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response step(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @Context HttpHeaders headers,
            OrderDocument.Step step) {
        Asker.needed(step, "body", "a state");
        return answer(orders.state(
                asker.actor(Role.TRAFFIC, callSign),
                id,
                Versions.seen(headers),
                state(Asker.text(step.state())),
                Asker.text(step.reason())));
    }

    private static State state(String name) {
        return Arrays.stream(State.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        "state",
                        name,
                        "one of "
                                + Arrays.stream(State.values()).map(State::name).collect(Collectors.joining(", "))));
    }

    @DELETE
    @Path("/{id}")
    public Response delete(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(orders.delete(asker.actor(Role.TRAFFIC, callSign), id, Versions.seen(headers)));
    }

    @POST
    @Path("/{id}/restore")
    public Response restore(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @Context HttpHeaders headers) {
        return answer(orders.restore(asker.actor(Role.TRAFFIC, callSign), id, Versions.seen(headers)));
    }

    @GET
    @Plan.Reads(Plan.LINE)
    @Path("/{id}/lines/{line}")
    public Response line(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @PathParam("line") String line) {
        asker.mayRead(callSign);
        return answer(orders.line(callSign, id, line));
    }

    @POST
    @Path("/{id}/lines")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response addLine(@PathParam("callSign") String callSign, @PathParam("id") String id, LineDocument wanted) {
        Line made = orders.addLine(asker.actor(Role.TRAFFIC, callSign), id, draft(wanted));
        return Versions.created(
                "api/v1/stations/" + callSign + "/orders/" + id + "/lines/" + made.id(),
                document(made),
                made.version());
    }

    @PUT
    @Path("/{id}/lines/{line}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response changeLine(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @Context HttpHeaders headers,
            LineDocument wanted) {
        return answer(orders.changeLine(
                asker.actor(Role.TRAFFIC, callSign), id, line, Versions.seen(headers), draft(wanted)));
    }

    @DELETE
    @Path("/{id}/lines/{line}")
    public Response deleteLine(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @Context HttpHeaders headers) {
        return answer(orders.deleteLine(asker.actor(Role.TRAFFIC, callSign), id, line, Versions.seen(headers)));
    }

    @POST
    @Path("/{id}/lines/{line}/restore")
    public Response restoreLine(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @PathParam("line") String line,
            @Context HttpHeaders headers) {
        return answer(orders.restoreLine(asker.actor(Role.TRAFFIC, callSign), id, line, Versions.seen(headers)));
    }

    @GET
    @Plan.Reads(Plan.DELIVERY)
    @Path("/{id}/lines/{line}/delivery")
    public DeliveryDocument delivery(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @PathParam("line") String line) {
        asker.mayRead(callSign);
        Delivery delivery = orders.delivery(callSign, id, line);
        return new DeliveryDocument(
                delivery.line(),
                delivery.ordered(),
                delivery.placed(),
                delivery.aired(),
                delivery.weeks().stream()
                        .map(week -> new DeliveryDocument.Week(
                                week.monday().toString(), week.ordered().orElse(null), week.placed(), week.aired()))
                        .toList());
    }

    private static LineDraft draft(LineDocument wanted) {
        Asker.needed(wanted, "body", "a line");
        return new LineDraft(
                Asker.text(wanted.name()),
                orElse(wanted.feeds(), List.of()),
                Asker.day("from", wanted.from()),
                Asker.day("until", wanted.until()),
                orElse(wanted.spots(), 0),
                orElse(wanted.per(), "WEEK"),
                orElse(wanted.lengthMs(), 0),
                orElse(wanted.days(), EVERY_DAY),
                orElse(wanted.fromLocal(), "00:00"),
                orElse(wanted.toLocal(), "00:00"),
                orElse(wanted.priority(), 8),
                orElse(wanted.pacing(), "EVEN"),
                orElse(wanted.minutesApart(), 0),
                Optional.ofNullable(wanted.maxPerDay()),
                orElse(wanted.maxPerBreak(), 1),
                orElse(wanted.rotation(), "EVEN"),
                orElse(wanted.creatives(), List.<LineDocument.Share>of()).stream()
                        .map(share -> new LineDraft.Weight(Asker.text(share.adId()), orElse(share.weight(), 1)))
                        .toList());
    }

    private static <T> T orElse(T value, T fallback) {
        return value == null ? fallback : value;
    }

    private static Response answer(Order order) {
        return Versions.answer(document(order), order.version());
    }

    private static Response answer(Line line) {
        return Versions.answer(document(line), line.version());
    }

    private static OrderDocument document(Order order) {
        return new OrderDocument(
                order.id(),
                order.name(),
                order.underwriterId(),
                order.underwriter(),
                order.state().name(),
                order.lines().stream().map(OrdersResource::document).toList(),
                order.deleted(),
                order.version());
    }

    private static LineDocument document(Line line) {
        return new LineDocument(
                line.id(),
                line.name(),
                line.feeds(),
                line.from().toString(),
                line.until().toString(),
                line.spots(),
                line.per().name(),
                line.lengthMs(),
                line.daypart().dayNames(),
                line.daypart().from().toString(),
                line.daypart().to().toString(),
                line.priority(),
                line.pacing().name(),
                line.minutesApart(),
                line.maxPerDay().orElse(null),
                line.maxPerBreak(),
                line.rotation().name(),
                line.creatives().stream()
                        .map(share -> new LineDocument.Share(share.adId(), share.weight()))
                        .toList(),
                line.ordered(),
                line.placed(),
                line.aired(),
                line.deleted(),
                line.version());
    }
}
