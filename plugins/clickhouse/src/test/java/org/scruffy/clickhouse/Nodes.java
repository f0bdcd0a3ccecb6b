package org.scruffy.clickhouse;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores on two nodes that all tests share; each test has a database of its own. */
final class Nodes {

    /** At a time at which no event is old enough to be let go of. */
    static final Clock EARLY = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private static List<Node> nodes = List.of();

    private Nodes() {}

    /** Started when first asked for. */
    private static synchronized List<Node> started() {
        if (nodes.isEmpty()) {
            nodes = Node.started(2);
        }
        return nodes;
    }

    /** A store on one node. */
    static ClickHouseStore alone(Path folder) {
        return alone(folder, EARLY);
    }

    static ClickHouseStore alone(Path folder, Clock clock) {
        return store(started().subList(0, 1), "", folder, clock);
    }

    /** A store on both nodes, or on those of a cluster that the environment names as it would for Scruffy. */
    static ClickHouseStore together(Path folder) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (!Settings.given(environment)) {
            return store(started(), "scruffy", folder, EARLY);
        }
        environment.put("CLICKHOUSE_DATABASE", database(folder));
        return new ClickHouseStore(() -> Settings.of(environment), EARLY);
    }

    static ClickHouseStore alone(Path folder, Duration interval) {
        return store(started().subList(0, 1), "", folder, EARLY, interval);
    }

    static ClickHouseStore store(List<Node> nodes, String cluster, Path folder, Clock clock) {
        return store(nodes, cluster, folder, clock, Duration.ofMillis(200));
    }

    private static ClickHouseStore store(
            List<Node> nodes, String cluster, Path folder, Clock clock, Duration interval) {
        List<URI> urls = nodes.stream().map(Node::url).toList();
        Settings settings = new Settings(urls, "default", "", database(folder), cluster, false, 0, true, interval);
        return new ClickHouseStore(() -> settings, clock);
    }

    static String database(Path folder) {
        String name = folder.getParent().getFileName() + "_" + folder.getFileName();
        return "t" + name.replaceAll("[^A-Za-z0-9]", "_");
    }
}
