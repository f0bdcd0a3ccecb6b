package org.scruffy.feed;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An origin that serves what the test puts there. */
public final class FilesOverHttp implements AutoCloseable {

    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final HttpServer server;

    public FilesOverHttp() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String file = files.get(exchange.getRequestURI().getPath());
            byte[] body = (file == null ? "" : file).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(file == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** One that may fetch from here. */
    public static Fetcher fetcher() {
        return new Fetcher(new OriginPolicy("", true));
    }

    public String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public void put(String path, String text) {
        files.put(path, text);
    }

    public void remove(String path) {
        files.remove(path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
