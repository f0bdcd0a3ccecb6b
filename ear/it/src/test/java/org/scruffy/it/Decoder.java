package org.scruffy.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product's own ffmpeg, decoding what a viewer gets. */
final class Decoder implements AutoCloseable {

    private static final Pattern TIME = Pattern.compile("out_time_us=(\\d+)");
    private static final Pattern COMPLAINT =
            Pattern.compile("^\\[(h264|libopenh264|aac)\\b.*|.*(?:[Ee]rror while decoding|Invalid data|[Cc]orrupt).*");

    private final Process process;
    private final Path errors;
    private final Path progress;

    private Decoder(Process process, Path errors, Path progress) {
        this.process = process;
        this.errors = errors;
        this.progress = progress;
    }

    /**
     * Starts at the live edge of a stream, or at the beginning of a file.
     *
     * @param folder for what it prints
     */
    static Decoder start(Path data, String input, Path folder) throws IOException {
        Path errors = Files.createTempFile(folder, "decoder", ".errors");
        Path progress = Files.createTempFile(folder, "decoder", ".progress");
        List<String> from = input.endsWith(".m3u8") ? List.of("-live_start_index", "-2") : List.of();
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-v", "error", "-progress", "-"));
        arguments.addAll(from);
        arguments.addAll(List.of("-i", input, "-f", "null", "/dev/null"));
        Process process = StockEncoder.ffmpeg(data, arguments)
                .redirectError(errors.toFile())
                .redirectOutput(progress.toFile())
                .start();
        return new Decoder(process, errors, progress);
    }

    /** Waits for the end of a file. */
    Decoder toTheEnd() throws InterruptedException {
        process.waitFor(1, TimeUnit.MINUTES);
        return this;
    }

    /** How much it has decoded. */
    Duration decoded() throws IOException {
        Matcher times = TIME.matcher(Files.readString(progress));
        long last = 0;
        while (times.find()) {
            last = Long.parseLong(times.group(1));
        }
        return Duration.of(last, ChronoUnit.MICROS);
    }

    /** What its decoders complained about. */
    List<String> complaints() throws IOException {
        return Files.readString(errors)
                .lines()
                .filter(line -> COMPLAINT.matcher(line).matches())
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
