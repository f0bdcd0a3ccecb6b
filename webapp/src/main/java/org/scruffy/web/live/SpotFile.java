package org.scruffy.web.live;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A segment of an air-ready creative, or a playlist of its copy: neither ever changes. */
record SpotFile(Path file, long size) {

    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_SATISFIABLE = 416;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    /** From a byte to a byte, both included. */
    record Range(long from, long to) {

        long length() {
            return to - from + 1;
        }
    }

    static Optional<SpotFile> inside(Path media, String relative) throws IOException {
        Path file = media.resolve(relative).normalize();
        return file.startsWith(media) && Files.isRegularFile(file)
                ? Optional.of(new SpotFile(file, Files.size(file)))
                : Optional.empty();
    }

    void send(Exchange exchange) throws IOException {
        exchange.set("Content-Type", type());
        exchange.set("Cache-Control", "public, max-age=31536000, immutable");
        exchange.set("Accept-Ranges", "bytes");
        String asked = exchange.header("Range");
        if (asked == null || !RANGE.matcher(asked).matches()) {
            copy(new Range(0, size - 1), exchange);
            return;
        }
        Optional<Range> range = range(asked, size);
        if (range.isEmpty()) {
            exchange.set("Content-Range", "bytes */" + size);
            exchange.status(NOT_SATISFIABLE);
            return;
        }
        exchange.status(PARTIAL_CONTENT);
        exchange.set(
                "Content-Range",
                "bytes " + range.get().from() + "-" + range.get().to() + "/" + size);
        copy(range.get(), exchange);
    }

    private String type() {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "mp4", "m4s" -> "video/mp4";
            case "m4a" -> "audio/mp4";
            case "aac" -> "audio/aac";
            case "m3u8" -> "application/vnd.apple.mpegurl";
            default -> "video/mp2t";
        };
    }

    static Optional<Range> range(String asked, long size) {
        Matcher matcher = RANGE.matcher(asked);
        if (!matcher.matches() || asked.equals("bytes=-")) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(matcher.group(2)));
            return last == 0 ? Optional.empty() : Optional.of(new Range(size - last, size - 1));
        }
        long from = Long.parseLong(matcher.group(1));
        long to = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return from > to ? Optional.empty() : Optional.of(new Range(from, to));
    }

    private void copy(Range range, Exchange exchange) throws IOException {
        OutputStream out = exchange.body(range.length());
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(range.from());
            byte[] buffer = new byte[64 * 1024];
            long left = range.length();
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new EOFException(file + " ended " + left + " bytes early");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }
}
