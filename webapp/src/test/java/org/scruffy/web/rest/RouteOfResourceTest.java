package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteOfResourceTest {

    @Test
    void parts_areJoinedByOneSlash() {
        assertThat(RouteOfResource.joined("/api/", "/week", "/{date}")).isEqualTo("/api/week/{date}");
        assertThat(RouteOfResource.joined("/api/", "ping", "")).isEqualTo("/api/ping");
        assertThat(RouteOfResource.joined("/api/", "/", "/")).isEqualTo("/api");
        assertThat(RouteOfResource.joined("/", "", "")).isEqualTo("/");
    }

    @Test
    void parameters_loseTheirExpressions() {
        assertThat(RouteOfResource.joined("/api/", "/week/{ date : \\d{4}-\\d{2} }", "x"))
                .isEqualTo("/api/week/{date}/x");
    }
}
