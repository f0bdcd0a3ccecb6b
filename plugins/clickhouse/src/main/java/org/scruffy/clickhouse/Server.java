package org.scruffy.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Sql;

/** The nodes of ClickHouse, over HTTP. Asked is the one that answered last, or the next one where that cannot be reached. */
final class Server {

    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final String MOST_MEMORY = "1000000000"; // of one query, in bytes

    /** What makes ClickHouse mean what SQL says: NULL is what there is not, in joins, aggregates and casts. */
    private static final Map<String, String> MEANING = Map.of(
            "join_use_nulls", "1",
            "aggregate_functions_null_for_empty", "1",
            "cast_keep_nullable", "1",
            "prefer_column_name_to_alias", "1",
            "precise_float_parsing", "1",
            "session_timezone", "UTC",
            "max_query_size", "100000000",
            "max_ast_elements", "1000000",
            "max_expanded_ast_elements", "5000000",
            "wait_end_of_query", "1"); // so that a failure has its status

    private static final Map<String, String> ROWS = Map.of("default_format", "RowBinaryWithNamesAndTypes");
    private static final Pattern COUNTED = Pattern.compile("\"result_rows\":\"(\\d+)\"");

    /**
     * Rows that a statement reads beside the tables.
     *
     * @param structure their names and types
     * @param format ClickHouse's name for how they are written
     */
    record Beside(String name, String structure, String format, HttpRequest.BodyPublisher rows) {}

    private final Settings settings;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();
    private volatile URI preferred;

    Server(Settings settings) {
        this.settings = settings;
        preferred = settings.urls().get(0);
    }

    /** Does something on one node that gives no rows. */
    void execute(URI node, String statement, Duration timeout) throws IOException, InterruptedException {
        text(send(request(node, Map.of(), timeout)
                        .POST(HttpRequest.BodyPublishers.ofString(statement))
                        .build())
                .body());
    }

    List<Object[]> rows(URI node, Sql sql, Duration timeout) throws IOException, InterruptedException {
        return rows(send(asking(node, sql, "", timeout, ROWS, List.of())).body());
    }

    List<Object[]> rows(Sql sql, Duration timeout, Beside... beside) throws IOException, InterruptedException {
        return rows(sql, UUID.randomUUID().toString(), timeout, List.of(beside));
    }

    /** @param id by which {@link #kill} knows the question */
    List<Object[]> rows(Sql sql, String id, Duration timeout) throws IOException, InterruptedException {
        return rows(sql, id, timeout, List.of());
    }

    private List<Object[]> rows(Sql sql, String id, Duration timeout, List<Beside> beside)
            throws IOException, InterruptedException {
        return rows(
                anywhere(node -> asking(node, sql, id, timeout, ROWS, beside)).body());
    }

    private static List<Object[]> rows(InputStream answer) throws IOException {
        List<Object[]> rows = new ArrayList<>();
        try (answer) {
            RowReader reader = new RowReader(answer);
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** The rows one by one, for there may be many; whoever asks closes them. */
    InputStream answer(Sql sql, Duration timeout, Beside... beside) throws IOException, InterruptedException {
        return anywhere(node -> asking(node, sql, "", timeout, ROWS, List.of(beside)))
                .body();
    }

    /**
     * Writes what a question gives into a file that is not there yet; how many rows there are.
     *
     * @param format ClickHouse's settings of how they are written
     */
    long write(Sql sql, String id, Map<String, String> format, Path file, Duration timeout)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = anywhere(node -> asking(node, sql, id, timeout, format, List.of()));
        try (InputStream rows = answer.body()) {
            Files.copy(rows, file);
        }
        String summary = answer.headers().firstValue("X-ClickHouse-Summary").orElse("");
        Matcher counted = COUNTED.matcher(summary);
        if (!counted.find()) {
            throw new IOException("ClickHouse does not say how many rows it wrote: " + summary);
        }
        return Long.parseLong(counted.group(1));
    }

    /** Stops a question. Best effort: it stops by itself when its time is up. */
    void kill(String id) {
        for (URI node : settings.urls()) {
            HttpRequest request = request(node, Map.of("param_id", id), CONNECTING)
                    .POST(HttpRequest.BodyPublishers.ofString("KILL QUERY WHERE query_id = {id:String} ASYNC"))
                    .build();
            client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    /** @param rows as RowBinary, in the order of the columns */
    void insert(String table, String columns, byte[] rows, Duration timeout) throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("query", "INSERT INTO " + table + " (" + columns + ") FORMAT RowBinary");
        parameters.put("async_insert", "0");
        parameters.put("distributed_foreground_insert", "1");
        parameters.put("max_partitions_per_insert_block", "0");
        if (settings.quorum() > 0) {
            parameters.put("insert_quorum", String.valueOf(settings.quorum()));
        }
        text(anywhere(node -> request(node, parameters, timeout)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(rows))
                        .build())
                .body());
    }

    private interface Requests {
        HttpRequest to(URI node);
    }

    private HttpResponse<InputStream> anywhere(Requests requests) throws IOException, InterruptedException {
        List<URI> nodes = new ArrayList<>(settings.urls());
        nodes.remove(preferred);
        nodes.add(0, preferred);
        IOException unreachable = null;
        for (URI node : nodes) {
            try {
                HttpResponse<InputStream> answer = send(requests.to(node));
                preferred = node;
                return answer;
            } catch (ConnectException e) {
                unreachable = e; // nothing has been sent
            }
        }
        throw unreachable;
    }

    private HttpRequest asking(
            URI node, Sql sql, String id, Duration timeout, Map<String, String> format, List<Beside> beside) {
        Map<String, String> parameters = new LinkedHashMap<>(format);
        parameters.put("max_memory_usage", MOST_MEMORY);
        parameters.put("max_execution_time", String.valueOf(timeout.toMillis() / 1e3));
        if (!id.isEmpty()) {
            parameters.put("query_id", id);
        }
        beside.forEach(rows -> {
            parameters.put(rows.name + "_structure", rows.structure);
            parameters.put(rows.name + "_format", rows.format);
        });
        Bound bound = Bound.of(sql);
        Form form = new Form();
        form.field("query", bound.text());
        for (int i = 0; i < bound.values().size(); i++) {
            form.field("param_p" + i, bound.values().get(i));
        }
        beside.forEach(rows -> form.file(rows.name, rows.rows));
        return request(node, parameters, timeout.plus(GRACE))
                .header("Content-Type", "multipart/form-data; boundary=" + form.boundary)
                .POST(form.body())
                .build();
    }

    /** A body of multipart/form-data. */
    private static final class Form {

        private final String boundary = UUID.randomUUID().toString();
        private final List<HttpRequest.BodyPublisher> parts = new ArrayList<>();

        void field(String name, String value) {
            part("name=\"" + name + "\"", HttpRequest.BodyPublishers.ofString(value));
        }

        void file(String name, HttpRequest.BodyPublisher content) {
            part("name=\"" + name + "\"; filename=\"" + name + "\"", content);
        }

        private void part(String disposition, HttpRequest.BodyPublisher content) {
            parts.add(HttpRequest.BodyPublishers.ofString(
                    "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n"));
            parts.add(content);
            parts.add(HttpRequest.BodyPublishers.ofString("\r\n"));
        }

        HttpRequest.BodyPublisher body() {
            parts.add(HttpRequest.BodyPublishers.ofString("--" + boundary + "--\r\n"));
            return HttpRequest.BodyPublishers.concat(parts.toArray(HttpRequest.BodyPublisher[]::new));
        }
    }

    private HttpRequest.Builder request(URI node, Map<String, String> more, Duration timeout) {
        Map<String, String> parameters = new LinkedHashMap<>(MEANING);
        parameters.putAll(more);
        String query = parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(query))
                .timeout(timeout)
                .header("X-ClickHouse-User", settings.user());
        if (!settings.password().isEmpty()) {
            request.header("X-ClickHouse-Key", settings.password());
        }
        return request;
    }

    /** Whoever is interrupted hangs up. */
    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> coming =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> response = coming.get();
            if (response.statusCode() != 200) {
                throw refusal(response);
            }
            return response;
        } catch (ExecutionException e) {
            throw failure(request.uri(), e.getCause());
        } catch (InterruptedException e) {
            coming.cancel(true);
            throw e;
        }
    }

    private static Refused refusal(HttpResponse<InputStream> response) throws IOException {
        String code =
                response.headers().firstValue("X-ClickHouse-Exception-Code").orElse("0");
        String message = text(response.body());
        return new Refused(
                Integer.parseInt(code), message.isEmpty() ? "ClickHouse answers " + response.statusCode() : message);
    }

    private static String text(InputStream body) throws IOException {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static IOException failure(URI uri, Throwable cause) {
        String node = "ClickHouse at " + uri.getScheme() + "://" + uri.getAuthority();
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        boolean unreached = cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException;
        if (unreached) {
            ConnectException unreachable = new ConnectException(node + " does not answer: " + why);
            unreachable.initCause(cause);
            return unreachable;
        }
        return cause instanceof HttpTimeoutException
                ? new IOException(node + " took too long", cause)
                : new IOException(node + " fails: " + why, cause);
    }
}
