package org.scruffy.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The EAR of the distribution. Payara Micro has no deployer for EARs, so it gets the web application as a folder, with the
 * EAR's libraries among its own.
 */
final class EnterpriseArchive {

    private static final String WAR = "webapp.war";
    private static final String LIBRARIES = "lib/";

    private final Path file;

    EnterpriseArchive(Path file) {
        this.file = file;
    }

    /** Refuses a file that is missing or no EAR of ours, before anything is started for it. */
    void check() throws Refusal {
        if (!Files.isRegularFile(file)) {
            throw new Refusal(
                    Refusal.Reason.DISTRIBUTION, "The file " + file + " is missing: the distribution is not whole.");
        }
        try (ZipFile ear = new ZipFile(file.toFile())) {
            if (ear.getEntry(WAR) == null) {
                throw new Refusal(Refusal.Reason.DISTRIBUTION, "The file " + file + " holds no " + WAR + ".");
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private Refusal broken(IOException e) {
        return new Refusal(
                Refusal.Reason.DISTRIBUTION, "The file " + file + " cannot be read (" + e.getMessage() + ").", e);
    }

    /** Unfolds into a new folder. */
    void unfold(Path folder) throws Refusal {
        try {
            Path war = folder.resolveSibling(WAR);
            Path libraries = Files.createDirectories(folder.resolve("WEB-INF/lib"));
            try (ZipFile ear = new ZipFile(file.toFile())) {
                copy(ear, ear.getEntry(WAR), war);
                for (Enumeration<? extends ZipEntry> entries = ear.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    if (entry.getName().startsWith(LIBRARIES) && !entry.isDirectory()) {
                        copy(ear, entry, libraries.resolve(entry.getName().substring(LIBRARIES.length())));
                    }
                }
            }
            try (ZipFile zip = new ZipFile(war.toFile())) {
                for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                    copy(zip, entries.nextElement(), folder);
                }
            }
            Files.delete(war);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static void copy(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        Path file = Files.isDirectory(target) ? target.resolve(entry.getName()).normalize() : target;
        if (Files.isDirectory(target) && !file.startsWith(target)) throw new IOException("Entry outside: " + entry);
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        try (var content = zip.getInputStream(entry)) {
            Files.copy(content, file);
        }
    }
}
