package org.scruffy.launcher;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * {@code scruffy.log}: everything the server and the application say, so that the console has room for what the person at it
 * needs to know. What libraries print past the logging goes there too.
 */
final class Log {

    private static final String FILE = "scruffy.log";
    private static final long LIMIT = 20_000_000;
    private static final int OLD_FILES = 5;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.of("UTC"));
    private static final String CONFIGURATION = """
            handlers=%s
            .level=INFO
            com.hazelcast.level=WARNING
            org.glassfish.grizzly.level=WARNING
            """.formatted(LogHandler.class.getName());

    private static final SimpleFormatter MESSAGES = new SimpleFormatter();
    private static Log current;

    private final Path folder;
    private final PrintStream console;
    private OutputStream file;
    private long size;
    private String lastSevere = "";
    private boolean onConsole = true;

    private Log(Path folder, PrintStream console) throws IOException {
        this.folder = folder;
        this.console = console;
        open();
    }

    /** From here on the logging and what is printed go to the file; warnings of ours go to the console as well. */
    static Path redirect(Path folder, Path configuration, PrintStream console) throws IOException {
        Log log = new Log(folder, console);
        current(log);
        Files.writeString(configuration, CONFIGURATION);
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
        PrintStream printed = new PrintStream(log.new Printed(), true, StandardCharsets.UTF_8);
        System.setOut(printed);
        System.setErr(printed);
        return folder.resolve(FILE);
    }

    private static synchronized void current(Log log) {
        current = log;
    }

    private static synchronized Log current() {
        return current;
    }

    static void write(LogRecord event) {
        Log log = current();
        if (log != null) log.publish(event);
    }

    /** The first line of the last thing that went badly wrong, empty where nothing did. */
    static String lastSevere() {
        Log log = current();
        return log == null ? "" : log.severe();
    }

    /** From here on what goes wrong is in the file only: what fails because everything ends is nobody's news. */
    static void leaveConsole() {
        Log log = current();
        if (log != null) log.leave();
    }

    private synchronized void leave() {
        onConsole = false;
    }

    private synchronized String severe() {
        return lastSevere;
    }

    private synchronized void publish(LogRecord event) {
        String message = MESSAGES.formatMessage(event);
        if (event.getLevel().intValue() >= Level.SEVERE.intValue()) lastSevere = Cause.of(message, event.getThrown());
        append("%s %s %s: %s%n%s"
                .formatted(
                        TIME.format(event.getInstant()),
                        event.getLevel().getName(),
                        event.getLoggerName(),
                        message,
                        trace(event.getThrown())));
        if (isForTheConsole(event)) console.println(message.lines().findFirst().orElse(""));
    }

    private boolean isForTheConsole(LogRecord event) {
        return onConsole
                && event.getLevel().intValue() >= Level.WARNING.intValue()
                && event.getLoggerName() != null
                && event.getLoggerName().startsWith("org.scruffy.");
    }

    private static String trace(Throwable thrown) {
        if (thrown == null) return "";
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private void append(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void append(byte[] text) {
        try {
            if (size > LIMIT) rotate();
            file.write(text);
            size += text.length;
        } catch (IOException e) {
            console.println("The log in " + folder + " cannot be written: " + e.getMessage());
        }
    }

    private void open() throws IOException {
        Path path = folder.resolve(FILE);
        size = Files.exists(path) ? Files.size(path) : 0;
        file = new FileOutputStream(path.toFile(), true);
    }

    private void rotate() throws IOException {
        file.close();
        for (int age = OLD_FILES - 1; age >= 0; age--) {
            Path younger = age == 0 ? folder.resolve(FILE) : folder.resolve(FILE + "." + age);
            if (Files.exists(younger)) {
                Files.move(younger, folder.resolve(FILE + "." + (age + 1)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        open();
    }

    /** What was printed instead of logged. */
    private final class Printed extends OutputStream {
        @Override
        public void write(int oneByte) {
            append(new byte[] {(byte) oneByte});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            append(java.util.Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
