package org.scruffy.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.plugin.Platform;

/**
 * The folder of the files that were sent: each by the SHA-256 of what is in it and by no name that anybody sent, so that no name can
 * do harm and the same file is kept once. A file is there wholly or not at all.
 */
@ApplicationScoped
public class Inbox {

    /** A file that is there now. */
    record Kept(String sha256, long bytes) {}

    private static final int AT_ONCE = 1 << 16;

    private final Platform platform;
    private final long most;

    protected Inbox() {
        this(null, 0);
    }

    @Inject
    public Inbox(Platform platform, @ConfigProperty(name = "scruffy.upload.max-bytes") long most) {
        this.platform = platform;
        this.most = most;
    }

    /** The largest file that is taken, in bytes. */
    public long most() {
        return most;
    }

    /** Where the file with that content is, or would be. */
    public Path file(String sha256) {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("Not a SHA-256: " + sha256);
        }
        return folder().resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    private Path folder() {
        return platform.folder("inbox");
    }

    /**
     * Takes a file as it comes, with no more of it in memory than one read.
     *
     * @param announced how many bytes whoever sends said they send, -1 where they did not: a file that was broken off is not one
     * @throws Refused where it is empty, too large or not as long as it was said to be
     * @throws UncheckedIOException where it breaks off: then nothing is kept
     */
    Kept take(InputStream sent, long announced) {
        Path part = folder().resolve("part-" + UUID.randomUUID());
        try {
            Kept kept = copy(sent, part);
            if (announced >= 0 && kept.bytes() != announced) {
                throw Refused.invalid("body", kept.bytes() + " bytes", announced + " bytes, as Content-Length says");
            }
            Path home = file(kept.sha256());
            Files.createDirectories(home.getParent());
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
            return kept;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No space left on device")) {
                throw Refused.noRoom();
            }
            throw new UncheckedIOException("A file that was sent could not be kept", e);
        } finally {
            discard(part);
        }
    }

    private Kept copy(InputStream sent, Path part) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(part)) {
            byte[] buffer = new byte[AT_ONCE];
            for (int read = sent.read(buffer); read >= 0; read = sent.read(buffer)) {
                bytes += read;
                if (bytes > most) {
                    throw Refused.tooLarge(most);
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        }
        if (bytes == 0) {
            throw Refused.invalid("body", "nothing", "the file of the creative");
        }
        return new Kept(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    /** @throws Refused where a sender says beforehand that it will be too large, or larger than the room there is */
    void expect(long bytes) {
        if (bytes > most) {
            throw Refused.tooLarge(most);
        }
        if (bytes > folder().toFile().getUsableSpace()) {
            throw Refused.noRoom();
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
