package org.scruffy.web.door;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.util.stream.Collectors;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.ScheduleChanged;

/**
 * What a page may load: our own files, and live feeds from the origins that feeds are configured with. Scripts run only as files
 * of ours or with the nonce of their page, which PrimeFaces adds: so the policy of pages ends with the scripts.
 */
@Named
@ApplicationScoped
public class ContentPolicy {

    private final Schedule schedule;
    private volatile String origins;

    protected ContentPolicy() {
        this(null);
    }

    @Inject
    public ContentPolicy(Schedule schedule) {
        this.schedule = schedule;
    }

    void forget(@Observes ScheduleChanged change) {
        origins = null;
    }

    /** Of what is no page: nothing may be loaded by it. */
    String ofOthers() {
        return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    }

    /** Of pages. */
    public String getOfPages() {
        return "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; media-src 'self' blob: data:"
                + origins() + "; connect-src 'self'" + origins()
                + "; worker-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
                + "; script-src 'self'";
    }

    private String origins() {
        if (origins == null) {
            origins = schedule.stations().stream()
                    .flatMap(station -> station.feeds().stream())
                    .map(feed -> origin(feed.origin()))
                    .distinct()
                    .map(origin -> " " + origin)
                    .collect(Collectors.joining());
        }
        return origins;
    }

    /** Only what a host and a port are made of: whoever adds a feed must not write our policy. */
    static String origin(URI address) {
        String host = address.getHost().replaceAll("[^A-Za-z0-9.\\[\\]:-]", "");
        return address.getScheme() + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
