package org.scruffy.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks one address over and over, over connections that stay open as long as the server lets them. */
final class Load implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final String LENGTH = "content-length:";

    private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);

    /** Sends so many requests and answers how long the body was. */
    int send(URI address, int requests) throws Exception {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Callable<Integer> connection = () -> connection(address, requests / CONNECTIONS);
            answers.add(threads.submit(connection));
        }
        int length = 0;
        for (Future<Integer> answer : answers) {
            length = answer.get();
        }
        return length;
    }

    private static int connection(URI address, int requests) throws IOException {
        byte[] request = ("GET " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        int length = 0;
        int left = requests;
        while (left > 0) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && left > 0) {
                    socket.getOutputStream().write(request);
                    Answer answer = answer(in, address);
                    length = answer.length();
                    open = answer.open();
                    left--;
                }
            }
        }
        return length;
    }

    /** Servers close a connection after so many requests, and say so. */
    private record Answer(int length, boolean open) {}

    private static Answer answer(InputStream in, URI address) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(address + " answers " + status);
        }
        int length = -1;
        boolean open = true;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
            open &= !line.equalsIgnoreCase("Connection: close");
        }
        if (length < 0) {
            return new Answer(chunks(in), open);
        }
        in.skipNBytes(length);
        return new Answer(length, open);
    }

    private static int chunks(InputStream in) throws IOException {
        int all = 0;
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            all += length;
        }
        return all;
    }

    private static int chunk(InputStream in) throws IOException {
        int length = Integer.parseInt(line(in), 16);
        in.skipNBytes(length);
        line(in);
        return length;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
