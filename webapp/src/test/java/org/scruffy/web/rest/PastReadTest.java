package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.database.NotReplayed;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.telemetry.Trace;

class PastReadTest {

    private static final String ORDERS = "/api/v1/stations/{callSign}/orders";

    private final List<TraceSpan> spans = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private void request(String id, String service, String method, String route, String target) {
        Map<String, Object> fields = Map.of("http.method", method, "http.route", route, "http.target", target);
        spans.add(new TraceSpan(id, "", method + " " + route, "server", service, 0, 1, false, fields));
    }

    private void finding(String parent, String relation) {
        Finding.Place place = new Finding.Place("", "", "", parent);
        findings.add(new Finding(Finding.N_PLUS_ONE, "", place, relation, "", 50, 50, List.of(), ""));
    }

    private PastRead read() {
        return PastRead.of(new Trace("1", Instant.EPOCH, 1, false, spans, List.of(), findings), "scruffy");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::read).isInstanceOf(NotReplayed.class).hasMessageContaining(why);
    }

    @Test
    void read_isTheRequestOfTheCostliestFindingWithAllRelationsOfItsFindings() {
        request("other", "scruffy", "GET", "/api/week/{date}", "/api/week/2026-06-01");
        request("orders", "scruffy", "GET", ORDERS, "/api/v1/stations/KSCF/orders?q=a%26b&limit=9");
        spans.add(new TraceSpan("work", "orders", "work", "internal", "scruffy", 0, 1, false, Map.of()));
        finding("work", "");
        finding("work", "OrderLine.order");
        finding("other", "Timeslot.breaks");
        finding("orders", "TrafficOrder.underwriter");
        finding("orders", "OrderLine.order");

        assertThat(read())
                .isEqualTo(new PastRead(
                        ORDERS,
                        "/api/v1/stations/KSCF/orders?q=a%26b&limit=9",
                        List.of("OrderLine.order", "TrafficOrder.underwriter")));
    }

    static Stream<String> routes() {
        return Stream.concat(routes("/api", new Api().getClasses()), routes("/demo", new Demo().getClasses()));
    }

    private static Stream<String> routes(String application, Iterable<Class<?>> resources) {
        List<String> routes = new ArrayList<>();
        for (Class<?> resource : resources) {
            Stream.of(resource.getMethods())
                    .filter(method -> method.isAnnotationPresent(jakarta.ws.rs.GET.class))
                    .map(method -> RouteOfResource.of(application, resource, method))
                    .forEach(routes::add);
        }
        return routes.stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyGet_canBeAskedAgainUnlessItListensOrHasSeveralForms(String route) {
        String target = route.replaceAll("\\{\\w+}", "a%20b");
        request("it", "scruffy", "GET", route, target);
        finding("it", "Timeslot.breaks");

        if (route.endsWith("/changes")) {
            assertRefused("no read of today's API");
        } else if (route.endsWith("/as-run")) {
            assertRefused("has several forms, and which one was asked for is not kept");
        } else {
            assertThat(read().target()).isEqualTo(target);
        }
    }

    @Test
    void trace_withoutARelationHasNoPlanToTry() {
        request("it", "scruffy", "GET", ORDERS, "/api/v1/stations/KSCF/orders");
        finding("it", "");

        assertRefused("No finding of the trace names a relation");
    }

    @Test
    void job_isNoRequest() {
        spans.add(new TraceSpan("it", "", "import", "internal", "scruffy", 0, 1, false, Map.of()));
        finding("it", "Timeslot.breaks");

        assertRefused("No request that reads Timeslot.breaks is kept");
    }

    @ParameterizedTest
    @CsvSource({
        "shop, GET, /api/week/{date}, /api/week/2026-06-01, 'read by shop, which is not this service'",
        "scruffy, POST, /api/week/{date}, /api/week/2026-06-01, is no GET",
        "scruffy, GET, /api/months/{month}, /api/months/6, no read of today's API",
        "scruffy, GET, /live/{station}/{feed}.mpd, /live/KSCF/main.mpd, no read of today's API",
        "scruffy, GET, /week.xhtml, /week.xhtml, no read of today's API",
        "scruffy, GET, /api/week/{date}, /api/week/2026-06-01?key=…, is kept without all of its address",
        "scruffy, GET, /api/week/{date}, /api/plugins, is no address of /api/week/{date}",
        "scruffy, GET, /api/week/{date}, /api/week/..;/plugins, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/%2e%2e, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/a%2fb, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/a;b, is no address of",
        "scruffy, GET, /api/week/{date}, //evil.example/api/week/1, is no address of",
        "scruffy, GET, /api/week/{date}, https://evil.example/api/week/1, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/<1>, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/2026-06-01#/../../plugins, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/2026-06-01?feed=main#/../../plugins, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/2026-06-01#, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/.., is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/x/../../plugins, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/x%2f..%2f..%2fplugins, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/%252e%252e, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/..%252fplugins, is no address of",
        "scruffy, GET, /api/week/{date}, '/api/week/..\\\\plugins', is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/..%5cplugins, is no address of",
        "scruffy, GET, /api/week/{date}, /api/week/a%3bb, is no address of",
        "scruffy, GET, /api/week/{date}, /api/./week/1, is no address of",
        "scruffy, GET, /api/week/{date}, /api//week/1, is no address of",
    })
    void request_thatCannotBeAskedAgainSaysWhy(String service, String method, String route, String target, String why) {
        request("it", service, method, route, target);
        finding("it", "Timeslot.breaks");

        assertRefused(why);
    }

    @Test
    void address_thatIsCutOffIsNotGuessed() {
        request("it", "scruffy", "GET", "/api/week/{date}", "/api/week/2026-06-01?feed=" + "x".repeat(1_974));
        finding("it", "Timeslot.breaks");

        assertRefused("is kept without all of its address");
    }
}
