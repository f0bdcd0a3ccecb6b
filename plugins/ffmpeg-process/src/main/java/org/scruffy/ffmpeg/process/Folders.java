package org.scruffy.ffmpeg.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folders that appear whole or not at all, however hard the process dies. */
public final class Folders {

    private Folders() {}

    /** An empty folder, whatever was there. */
    public static Path fresh(Path folder) throws IOException {
        delete(folder);
        return Files.createDirectories(folder);
    }

    /** Gives a finished folder its name, in place of an older one. */
    public static void publish(Path finished, Path name) throws IOException {
        Files.createDirectories(name.getParent());
        delete(name);
        Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE);
    }

    public static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
