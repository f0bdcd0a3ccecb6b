package org.scruffy.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the jar that brings them. */
final class Engine {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final int OWNER_EXECUTES = 0100;

    private final Path folder;

    private Engine(Path folder) {
        this.folder = folder;
    }

    /** Unpacks beside and renames at the end: what a killed start left half done is never taken for whole. */
    static Engine unpack(Path parent) throws IOException {
        Path folder = parent.resolve("engine-" + checksum());
        if (Files.isDirectory(folder)) return new Engine(folder);
        Path unfinished = parent.resolve("engine.unfinished");
        DataFolder.delete(unfinished);
        try (InputStream archive = archive();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, unfinished);
            }
        }
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        return new Engine(folder);
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) throw new IOException("Entry outside the folder: " + entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if ((entry.getMode() & OWNER_EXECUTES) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static InputStream archive() throws IOException {
        InputStream archive = Engine.class.getResourceAsStream(ARCHIVE);
        if (archive == null) throw new IOException("PostgreSQL for this platform is not in the distribution");
        return archive;
    }

    private static String checksum() throws IOException {
        try (CheckedInputStream archive = new CheckedInputStream(archive(), new CRC32())) {
            archive.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().toHexDigits((int) archive.getChecksum().getValue());
        }
    }

    /** Runs one of the programs to its end; what it says goes to a file, since the server it may start keeps that open. */
    void run(Path log, String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root: in a user namespace without a mapping it does not see that it does
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(program + " did not finish within 2 minutes");
        }
        if (process.exitValue() != 0) {
            throw new IOException(program + " ended with code " + process.exitValue());
        }
    }
}
