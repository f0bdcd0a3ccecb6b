package org.scruffy.exchange;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file while it comes in: counts and fingerprints it. When whoever sends it goes away, or when we cannot go on, it just ends, so
 * that the plugin that reads it is not blamed.
 */
final class Upload extends FilterInputStream {

    private final MessageDigest digest = sha256();
    private volatile long bytes;
    private volatile Exception failure;

    Upload(InputStream in) {
        super(in);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    void stop(Exception why) {
        failure = failure == null ? why : failure;
    }

    Exception failure() {
        return failure;
    }

    long bytes() {
        return bytes;
    }

    String sha256Hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int most) {
        if (failure != null) {
            return -1;
        }
        try {
            int read = in.read(into, offset, most);
            if (read > 0) {
                bytes += read;
                digest.update(into, offset, read);
            }
            return read;
        } catch (IOException e) {
            stop(e);
            return -1;
        }
    }

    @Override
    public long skip(long most) {
        byte[] passed = new byte[(int) Math.min(8192, Math.max(0, most))];
        return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
