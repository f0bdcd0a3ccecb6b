package org.scruffy.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.scruffy.plugin.Platform;

/** A word in a file that only whoever runs the machine can read: proof that the first administrator is no passer-by. */
@ApplicationScoped
public class SetupCode {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Platform platform;

    protected SetupCode() {
        this(null);
    }

    @Inject
    public SetupCode(Platform platform) {
        this.platform = platform;
    }

    /** Where the code is. */
    public Path file() {
        return platform.folder(".").resolve("setup-code").normalize();
    }

    /** Writes a code where there is none. */
    void write() {
        try {
            Path file = file();
            if (Files.exists(file)) {
                return;
            }
            try (var out = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(file))) {
                out.write(java.nio.charset.StandardCharsets.US_ASCII.encode(Digest.word(9)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The setup code cannot be written to " + file(), e);
        }
    }

    private static FileAttribute<?>[] attributes(Path file) {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
    }

    boolean is(String code) {
        try {
            return Files.exists(file()) && Digest.same(Files.readString(file()).strip(), code.strip());
        } catch (IOException e) {
            throw new UncheckedIOException("The setup code cannot be read from " + file(), e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException("The setup code cannot be deleted from " + file(), e);
        }
    }
}
