package org.scruffy.web.ingest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.wire.Row;

/**
 * Whose events they are. One who may send for some stations only says which one in the field {@code station}; where there is but
 * one it is said for them.
 *
 * @param datasets which ones they may be of; empty for all
 */
record Sender(Set<String> stations, Set<String> datasets) {

    private static final String STATION = "station";

    static Sender of(Access access, Object refused) throws Refusal {
        if (refused instanceof TooManyAttempts wait) {
            throw mustWait(wait);
        }
        return of(access.user(), access.where(Role.SENDER), access.datasets());
    }

    /**
     * @param user empty where nobody is known
     * @param datasets which ones they may be of; empty for all
     */
    static Sender of(String user, Set<String> stations, Set<String> datasets) throws Refusal {
        if (user.isEmpty()) {
            throw new Refusal(401, "unknown API key - check your credentials");
        }
        if (stations.isEmpty()) {
            throw new Refusal(403, "User " + user + " may not send events");
        }
        return new Sender(stations, datasets);
    }

    static Refusal mustWait(TooManyAttempts wait) {
        return new Refusal(429, wait.getMessage(), wait.retryAfter().plus(Duration.ofSeconds(1)));
    }

    Row admit(Row row) {
        if (row.isRefused()) {
            return row;
        }
        String dataset = row.event().text(Event.DATASET);
        if (!datasets.isEmpty() && !datasets.contains(dataset)) {
            return row.refuse("Dataset is '" + dataset + "', this key sends for " + String.join(", ", datasets));
        }
        return ofStation(row);
    }

    private Row ofStation(Row row) {
        if (stations.contains(Grant.EVERYWHERE)) {
            return row;
        }
        String station = row.event().text(STATION);
        if (stations.contains(station)) {
            return row;
        }
        if (station.isEmpty() && stations.size() == 1) {
            Map<String, Object> fields = new LinkedHashMap<>(row.event().fields());
            fields.put(STATION, stations.iterator().next());
            return row.with(new Event(row.event().time(), fields));
        }
        return row.refuse("Column 'station' is '" + station + "', this key sends for " + String.join(", ", stations));
    }
}
