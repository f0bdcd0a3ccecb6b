package org.scruffy.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was built, ready to be started with {@code java -jar}. */
public final class Distribution {

    private final Path folder;

    Distribution(Path folder) {
        this.folder = folder;
    }

    /** The one this build made. */
    public static Distribution built() {
        String folder = System.getProperty("scruffy.distribution", "../target/scruffy");
        return new Distribution(Path.of(folder).toAbsolutePath().normalize());
    }

    public Path folder() {
        return folder;
    }

    Launched start(Path output, String... arguments) throws IOException {
        return start(output, Map.of(), arguments);
    }

    /** Starts it without waiting for anything. */
    Launched start(Path output, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // half the processor time of a start, which is most of what tests do
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                folder.resolve("scruffy.jar").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        process.environment().keySet().removeIf(name -> name.startsWith("SCRUFFY_"));
        process.environment().put("SCRUFFY_OTLP_GRPC_PORT", "off"); // others on this machine may have it
        process.environment().putAll(environment);
        return new Launched(process.start(), output);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same distribution with another EAR. */
    Distribution with(byte[] ear, Path copy) throws IOException {
        Files.createDirectories(copy);
        // copied, not linked: the launcher looks beside the jar it was started from
        Files.copy(folder.resolve("scruffy.jar"), copy.resolve("scruffy.jar"));
        Files.createSymbolicLink(copy.resolve("libs"), folder.resolve("libs"));
        Files.createDirectories(copy.resolve("plugins"));
        if (ear.length > 0) Files.write(copy.resolve("scruffy.ear"), ear);
        return new Distribution(copy);
    }
}
