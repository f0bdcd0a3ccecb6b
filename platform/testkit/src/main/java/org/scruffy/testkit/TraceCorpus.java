package org.scruffy.testkit;

import static org.scruffy.spi.telemetry.Finding.CHUNKABLE_WRITE;
import static org.scruffy.spi.telemetry.Finding.N_PLUS_ONE;
import static org.scruffy.spi.telemetry.Finding.OVER_BUDGET;
import static org.scruffy.spi.telemetry.Finding.REDUNDANT;
import static org.scruffy.spi.telemetry.Finding.REPEATED_CALLS;
import static org.scruffy.spi.telemetry.Finding.SERIAL_CALLS;
import static org.scruffy.spi.telemetry.Finding.SERIAL_STATEMENTS;
import static org.scruffy.spi.telemetry.Finding.SLOW;
import static org.scruffy.testkit.TraceSketch.ROOT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * Traces of which it is known what is wrong with them, and traces that look as if something was: what finds trouble must find
 * the first and leave the others alone. Some were recorded from the product, the others are drawn, each several times with other
 * sizes and times.
 */
public final class TraceCorpus {

    private static final int VARIANTS = 5;
    private static final Map<String, Object> CALL = Map.of("http.method", "GET");
    private static final String BREAKS = "SELECT id, title FROM ad_break WHERE timeslot_id = ?";
    private static final String CREATIVE = "SELECT title, media FROM creative WHERE id = ?";

    private final List<Labelled> traces = new ArrayList<>();

    /**
     * A trace and what is wrong with it.
     *
     * @param name what happens in it
     * @param recorded whether it really happened
     * @param expected the kinds of findings that it deserves
     * @param spans by their start
     */
    public record Labelled(String name, boolean recorded, Set<String> expected, List<TraceSpan> spans) {
        public Labelled {
            expected = Set.copyOf(expected);
            spans = List.copyOf(spans);
        }
    }

    private TraceCorpus() {}

    /** All of them, the recorded ones first. */
    public static List<Labelled> all() {
        TraceCorpus corpus = new TraceCorpus();
        corpus.recorded();
        corpus.repetitions();
        corpus.repetitionsInDisguise();
        corpus.writes();
        corpus.slowOnes();
        corpus.calls();
        corpus.callsOfMethods();
        corpus.fewAndQuick();
        corpus.batches();
        corpus.patience();
        corpus.harmlessCalls();
        corpus.longCalls();
        corpus.wholeTables();
        corpus.pages();
        corpus.repeatedCalls();
        corpus.repeatedCallsInDisguise();
        corpus.callsForOneEach();
        corpus.callsInParts();
        corpus.patientCalls();
        corpus.readsThatWait();
        corpus.readsThatMustWait();
        return corpus.traces;
    }

    private void recorded() {
        recorded("legacy-week", Set.of(N_PLUS_ONE, OVER_BUDGET));
        for (String planned : List.of("planned-week", "palette", "orders", "reconciliation", "make-goods", "avails")) {
            recorded(planned, Set.of());
        }
    }

    private void recorded(String name, Set<String> expected) {
        traces.add(new Labelled(name, true, expected, read("traces/" + name + ".tsv.gz")));
    }

    /** One span a line: id, parent, name, kind, start, duration, then name=value of each field, all parted by tabs. */
    private static List<TraceSpan> read(String resource) {
        try (InputStream file = TraceCorpus.class.getResourceAsStream(resource);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            return lines.lines().map(TraceCorpus::span).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TraceSpan span(String line) {
        String[] parts = line.split("\t", -1);
        Map<String, Object> fields = new HashMap<>();
        for (int i = 6; i < parts.length; i++) {
            String[] field = parts[i].split("=", 2);
            fields.put(field[0], value(field[1]));
        }
        double start = Double.parseDouble(parts[4]);
        double took = Double.parseDouble(parts[5]);
        return new TraceSpan(parts[0], parts[1], parts[2], parts[3], "scruffy", start, took, false, fields);
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
    }

    private void draw(String name, Consumer<TraceSketch> drawing, String... expected) {
        draw(name, TraceSketch::request, drawing, expected);
    }

    private void drawPage(String name, Consumer<TraceSketch> drawing, String... expected) {
        draw(name, TraceSketch::page, drawing, expected);
    }

    private void draw(
            String name, Function<Random, TraceSketch> paper, Consumer<TraceSketch> drawing, String... expected) {
        for (int variant = 0; variant < VARIANTS; variant++) {
            TraceSketch sketch = paper.apply(new Random(31L * name.hashCode() + variant));
            drawing.accept(sketch);
            traces.add(new Labelled(name + " " + variant, false, new TreeSet<>(List.of(expected)), sketch.drawn()));
        }
    }

    private static int some(TraceSketch trace, int least, int most) {
        return least + trace.random().nextInt(most - least + 1);
    }

    /** Statements of this parent, each with other values. */
    private static void each(TraceSketch trace, int times, String parent, double ms, String sql) {
        for (int i = 0; i < times; i++) {
            trace.statement(parent, ms, sql, i, 1);
        }
    }

    private void repetitions() {
        draw(
                "lazy relation",
                trace -> {
                    int slots = some(trace, 8, 300);
                    trace.statement(ROOT, 5, "SELECT id FROM timeslot WHERE feed_id = ?", 1, slots);
                    for (int i = 0; i < slots; i++) {
                        trace.statement(
                                ROOT,
                                8,
                                BREAKS,
                                Map.of(
                                        "db.bind_hash",
                                        "h" + i,
                                        "jpa.relation",
                                        "Timeslot.breaks",
                                        "jpa.to_many",
                                        true));
                    }
                },
                N_PLUS_ONE);
        draw(
                "lazy single object",
                trace -> {
                    for (int i = 0; i < some(trace, 20, 60); i++) {
                        trace.statement(
                                ROOT,
                                4,
                                CREATIVE,
                                Map.of(
                                        "db.bind_hash",
                                        "h" + i % 9,
                                        "jpa.relation",
                                        "Placement.creative",
                                        "jpa.to_many",
                                        false));
                    }
                },
                N_PLUS_ONE);
        draw("loop without a relation", trace -> each(trace, some(trace, 7, 90), ROOT, 15, BREAKS), N_PLUS_ONE);
        draw("quick but many", trace -> each(trace, some(trace, 60, 400), ROOT, 0.1, BREAKS), N_PLUS_ONE);
        draw(
                "values in the statement",
                trace -> {
                    for (int i = 0; i < some(trace, 8, 40); i++) {
                        trace.statement(ROOT, 12, "SELECT title FROM ad_break WHERE timeslot_id = " + i, Map.of());
                    }
                },
                N_PLUS_ONE);
        draw(
                "values hidden without a trace",
                trace -> {
                    for (int i = 0; i < some(trace, 8, 40); i++) {
                        trace.statement(ROOT, 12, BREAKS, Map.of());
                    }
                },
                N_PLUS_ONE);
        draw(
                "the same question again and again",
                trace -> {
                    for (int i = 0; i < some(trace, 8, 40); i++) {
                        trace.statement(ROOT, 12, "SELECT value FROM setting WHERE name = ?", "zone", 1);
                        trace.statement(ROOT, 1, "SELECT count(*) FROM t" + i, i, 1);
                    }
                },
                REDUNDANT);
    }

    private void repetitionsInDisguise() {
        draw(
                "connections between",
                trace -> {
                    for (int i = 0; i < some(trace, 8, 40); i++) {
                        trace.statement(ROOT, 1, "pg-pool.connect", Map.of());
                        trace.statement(ROOT, 10, BREAKS, i, 1);
                    }
                },
                N_PLUS_ONE);
        draw(
                "several at once",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        trace.statement(ROOT, 10, BREAKS, i, 1);
                        trace.back(8);
                    }
                },
                N_PLUS_ONE);
        draw(
                "two relations by turns",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        trace.statement(ROOT, 6, BREAKS, i, 2);
                        trace.statement(ROOT, 6, CREATIVE, i, 1);
                    }
                },
                N_PLUS_ONE);
        draw(
                "below a span of the driver",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        String outer = trace.statement(ROOT, 0, "BEGIN", Map.of());
                        trace.statement(outer, 8, BREAKS, i, 1);
                    }
                },
                N_PLUS_ONE);
        draw(
                "a method with a span for each",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        trace.statement(trace.work(ROOT, "BreakService.ofSlot"), 8, BREAKS, i, 1);
                    }
                },
                N_PLUS_ONE);
        draw(
                "resolver of a field",
                trace -> {
                    String field = trace.span(
                            ROOT, "resolve", "internal", 0, Map.of("graphql.field.path", "week.slots.breaks"));
                    each(trace, some(trace, 10, 60), field, 8, BREAKS);
                },
                N_PLUS_ONE);
        draw(
                "resolvers named by their places",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        String path = "authors." + i + ".books";
                        String field = trace.span(
                                ROOT, "graphql.resolve " + path, "internal", 0, Map.of("graphql.field.path", path));
                        trace.statement(field, 8, BREAKS, i, 1);
                    }
                },
                N_PLUS_ONE);
        draw(
                "first rows of each",
                trace -> each(
                        trace,
                        some(trace, 10, 60),
                        ROOT,
                        8,
                        "SELECT title FROM ad_break WHERE timeslot_id = ? ORDER BY starts_at LIMIT 3"),
                N_PLUS_ONE);
        draw(
                "a comment of its own in each",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        trace.statement(ROOT, 8, "/* traceparent='00-" + i + "' */ " + BREAKS + " -- " + i, i, 1);
                    }
                },
                N_PLUS_ONE);
        draw(
                "lists of one key",
                trace -> each(trace, some(trace, 10, 60), ROOT, 8, "SELECT id FROM placement WHERE break_id IN (?)"),
                N_PLUS_ONE);
        draw(
                "calls and computing between",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 30); i++) {
                        trace.statement(ROOT, 8, BREAKS, i, 1);
                        trace.work(ROOT, "render " + i);
                        trace.idle(20);
                    }
                },
                N_PLUS_ONE);
    }

    private void writes() {
        String insert = "INSERT INTO as_run (id, spot) VALUES (?, ?)";
        draw("rows inserted one by one", trace -> each(trace, some(trace, 10, 90), ROOT, 8, insert), CHUNKABLE_WRITE);
        draw(
                "rows changed one by one",
                trace -> each(trace, some(trace, 10, 90), ROOT, 8, "UPDATE spot SET status = ? WHERE id = ?"),
                CHUNKABLE_WRITE);
        draw(
                "read and written one by one",
                trace -> {
                    for (int i = 0; i < some(trace, 10, 60); i++) {
                        trace.statement(ROOT, 6, CREATIVE, i, 1);
                        trace.statement(ROOT, 8, insert, i, 1);
                    }
                },
                CHUNKABLE_WRITE,
                N_PLUS_ONE);
        draw("rows changed by the hundred", trace -> {
            for (int i = 0; i < some(trace, 10, 30); i++) {
                trace.statement(ROOT, 20, "UPDATE spot SET status = ? WHERE day = ?", i, 400);
            }
        });
        draw(
                "many rows a statement",
                trace -> each(
                        trace,
                        some(trace, 10, 30),
                        ROOT,
                        20,
                        "INSERT INTO as_run (id, spot) VALUES (?, ?), (?, ?), (?, ?)"));
        draw(
                "an array a statement",
                trace -> each(
                        trace, some(trace, 10, 30), ROOT, 20, "INSERT INTO as_run (id) SELECT unnest(?) FROM day"));
    }

    private void slowOnes() {
        draw(
                "slow statement",
                trace -> trace.statement(ROOT, some(trace, 700, 4_000), "SELECT * FROM as_run WHERE title = ?", 1, 12),
                SLOW);
        draw(
                "slow change",
                trace -> trace.statement(ROOT, some(trace, 700, 4_000), "UPDATE as_run SET seen = true", 1, 90_000),
                SLOW);
        draw(
                "slow statement before a loop",
                trace -> {
                    trace.statement(ROOT, 900, "SELECT id FROM timeslot WHERE title LIKE ?", 1, 30);
                    each(trace, 30, ROOT, 8, BREAKS);
                },
                SLOW,
                N_PLUS_ONE);
        draw("table made", trace -> trace.statement(ROOT, 3_000, "CREATE INDEX ON as_run (title)", Map.of()));
        draw("lock waited for", trace -> trace.statement(ROOT, 3_000, "SELECT pg_advisory_lock(?)", Map.of()));
    }

    private void calls() {
        draw(
                "calls that wait for each other",
                trace -> {
                    for (int i = 0; i < some(trace, 4, 12); i++) {
                        trace.span(ROOT, "GET /price/" + i, "client", 120, CALL);
                    }
                },
                SERIAL_CALLS);
        draw(
                "calls of several services",
                trace -> {
                    for (String service : List.of("price", "stock", "user", "map")) {
                        trace.span(ROOT, "GET /" + service, "client", 150, Map.of("rpc.system", "grpc"));
                    }
                    trace.statement(ROOT, 5, CREATIVE, 1, 1);
                },
                SERIAL_CALLS);
    }

    private void callsOfMethods() {
        draw(
                "calls of a method with a span of its own",
                trace -> {
                    for (int i = 0; i < 8; i++) {
                        trace.span(trace.work(ROOT, "PriceService.ofSpot"), "GET /price/" + i, "client", 120, CALL);
                    }
                },
                SERIAL_CALLS);
    }

    private void fewAndQuick() {
        draw("four", trace -> each(trace, 4, ROOT, 100, BREAKS));
        draw("a few quick ones", trace -> each(trace, some(trace, 10, 40), ROOT, 0.2, BREAKS));
        draw("four here, four there", trace -> {
            for (int i = 0; i < 4; i++) {
                each(trace, 4, trace.work(ROOT, "part " + i), 20, BREAKS);
            }
        });
        draw("many different statements", trace -> {
            for (int i = 0; i < 40; i++) {
                trace.statement(
                        ROOT, 12, "SELECT a FROM table_" + (char) ('a' + i % 26) + "x" + (char) ('a' + i / 26), i, 1);
            }
        });
        draw("planned read", trace -> {
            for (String table : List.of("feed", "timeslot", "spot", "creative", "day")) {
                trace.statement(ROOT, 30, "SELECT * FROM " + table + " WHERE week = ?", 1, 400);
            }
        });
        draw("caches", trace -> {
            for (int i = 0; i < 60; i++) {
                trace.span(ROOT, "GET", "client", 2, Map.of("db.system", "redis", "db.statement", "GET FROM x"));
                trace.span(ROOT, "get", "client", 2, Map.of("db.system", "memcached", "db.statement", "get key"));
            }
        });
    }

    private void batches() {
        draw(
                "keys in a list",
                trace -> each(
                        trace, some(trace, 8, 20), ROOT, 20, "SELECT id FROM placement WHERE break_id IN (?, ?, ?)"));
        draw(
                "keys in an array",
                trace ->
                        each(trace, some(trace, 8, 20), ROOT, 20, "SELECT id FROM placement WHERE break_id = ANY (?)"));
        draw(
                "pages by number",
                trace -> each(trace, some(trace, 8, 20), ROOT, 20, "SELECT id FROM spot ORDER BY id LIMIT ? OFFSET ?"));
        draw(
                "pages by key",
                trace -> each(
                        trace, some(trace, 8, 20), ROOT, 20, "SELECT id FROM spot WHERE id > ? ORDER BY id LIMIT ?"));
        draw("cursor", trace -> each(trace, some(trace, 8, 20), ROOT, 20, "FETCH FORWARD 1000 FROM portal"));
    }

    private void patience() {
        draw("looking whether it is done", trace -> {
            for (int i = 0; i < some(trace, 8, 60); i++) {
                trace.statement(ROOT, 10, "SELECT state FROM job WHERE id = ?", 7, 1);
                trace.idle(2_000);
            }
        });
        draw("trying again", trace -> {
            for (int i = 0; i < some(trace, 6, 12); i++) {
                trace.failing(
                        ROOT,
                        "UPDATE spot",
                        "client",
                        20,
                        Map.of(
                                "db.system",
                                "postgresql",
                                "db.statement",
                                "UPDATE spot SET seq = ? WHERE id = ?",
                                "db.bind_hash",
                                "h"),
                        true);
            }
        });
        draw("keeping connections alive", trace -> {
            for (int i = 0; i < 60; i++) {
                trace.statement(ROOT, 3, "SELECT 1", Map.of());
                trace.statement(ROOT, 3, "SELECT nextval('spot_id')", Map.of());
            }
        });
        draw("requests in one trace", trace -> {
            for (int i = 0; i < 12; i++) {
                String request = trace.span(ROOT, "GET /week", "server", 0, CALL);
                trace.statement(request, 12, "SELECT id FROM person WHERE login = ?", "admin", 1);
            }
        });
    }

    private void harmlessCalls() {
        draw("calls at once", trace -> {
            for (int i = 0; i < some(trace, 4, 12); i++) {
                trace.span(ROOT, "GET /price/" + i, "client", 120, CALL);
                trace.back(110);
            }
        });
        draw("two calls", trace -> {
            trace.span(ROOT, "GET /price", "client", 300, CALL);
            trace.span(ROOT, "GET /stock", "client", 300, CALL);
        });
        draw("calls with work between", trace -> {
            for (int i = 0; i < some(trace, 4, 8); i++) {
                trace.span(ROOT, "GET /page/" + i, "client", 100, CALL);
                trace.idle(80);
            }
        });
        draw("a film sent in chunks", trace -> {
            for (int i = 0; i < some(trace, 4, 12); i++) {
                trace.span(
                        ROOT, "PATCH", "client", 120, Map.of("http.method", "PATCH", "http.url", "https://shop/film"));
            }
        });
        draw("a call tried again", trace -> {
            for (int i = 0; i < 4; i++) {
                trace.failing(ROOT, "GET /price", "client", 120, CALL, i < 3);
            }
        });
        draw("calls that take no time", trace -> {
            for (int i = 0; i < 8; i++) {
                trace.span(ROOT, "GET /flag/" + i, "client", 5, CALL);
            }
        });
    }

    private void longCalls() {
        draw(
                "long calls that wait for each other",
                trace -> {
                    for (int i = 0; i < some(trace, 5, 9); i++) {
                        trace.span(ROOT, "GET /forecast/" + i, "client", 900, CALL);
                    }
                },
                SERIAL_CALLS);
        draw(
                "long calls with statements between",
                trace -> {
                    for (int i = 0; i < some(trace, 5, 9); i++) {
                        trace.span(ROOT, "GET /forecast/" + i, "client", 900, CALL);
                        trace.statement(ROOT, 4, "UPDATE spot SET forecast = ? WHERE id = ?", i, 1);
                    }
                },
                SERIAL_CALLS);
        draw("long calls at once", trace -> atOnce(trace, some(trace, 5, 9), 900, i -> "GET /forecast/" + i));
        draw("two long calls", trace -> {
            trace.span(ROOT, "GET /forecast", "client", 3_000, CALL);
            trace.span(ROOT, "GET /price", "client", 3_000, CALL);
        });
        draw("long calls with work between", trace -> {
            for (int i = 0; i < some(trace, 5, 9); i++) {
                trace.span(ROOT, "GET /forecast/" + i, "client", 900, CALL);
                trace.idle(some(trace, 600, 900));
            }
        });
        draw("a long call tried again", trace -> {
            for (int i = 0; i < 4; i++) {
                trace.failing(ROOT, "GET /forecast", "client", 1_000, CALL, i < 3);
            }
        });
    }

    /** Calls that begin a millisecond after each other. */
    private static void atOnce(TraceSketch trace, int times, double ms, IntFunction<String> name) {
        for (int i = 0; i < times; i++) {
            double start = trace.now();
            trace.span(ROOT, name.apply(i), "client", ms, CALL);
            trace.back(trace.now() - start - 1);
        }
    }

    private void wholeTables() {
        List<String> tables = List.of("feed", "station", "creative", "rate_card", "holiday");
        draw(
                "whole tables one after the other",
                trace -> {
                    for (String table : tables.subList(0, some(trace, 3, 5))) {
                        trace.statement(ROOT, 150, "SELECT * FROM " + table, "nothing", 400);
                    }
                },
                SERIAL_STATEMENTS);
        draw(
                "whole tables after a question",
                trace -> {
                    trace.statement(ROOT, 200, "SELECT id FROM week WHERE day = ?", 1, 1);
                    trace.statement(ROOT, 160, "SELECT count(*) FROM spot", "nothing", 1);
                    trace.statement(ROOT, 160, "SELECT name FROM advertiser", "nothing", 400);
                },
                SERIAL_STATEMENTS);
        draw("whole tables that are read quickly", trace -> {
            for (String table : tables) {
                trace.statement(ROOT, 15, "SELECT * FROM " + table, "nothing", 40);
            }
        });
        draw("whole tables at once", trace -> {
            for (String table : tables) {
                trace.statement(ROOT, 150, "SELECT * FROM " + table, "nothing", 400);
                trace.back(110);
            }
        });
        draw("each by the answer before", trace -> {
            for (String table : tables) {
                trace.statement(ROOT, 150, "SELECT * FROM " + table + " WHERE id = ?", table, 1);
            }
        });
    }

    /** As Sentry's SDK for browsers tells of them. */
    private void pages() {
        drawPage(
                "a call for each row of a page",
                trace -> atOnce(trace, some(trace, 12, 40), 120, i -> "GET /api/creative/" + i),
                REPEATED_CALLS);
        drawPage(
                "a query for each row of a page",
                trace -> {
                    trace.span(ROOT, "GET /api/week", "client", 90, CALL);
                    atOnce(trace, some(trace, 12, 40), 120, i -> "GET /api/creative?id=" + i);
                },
                REPEATED_CALLS);
        drawPage("a few rows of a page", trace -> atOnce(trace, 4, 120, i -> "GET /api/creative/" + i));
        drawPage("charts of a page", trace -> atOnce(trace, some(trace, 6, 8), 200, i -> "GET /api/query?chart=" + i));
        drawPage(
                "pictures of a page",
                trace -> atOnce(trace, some(trace, 12, 40), 60, i -> "GET /poster/" + i + ".jpg"));
        drawPage(
                "different calls of a page",
                trace -> atOnce(trace, some(trace, 12, 20), 120, i -> "GET /api/" + (char) ('a' + i)));
        drawPage("rows of a page that is scrolled", trace -> {
            for (int i = 0; i < some(trace, 12, 40); i++) {
                trace.span(ROOT, "GET /api/creative/" + i, "client", 60, CALL);
                trace.idle(some(trace, 40, 400));
            }
        });
    }

    private static Map<String, Object> get(String url) {
        return Map.of("http.method", "GET", "http.url", "https://shop" + url);
    }

    /** Gets these addresses one after the other. */
    private static void getEach(TraceSketch trace, int times, double ms, IntFunction<String> url) {
        for (int i = 0; i < times; i++) {
            trace.span(ROOT, "GET", "client", ms, get(url.apply(i)));
        }
    }

    private void repeatedCalls() {
        draw(
                "a call for each row",
                trace -> getEach(trace, some(trace, 12, 40), 60, i -> "/price/" + i),
                REPEATED_CALLS);
        draw(
                "a call for each row at once",
                trace -> {
                    for (int i = 0; i < some(trace, 40, 80); i++) {
                        trace.span(ROOT, "GET", "client", 60, get("/price/" + i));
                        trace.back(50);
                    }
                },
                REPEATED_CALLS);
        draw(
                "a call and a statement for each row",
                trace -> {
                    trace.statement(ROOT, 5, "SELECT id FROM spot WHERE day = ?", 1, 20);
                    for (int i = 0; i < 20; i++) {
                        trace.span(ROOT, "GET", "client", 60, get("/price?spot=" + i));
                        trace.statement(ROOT, 12, CREATIVE, i, 1);
                    }
                },
                REPEATED_CALLS,
                N_PLUS_ONE);
        draw(
                "two calls for each row",
                trace -> {
                    for (int i = 0; i < 20; i++) {
                        trace.span(ROOT, "GET", "client", 60, get("/price/" + i));
                        trace.span(ROOT, "GET", "client", 60, get("/stock/" + i));
                    }
                },
                REPEATED_CALLS);
        draw(
                "quick calls but many",
                trace -> getEach(trace, some(trace, 400, 500), 0.4, i -> "/flag/" + i),
                REPEATED_CALLS);
        draw(
                "a procedure for each row",
                trace -> {
                    Map<String, Object> price =
                            Map.of("rpc.system", "grpc", "rpc.service", "shop.Prices", "rpc.method", "Price");
                    for (int i = 0; i < 20; i++) {
                        trace.span(ROOT, "shop.Prices/Price", "client", 60, price);
                    }
                },
                REPEATED_CALLS);
        draw(
                "a graph asked for each row",
                trace -> {
                    Map<String, Object> price = Map.of(
                            "http.method",
                            "POST",
                            "http.url",
                            "https://shop/graphql",
                            "graphql.operation.name",
                            "Price");
                    for (int i = 0; i < 20; i++) {
                        trace.span(ROOT, "POST", "client", 60, price);
                    }
                },
                REPEATED_CALLS);
        draw("the same call again and again", trace -> getEach(trace, 20, 60, i -> "/rates?day=7"), REDUNDANT);
    }

    private void repeatedCallsInDisguise() {
        draw(
                "a call for each row with work between",
                trace -> {
                    for (int i = 0; i < 20; i++) {
                        trace.span(ROOT, "GET", "client", 60, get("/price/" + i));
                        trace.idle(some(trace, 40, 200));
                    }
                },
                REPEATED_CALLS);
        draw(
                "a procedure for each row with work between",
                trace -> {
                    Map<String, Object> price =
                            Map.of("rpc.system", "grpc", "rpc.service", "shop.Prices", "rpc.method", "Price");
                    for (int i = 0; i < 20; i++) {
                        trace.span(ROOT, "shop.Prices/Price", "client", 60, price);
                        trace.idle(some(trace, 120, 200));
                    }
                },
                REPEATED_CALLS);
        draw(
                "a method with a span for each call",
                trace -> {
                    for (int i = 0; i < 20; i++) {
                        String method = trace.work(ROOT, "PriceService.ofSpot");
                        trace.span(method, "GET", "client", 60, get("/price/" + i));
                    }
                },
                REPEATED_CALLS);
        draw(
                "random ids in the addresses",
                trace -> getEach(
                        trace,
                        20,
                        60,
                        i -> "/order/" + new UUID(trace.random().nextLong(), i) + "/spot/sp_" + i + "x0Ab1Cd2Ef3Gh4"),
                REPEATED_CALLS);
        draw(
                "a call for each row that fails now and then",
                trace -> {
                    for (int i = 0; i < 30; i++) {
                        Map<String, Object> price = get("/price/" + i);
                        if (i % 5 == 0) {
                            trace.failing(ROOT, "GET", "client", 60, price, true);
                        }
                        trace.span(ROOT, "GET", "client", 60, price);
                    }
                },
                REPEATED_CALLS);
        draw(
                "the first page of each",
                trace -> getEach(trace, 20, 60, i -> "/user/" + i + "/orders?page=1&size=20"),
                REPEATED_CALLS);
        draw(
                "the same fields of each",
                trace -> getEach(trace, 20, 60, i -> "/user/" + i + "?fields=name,mail,phone"),
                REPEATED_CALLS);
        draw(
                "values hidden in the addresses",
                trace -> getEach(trace, 20, 60, i -> "/price?spot=REDACTED"),
                REPEATED_CALLS);
        draw(
                "calls within calls",
                trace -> {
                    for (int i = 0; i < 20; i++) {
                        String outer = trace.span(ROOT, "Prices/Price", "client", 60, Map.of("rpc.system", "thrift"));
                        trace.back(30);
                        trace.span(outer, "POST", "client", 20, get("/thrift/" + i));
                    }
                },
                REPEATED_CALLS);
    }

    private void callsForOneEach() {
        draw("a few calls of a kind", trace -> getEach(trace, some(trace, 4, 9), 20, i -> "/price/" + i));
        draw("a call of each of many hosts", trace -> {
            for (int i = 0; i < 20; i++) {
                trace.span(
                        ROOT,
                        "GET",
                        "client",
                        20,
                        Map.of("http.method", "GET", "http.url", "http://shard-" + i + "/spots"));
            }
        });
        draw("a path of each of many hosts", trace -> {
            for (int i = 0; i < 20; i++) {
                Map<String, Object> spot = Map.of(
                        "http.method", "GET", "http.path", "/spot/" + i, "http.host", "shard-" + (char) ('a' + i));
                trace.span(ROOT, "get", "client", 20, spot);
            }
        });
        draw("a path whose query nobody tells", trace -> {
            for (int i = 0; i < 20; i++) {
                trace.span(ROOT, "get", "client", 20, Map.of("http.method", "GET", "http.path", "/spot"));
            }
        });
        draw("different calls of a service", trace -> getEach(trace, 20, 20, i -> "/api/" + (char) ('a' + i)));
        draw("different procedures of a service", trace -> {
            for (int i = 0; i < 20; i++) {
                Map<String, Object> call = Map.of(
                        "rpc.system", "grpc", "rpc.service", "shop.Shop", "rpc.method", "Ask" + (char) ('A' + i));
                trace.span(ROOT, "shop.Shop/Ask", "client", 20, call);
            }
        });
        draw("the same call of different work", trace -> {
            for (int i = 0; i < 12; i++) {
                String request = trace.span(ROOT, "GET /week", "server", 0, CALL);
                trace.span(request, "GET", "client", 60, get("/user/" + i));
            }
        });
        draw("different things sent to one address", trace -> {
            for (int i = 0; i < 20; i++) {
                trace.span(ROOT, "POST", "client", 20, Map.of("http.method", "POST", "http.url", "https://shop/rpc"));
            }
        });
        draw("segments of a film", trace -> getEach(trace, 40, 20, i -> "/kxyz/720p/" + i + ".ts"));
        draw("is anybody there", trace -> getEach(trace, 40, 20, i -> "/health?at=" + i));
    }

    private void callsInParts() {
        draw("calls paged by number", trace -> getEach(trace, 20, 120, i -> "/orders?page=" + i + "&size=100"));
        draw("calls paged by offset", trace -> getEach(trace, 20, 120, i -> "/orders?limit=100&offset=" + 100 * i));
        draw(
                "calls paged by cursor",
                trace -> getEach(
                        trace,
                        20,
                        120,
                        i -> "/orders"
                                + (i == 0 ? "" : "?cursor=c" + trace.random().nextLong())));
        draw("calls paged by path", trace -> getEach(trace, 20, 120, i -> "/orders/page/" + i));
        draw("calls paged in brackets", trace -> getEach(trace, 20, 120, i -> "/orders?page[number]=" + i));
        draw("parts of a film", trace -> getEach(trace, 20, 120, i -> "/film?partNumber=" + i + "&uploadId=u7"));
        draw("ranges of a file", trace -> {
            for (int i = 0; i < 20; i++) {
                Map<String, Object> range = new HashMap<>(get("/day.parquet"));
                range.put("http.status_code", 206);
                trace.span(ROOT, "GET", "client", 60, range);
            }
        });
        draw("pages that a client asks for", trace -> {
            Map<String, Object> list =
                    Map.of("rpc.system", "aws-api", "rpc.service", "S3", "rpc.method", "ListObjectsV2");
            for (int i = 0; i < 20; i++) {
                trace.span(ROOT, "S3.ListObjectsV2", "client", 120, list);
            }
        });
        draw(
                "calls by lists of keys",
                trace -> getEach(trace, 20, 20, i -> "/price?ids=" + i + "1," + i + "2," + i + "3"));
        draw(
                "calls by keys and keys",
                trace -> getEach(trace, 20, 20, i -> "/price?id=" + i + "1&id=" + i + "2&id=" + i + "3"));
    }

    private void patientCalls() {
        draw("asking whether it is done", trace -> {
            for (int i = 0; i < 20; i++) {
                trace.span(ROOT, "GET", "client", 60, get("/job/7"));
                trace.idle(some(trace, 200, 2_000));
            }
        });
        draw("waiting for news", trace -> getEach(trace, 20, 5_000, i -> "/news"));
        draw("calls tried again and again", trace -> {
            for (int i = 0; i < 20; i++) {
                trace.failing(ROOT, "GET", "client", 60, get("/price/7"), i < 19);
                trace.idle(10 * i);
            }
        });
        drawPage("words that are typed", trace -> {
            for (int i = 0; i < 20; i++) {
                trace.span(
                        ROOT,
                        "GET",
                        "client",
                        40,
                        get("/search?words=" + "scruffy goes on air now".substring(0, i + 1)));
                trace.idle(some(trace, 110, 300));
            }
        });
    }

    /** Reads these tables one after the other. */
    private static void readEach(TraceSketch trace, double ms, String condition, List<String> tables) {
        for (String table : tables) {
            trace.statement(ROOT, ms, "SELECT * FROM " + table + condition, "week 23", 400);
        }
    }

    private void readsThatWait() {
        List<String> tables = List.of("timeslot", "spot", "as_run", "booking");
        draw("reads of one week", trace -> readEach(trace, 130, " WHERE week = ?", tables), SERIAL_STATEMENTS);
        draw(
                "reads of one week that stands in them",
                trace -> {
                    for (String table : tables) {
                        trace.statement(ROOT, 130, "SELECT * FROM " + table + " WHERE week = '2026-W23'", Map.of());
                    }
                },
                SERIAL_STATEMENTS);
        draw("first rows of tables", trace -> readEach(trace, 130, " LIMIT 100", tables), SERIAL_STATEMENTS);
        draw(
                "reads with short ones between",
                trace -> {
                    for (String table : tables) {
                        trace.statement(ROOT, 130, "SELECT count(*) FROM " + table, "nothing", 1);
                        trace.statement(ROOT, 3, "SELECT name FROM station WHERE id = ?", table, 1);
                    }
                },
                SERIAL_STATEMENTS);
        draw(
                "reads of a transaction that changes nothing",
                trace -> {
                    trace.statement(ROOT, 1, "BEGIN", Map.of());
                    readEach(trace, 130, "", tables);
                    trace.statement(ROOT, 1, "COMMIT", Map.of());
                },
                SERIAL_STATEMENTS);
        draw(
                "reads before a change",
                trace -> {
                    readEach(trace, 130, "", tables);
                    trace.statement(ROOT, 6, "UPDATE station SET seen = ? WHERE id = ?", 1, 1);
                },
                SERIAL_STATEMENTS);
        draw(
                "reads that wait before a loop",
                trace -> {
                    readEach(trace, 130, "", tables);
                    each(trace, 20, ROOT, 8, BREAKS);
                },
                SERIAL_STATEMENTS,
                N_PLUS_ONE);
    }

    private void readsThatMustWait() {
        List<String> tables = List.of("timeslot", "spot", "as_run", "booking");
        draw("reads after a change", trace -> {
            trace.statement(ROOT, 6, "INSERT INTO spot (id) VALUES (?)", 1, 1);
            readEach(trace, 130, "", tables);
        });
        draw("reads that lock", trace -> readEach(trace, 130, " FOR UPDATE", tables));
        draw("reads between changes", trace -> {
            for (String table : tables) {
                trace.statement(ROOT, 130, "SELECT * FROM " + table, "nothing", 400);
                trace.statement(ROOT, 6, "UPDATE " + table + " SET seen = true", "nothing", 1);
            }
        });
        draw("reads with work between", trace -> {
            for (String table : tables) {
                trace.statement(ROOT, 130, "SELECT * FROM " + table, "nothing", 400);
                trace.idle(some(trace, 40, 100));
            }
        });
        draw("reads whose values nobody tells", trace -> {
            for (String table : tables) {
                trace.statement(ROOT, 130, "SELECT * FROM " + table + " WHERE id = ?", Map.of());
            }
        });
        draw("one table by other keys", trace -> {
            for (int i = 0; i < 4; i++) {
                trace.statement(ROOT, 130, "SELECT * FROM spot WHERE id = ?", i, 1);
            }
        });
        draw("reads of a long job", trace -> {
            readEach(trace, 130, "", tables);
            trace.idle(9_000);
            trace.statement(ROOT, 6, "UPDATE station SET seen = ? WHERE id = ?", 1, 1);
        });
        draw("rows read in vain for each", trace -> each(trace, 20, ROOT, 130, BREAKS), N_PLUS_ONE);
    }
}
