package org.scruffy.ffmpeg.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** ffmpeg as the bytedeco jar brings it (LGPL): unpacked once, run as a child process. */
public final class Ffmpeg {

    private static final String INSIDE = "org/bytedeco/ffmpeg/linux-x86_64/";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long LOOK_MILLIS = 100;

    /**
     * Libraries for sound cards, screens and devices that ffmpeg is linked with and never calls here. Many servers lack them,
     * so every one is stood in for by a library with nothing inside: the loader is content and binds calls lazily.
     */
    private static final List<String> STOOD_IN =
            List.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0", "libudev.so.1");

    /**
     * Pictures can wait for whatever else the machine has to do, the air above all. They may not wait for ever: a spot airs without
     * pictures where a busy machine leaves nothing to what is nicest of all.
     */
    private static final List<String> GENTLY =
            Files.isExecutable(Path.of("/usr/bin/nice")) ? List.of("/usr/bin/nice", "-n", "10") : List.of();

    private final Path folder;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    private Ffmpeg(Path folder) {
        this.folder = folder;
    }

    /** Unpacks ffmpeg below a folder, unless it is there already. */
    public static Ffmpeg unpack(Path below) throws IOException {
        URL program = Ffmpeg.class.getClassLoader().getResource(INSIDE + "ffmpeg");
        if (program == null) {
            throw new IOException("The plugin's folder holds no ffmpeg for Linux on x86-64");
        }
        JarURLConnection connection = (JarURLConnection) program.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            String name = Path.of(jar.getName()).getFileName().toString().replace(".jar", "");
            Path folder = below.resolve(name);
            if (!Files.isDirectory(folder)) {
                Path unpacking = Folders.fresh(below.resolve(name + ".unpacking"));
                unpack(jar, unpacking);
                Folders.publish(unpacking, folder);
            }
            return new Ffmpeg(folder);
        }
    }

    private static void unpack(JarFile jar, Path folder) throws IOException {
        List<JarEntry> entries = jar.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(INSIDE))
                .filter(entry -> !entry.getName().substring(INSIDE.length()).contains("/"))
                .filter(entry -> !entry.getName().contains("libjni"))
                .collect(Collectors.toList());
        for (JarEntry entry : entries) {
            Path file = folder.resolve(entry.getName().substring(INSIDE.length()));
            try (InputStream in = jar.getInputStream(entry)) {
                Files.copy(in, file);
            }
            if (!file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
        Path standIns = Files.createDirectory(folder.resolve("stand-ins"));
        for (String library : STOOD_IN) {
            Files.write(standIns.resolve(library), emptyLibrary());
        }
    }

    /** What a program printed, to its output and, without the loader's remarks, to its errors. */
    public record Said(String out, String err) {}

    /** Who waits for a program; asked several times a second. */
    @FunctionalInterface
    public interface Watch {

        /** Nobody. */
        Watch NOBODY = () -> true;

        /** Whether the program may go on. */
        boolean goOn();
    }

    /** Runs ffmpeg in a working folder and waits for its end. */
    public void make(Path work, List<String> arguments) throws IOException, InterruptedException {
        make(work, arguments, PATIENCE, Watch.NOBODY);
    }

    /**
     * The same, with who waits.
     *
     * @throws CancellationException where nobody waits any more
     */
    public Said make(Path work, List<String> arguments, Duration patience, Watch watch)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-v", "error", "-y"));
        all.addAll(arguments);
        return run("ffmpeg", work, all, patience, watch);
    }

    /** Runs ffmpeg or ffprobe and returns what it prints. */
    public String run(String program, Path work, List<String> arguments) throws IOException, InterruptedException {
        return run(program, work, arguments, PATIENCE, Watch.NOBODY).out();
    }

    private Said run(String program, Path work, List<String> arguments, Duration patience, Watch watch)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(work, program, ".out");
        Path err = Files.createTempFile(work, program, ".err");
        Process process = start(program, work, arguments, out, err);
        try {
            await(process, program, patience, watch);
        } finally {
            process.destroyForcibly().waitFor();
            running.remove(process);
        }
        List<String> errors = errors(err);
        if (process.exitValue() != 0) {
            String first = errors.stream()
                    .filter(line -> !line.contains("[info]"))
                    .limit(5)
                    .collect(Collectors.joining(" / "));
            throw new IOException(program + " ended with " + process.exitValue() + ": " + first);
        }
        Said said = new Said(Files.readString(out), String.join("\n", errors));
        Files.delete(out);
        Files.delete(err);
        return said;
    }

    private Process start(String program, Path work, List<String> arguments, Path out, Path err) throws IOException {
        List<String> command = new ArrayList<>(GENTLY);
        command.add(folder.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LD_LIBRARY_PATH", folder.resolve("stand-ins") + ":" + folder);
        builder.environment().remove("LD_BIND_NOW");
        Process process = builder.start();
        running.add(process);
        if (stopped) {
            process.destroyForcibly();
        }
        return process;
    }

    private static void await(Process process, String program, Duration patience, Watch watch)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!watch.goOn()) {
                throw new CancellationException(program + " was stopped");
            }
            if (System.nanoTime() > end) {
                throw new IOException(program + " did not end within " + patience.toMinutes() + " minutes");
            }
        }
    }

    private static List<String> errors(Path err) throws IOException {
        return Files.readAllLines(err, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.contains("no version information available"))
                .toList();
    }

    /** Ends whatever runs, for good. */
    public void stop() {
        stopped = true;
        running.forEach(Process::destroyForcibly);
    }

    /**
     * The smallest shared library the Linux loader takes: an ELF header, one segment that holds the whole file, a dynamic
     * section with empty tables, and the wish for a stack that is not executable.
     */
    static byte[] emptyLibrary() {
        int headers = 64 + 3 * 56;
        int dynamic = 5 * 16;
        int tables = headers + dynamic;
        int size = tables + 32;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put((byte) 0x7F).put("ELF".getBytes(StandardCharsets.US_ASCII));
        elf.put(new byte[] {2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        elf.putShort((short) 3)
                .putShort((short) 62)
                .putInt(1)
                .putLong(0)
                .putLong(64)
                .putLong(0);
        elf.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 3);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        int load = 1;
        int dyn = 2;
        int stack = 0x6474e551;
        programHeader(elf, load, 0, size, 4096);
        programHeader(elf, dyn, headers, dynamic, 8);
        programHeader(elf, stack, 0, 0, 16);
        elf.putLong(5).putLong(tables); // string table
        elf.putLong(6).putLong(tables + 8L); // symbol table
        elf.putLong(10).putLong(1); // size of the string table
        elf.putLong(11).putLong(24); // size of a symbol
        elf.putLong(0).putLong(0);
        return elf.array();
    }

    private static void programHeader(ByteBuffer elf, int type, long offset, long size, long align) {
        int readWrite = 6;
        elf.putInt(type).putInt(readWrite).putLong(offset).putLong(offset).putLong(offset);
        elf.putLong(size).putLong(size).putLong(align);
    }
}
