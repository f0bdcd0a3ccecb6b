package org.scruffy.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** A playlist as it goes out: whole, never changed, with its strong ETag. The arrays are shared and must not be written to. */
public final class Body {

    private static final LiveEdge ENDED = new LiveEdge(-1, 0, 0, Duration.ZERO, true);

    private final byte[] plain;
    private final String etag;
    private final LiveEdge edge;
    /** Made when somebody first asks for it: of most feeds at most times nobody does. */
    private volatile byte[] gzipped;

    private Body(byte[] plain, LiveEdge edge) {
        this.plain = plain;
        this.edge = edge;
        this.etag = '"' + HexFormat.of().formatHex(sha256(plain), 0, 12);
    }

    /** One that nothing can be waited for in. */
    static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Body of(byte[] plain) {
        return new Body(plain, ENDED);
    }

    static Body of(byte[] plain, LiveEdge edge) {
        return new Body(plain, edge);
    }

    LiveEdge edge() {
        return edge;
    }

    public byte[] plain() {
        return plain;
    }

    public byte[] gzipped() {
        byte[] known = gzipped;
        if (known == null) {
            known = gzip(plain);
            gzipped = known;
        }
        return known;
    }

    /** The two encodings are two representations and have an ETag each. */
    public String etag(boolean zipped) {
        return etag + (zipped ? "-z\"" : "\"");
    }

    public String text() {
        return new String(plain, StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
