package org.scruffy.telemetry.wire;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** How a body is packed. */
public enum Encoding {
    IDENTITY,
    GZIP,
    DEFLATE,
    ZSTD;

    private static final int BUFFER = 8_192;

    /**
     * @param header Content-Encoding, null where there is none
     * @return null for one that is not known
     */
    public static Encoding of(String header) {
        String name = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    /** The body unpacked while it is read; what is packed badly is {@link Unreadable}. */
    public InputStream unpack(InputStream body) throws IOException {
        if (this == IDENTITY) {
            return body;
        }
        return new Unpacked(this, body);
    }

    private static final class Unpacked extends InputStream {

        private final Encoding encoding;
        private final InputStream packed;
        private InputStream plain;

        Unpacked(Encoding encoding, InputStream packed) {
            this.encoding = encoding;
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                if (plain == null) {
                    plain = open();
                }
                return plain.read(into, from, length);
            } catch (ZipException | EOFException e) {
                throw broken(e);
            } catch (RuntimeException e) { // how the zstd decoder says so
                throw broken(e);
            } catch (IOException e) {
                throw e.getClass() == IOException.class
                        ? broken(e)
                        : e; // that of the zstd decoder has no class of its own
            }
        }

        private InputStream open() throws IOException {
            return switch (encoding) {
                case GZIP -> new GZIPInputStream(packed, BUFFER);
                case DEFLATE -> new InflaterInputStream(packed);
                case ZSTD -> new ZstdInputStream(packed);
                case IDENTITY -> packed;
            };
        }

        private Unreadable broken(Exception cause) {
            return new Unreadable("invalid " + encoding.name().toLowerCase(Locale.ROOT) + " data", cause);
        }

        @Override
        public void close() throws IOException {
            if (plain != null) {
                plain.close();
            }
        }
    }
}
