package org.scruffy.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder everything is kept in, ours alone from {@link #open} until the process ends, however it ends. */
final class DataFolder {

    private final Path folder;
    private final FileLock lock;

    private DataFolder(Path folder, FileLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static DataFolder open(Path folder) throws Refusal {
        try {
            Files.createDirectories(folder);
            return new DataFolder(folder, lock(folder));
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.DATA_FOLDER,
                    "The data folder " + folder + " cannot be written to (" + why(e) + "); choose another with --data.",
                    e);
        }
    }

    private static String why(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    private static FileLock lock(Path folder) throws IOException, Refusal {
        Path file = folder.resolve("lock");
        // never closed: the operating system lets go of the lock when the process is gone, even by kill -9
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new Refusal(
                    Refusal.Reason.LOCKED,
                    "The data folder " + folder + " is in use by another Scruffy" + process(holder)
                            + "; stop it first, or choose another folder with --data.");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(
                (ProcessHandle.current().pid() + System.lineSeparator()).getBytes(StandardCharsets.UTF_8)));
        return lock;
    }

    private static String process(String pid) {
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    boolean isLocked() {
        return lock.isValid();
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    Path folder(String name) throws Refusal {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.DATA_FOLDER,
                    "The folder " + folder.resolve(name) + " cannot be made (" + why(e) + ").",
                    e);
        }
    }

    /** A folder for this run alone: what an earlier one left in it goes. */
    Path emptyFolder(String name) throws Refusal {
        try {
            delete(folder.resolve(name));
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Reason.DATA_FOLDER,
                    "The folder " + folder.resolve(name) + " cannot be emptied (" + why(e) + ").",
                    e);
        }
        return folder(name);
    }

    /** Deletes a folder below, with all that is in it. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
