package org.scruffy.clickhouse;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the events are kept and how safely, as the environment says it.
 *
 * @param urls {@code CLICKHOUSE_URLS}, with commas between them: every node's HTTP interface, {@code http://ch1:8123/}. Each gets the
 *     tables; asked is the first that answers
 * @param user {@code CLICKHOUSE_USER}, {@code default} unless it is said
 * @param password {@code CLICKHOUSE_PASSWORD}, empty unless it is said; never written anywhere
 * @param database {@code CLICKHOUSE_DATABASE}, {@code scruffy} unless it is said; made where it is missing
 * @param cluster {@code CLICKHOUSE_CLUSTER}, the name of the nodes in the server's {@code remote_servers}; without it there is one node
 * @param replicated {@code CLICKHOUSE_REPLICATED}, {@code true} where the nodes of a shard keep copies of each other
 * @param quorum {@code CLICKHOUSE_INSERT_QUORUM}, 0 to 10: how many copies there must be before events count as kept; 0, unless it is said, is one
 * @param fsync {@code CLICKHOUSE_FSYNC}, {@code true} unless it is said: whether a copy counts only once it is on the disk
 * @param interval {@code CLICKHOUSE_INSERT_INTERVAL}, in milliseconds, 0 to 1000: how long after an insert began one of few
 *     events may begin; 200 ms unless it is said
 */
record Settings(
        List<URI> urls,
        String user,
        String password,
        String database,
        String cluster,
        boolean replicated,
        int quorum,
        boolean fsync,
        Duration interval) {

    private static final String URLS = "CLICKHOUSE_URLS";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    Settings {
        urls = List.copyOf(urls);
        if (urls.size() > 1 && cluster.isEmpty()) {
            throw new IllegalArgumentException(
                    URLS + " names " + urls.size() + " nodes, expected one, or CLICKHOUSE_CLUSTER to be given");
        }
    }

    static boolean given(Map<String, String> environment) {
        return !text(environment, URLS, "").isEmpty();
    }

    /** @throws IllegalArgumentException naming the variable, what it is and what was expected */
    static Settings of(Map<String, String> environment) {
        String cluster = text(environment, "CLICKHOUSE_CLUSTER", "");
        return new Settings(
                Arrays.stream(text(environment, URLS, "").split(","))
                        .map(Settings::url)
                        .toList(),
                text(environment, "CLICKHOUSE_USER", "default"),
                environment.getOrDefault("CLICKHOUSE_PASSWORD", ""),
                name("CLICKHOUSE_DATABASE", text(environment, "CLICKHOUSE_DATABASE", "scruffy")),
                cluster.isEmpty() ? "" : name("CLICKHOUSE_CLUSTER", cluster),
                truth(environment, "CLICKHOUSE_REPLICATED", false),
                whole(environment, "CLICKHOUSE_INSERT_QUORUM", 0, 10),
                truth(environment, "CLICKHOUSE_FSYNC", true),
                Duration.ofMillis(whole(environment, "CLICKHOUSE_INSERT_INTERVAL", 200, 1_000)));
    }

    private static String text(Map<String, String> environment, String key, String usual) {
        String text = environment.getOrDefault(key, "").strip();
        return text.isEmpty() ? usual : text;
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text.strip().replaceFirst("/*$", "/"));
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw noUrl(text); // without the cause, which says all of it
        }
        throw noUrl(text);
    }

    private static IllegalArgumentException noUrl(String text) {
        // what stands before an @ may be a password
        String shown = text.strip().replaceAll("//.*@", "//…@");
        return new IllegalArgumentException(URLS + " has '" + shown
                + "', expected http:// or https://, a host and a port such as http://ch1:8123/");
    }

    private static String name(String key, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    key + " is '" + name + "', expected up to 64 letters, digits and underscores");
        }
        return name;
    }

    private static boolean truth(Map<String, String> environment, String key, boolean usual) {
        String text = text(environment, key, String.valueOf(usual));
        if (!Set.of("true", "false").contains(text)) {
            throw new IllegalArgumentException(key + " is '" + text + "', expected true or false");
        }
        return Boolean.parseBoolean(text);
    }

    private static int whole(Map<String, String> environment, String key, int usual, int most) {
        String text = text(environment, key, String.valueOf(usual));
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(key + " is '" + text + "', expected 0 to " + most);
        }
        return Integer.parseInt(text);
    }

    boolean clustered() {
        return !cluster.isEmpty();
    }

    @Override
    public String toString() {
        return urls + ", database " + database + (clustered() ? ", cluster " + cluster : "");
    }
}
