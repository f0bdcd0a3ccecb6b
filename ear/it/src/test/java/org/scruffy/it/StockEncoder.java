package org.scruffy.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * An origin that nobody here wrote: ffmpeg encodes a test picture in real time and writes HLS as it does by itself; a web server
 * that knows nothing of HLS hands its files out.
 */
final class StockEncoder implements AutoCloseable {

    /** What it writes. */
    enum Form {
        MPEG_TS("stream.m3u8", "640x360", "-b:v 800k", ""),
        FRAGMENTS(
                "master.m3u8",
                "320x180",
                "-b:v 300k",
                "-hls_segment_type fmp4 -master_pl_name master.m3u8 stream.m3u8"),
        /** With the sound by itself. */
        FRAGMENTS_APART(
                "master.m3u8",
                "320x180",
                "-map 0:v -map 1:a -b:v 300k",
                "-hls_segment_type fmp4 -master_pl_name master.m3u8 -hls_fmp4_init_filename init_%v.mp4"
                        + " -hls_segment_filename %v_%d.m4s %v.m3u8");

        private final String playlist;
        private final String size;
        private final String pictures;
        private final String output;

        Form(String playlist, String size, String pictures, String output) {
            this.playlist = playlist;
            this.size = size;
            this.pictures = pictures;
            this.output = output.isEmpty() ? playlist : output;
        }

        private List<String> options() {
            String options = "-hide_banner -nostdin -v warning -re -f lavfi -i testsrc2=size=" + size
                    + ":rate=30 -re -f lavfi -i sine=frequency=330:sample_rate=48000 " + pictures
                    + " -c:v libopenh264 -g 60 -c:a aac -b:a 96k"
                    + " -f hls -hls_time 2 -hls_list_size 10 -hls_flags delete_segments+program_date_time "
                    + output;
            List<String> all = new ArrayList<>(List.of(options.split(" ")));
            if (this == FRAGMENTS_APART) {
                // one argument with a blank in it
                all.addAll(
                        all.size() - 1,
                        List.of("-var_stream_map", "v:0,agroup:s a:0,agroup:s,language:en,default:yes"));
            }
            return all;
        }
    }

    private final Path folder;
    private final Form form;
    private final Process encoder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    private StockEncoder(Path folder, Form form, Process encoder, HttpServer server) {
        this.folder = folder;
        this.form = form;
        this.encoder = encoder;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param data the product's data folder, where the demo has unpacked ffmpeg
     * @param folder for the segments
     */
    static StockEncoder start(Path data, Path folder) throws IOException {
        return start(data, folder, Form.MPEG_TS);
    }

    static StockEncoder start(Path data, Path folder, Form form) throws IOException {
        ProcessBuilder builder = ffmpeg(data, form.options())
                .directory(Files.createDirectories(folder).toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("encoder.log").toFile());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StockEncoder origin = new StockEncoder(folder, form, builder.start(), server);
        server.createContext("/", origin::answer);
        server.setExecutor(origin.threads);
        server.start();
        return origin;
    }

    private static Path unpacked(Path demo) throws IOException {
        try (Stream<Path> folders = Files.list(demo)) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve("ffmpeg")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("The demo has unpacked no ffmpeg in " + demo));
        }
    }

    /** The product's own ffmpeg. */
    static ProcessBuilder ffmpeg(Path data, List<String> arguments) throws IOException {
        Path home = unpacked(data.resolve("plugin-demo"));
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(home.resolve("ffmpeg").toString()), arguments.stream())
                        .toList());
        builder.environment().put("LD_LIBRARY_PATH", home.resolve("stand-ins") + ":" + home);
        builder.environment().remove("LD_BIND_NOW");
        return builder;
    }

    /** Where its playlist is. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + form.playlist);
    }

    /** Its playlist as it stands in the folder, empty where it has not written one yet. */
    String playlist() throws IOException {
        Path file = folder.resolve(form.playlist);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** What the encoder printed. */
    String output() throws IOException {
        return Files.readString(folder.resolve("encoder.log"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Path file =
                folder.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
        try (exchange) {
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = Files.readAllBytes(file);
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Without a farewell: asked nicely, it would write that its stream has an end. */
    void killEncoder() throws InterruptedException {
        encoder.destroyForcibly().waitFor();
    }

    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public void close() throws InterruptedException {
        killEncoder();
        stopServer();
    }
}
