package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.security.Role;

class AreaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/live/KSCF/main/master.m3u8",
                "/health",
                "/health/ready",
                "/login.xhtml",
                "/setup.xhtml",
                "/jakarta.faces.resource/frame.css.xhtml",
                "/favicon.svg",
                "/v1/traces",
                "/1/batch/my dataset",
                "/api/v2/spans",
                "/zipkin/api/v2/spans",
                "/api/v1/events/lines",
                "/api/v1/events/tail/more",
                "/api/v1/events/tails",
                "/api/7/envelope/",
                "/sentry/api/7/envelope/"
            })
    void airHealthAndLogin_areOpen(String path) {
        assertThat(Area.needed("POST", path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, VIEWER",
        "'', VIEWER",
        "/week.xhtml, VIEWER",
        "/api/week/2026-11-24, VIEWER",
        "/demo/legacy/week/2026-11-24, VIEWER",
        "/error, VIEWER",
        "/anything/else, VIEWER",
        "/live, VIEWER",
        "/livestream, VIEWER",
        "/healthy, VIEWER",
        "/login.xhtml/, VIEWER",
        "/metrics, ENGINEER",
        "/guide.xhtml, ENGINEER",
        "/v1/traces/, VIEWER",
        "/api/v2/traces, ENGINEER",
        "/zipkin/api/v2/services, ENGINEER",
        "/api/v3/services, ENGINEER",
        "/api/traces, ENGINEER",
        "/api/traces/7, ENGINEER",
        "/api/services, ENGINEER",
        "/api/services/front/operations, ENGINEER",
        "/api/operations, ENGINEER",
        "/api/dependencies, ENGINEER",
        "/api/v1/bubbleup/shapes, ENGINEER",
        "/api/v1/jobs, ENGINEER",
        "/api/v1/jobs/copy retention/run, ENGINEER",
        "/jobs.xhtml, ENGINEER",
        "/releases.xhtml, ENGINEER",
        "/players.xhtml, ENGINEER",
        "/api/v1/players/spots, ENGINEER",
        "/api/v1/blast-radius, ENGINEER",
        "/api/x/envelope/, VIEWER",
        "/sentry/, VIEWER",
        "/metrics/base, ENGINEER",
        "/openapi, ENGINEER",
        "/api/plugins, ENGINEER",
        "/traces.xhtml, ENGINEER",
        "/logs.xhtml, ENGINEER",
        "/datasets.xhtml, ENGINEER",
        "/overview.xhtml, ENGINEER",
        "/api/v1/asked-questions, ENGINEER",
        "/api/v1/markers, ENGINEER",
        "/api/v1/asked-questions/7, ENGINEER",
        "/api/v1/runtime, ENGINEER",
        "/api/v1/query, ENGINEER",
        "/api/v1/query/7, ENGINEER",
        "/api/v1/event-store, ENGINEER",
        "/api/v1/event-store/events, ENGINEER",
        "/api/v1/bubbleup, ENGINEER",
        "/api/v1/datasets, ENGINEER",
        "/api/v1/errors/7, ENGINEER",
        "/api/v1/sampling-rules, ENGINEER",
        "/api/v1/events/tail, ENGINEER",
        "/api/v1/logs/patterns, ENGINEER",
        "/api/v1/datasets/shop/columns, ENGINEER",
        "/api/v1/traces/0af7651916cd43dd8448eb211c80319c, ENGINEER",
        "/boards.xhtml, ENGINEER",
        "/alerts.xhtml, ENGINEER",
        "/api/v1/boards, ENGINEER",
        "/api/v1/boards/7, ENGINEER",
        "/api/v1/triggers, ENGINEER",
        "/api/v1/triggers/7, ENGINEER",
        "/api/v1/slos, ENGINEER",
        "/api/v1/slos/7/burn-down, ENGINEER",
        "/api/v1/recipients, ENGINEER",
        "/api/v1/recipients/7/test, ENGINEER",
        "/api/v1/alerts, ENGINEER",
        "/api/v1/alerts/quiet-hours/KSCF, ENGINEER",
        "/explore.xhtml, ENGINEER",
        "/errors.xhtml, ENGINEER",
        "/trace.xhtml, ENGINEER",
        "/feeds.xhtml, ADMIN",
        "/keys.xhtml, ADMIN",
    })
    void everythingElse_needsARole(String path, Role needed) {
        assertThat(Area.needed("GET", path)).contains(needed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/spans", "/zipkin/api/v2/spans"})
    void whereZipkinBringsSpans_theirNamesNeedARole(String path) {
        assertThat(Area.needed("OPTIONS", path))
                .as("a browser asks whether it may")
                .isEmpty();
        assertThat(Area.needed("GET", path)).contains(Role.ENGINEER);
        assertThat(Area.needed("HEAD", path)).contains(Role.ENGINEER);
    }

    @Test
    void whatElseIsZipkins_isNoIntakeWhateverTheMethod() {
        assertThat(Area.needed("POST", "/zipkin/api/v2/traces")).contains(Role.ENGINEER);
        assertThat(Area.needed("POST", "/zipkin/api/v2/spans/")).contains(Role.ENGINEER);
        assertThat(Area.needed("POST", "/api/v2/services")).contains(Role.ENGINEER);
    }
}
