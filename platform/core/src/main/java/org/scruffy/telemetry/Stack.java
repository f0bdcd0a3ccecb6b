package org.scruffy.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stack trace as the JVM, JavaScript engines, Python or Go print it, with what differs between two errors of one kind left out: line
 * numbers, addresses, how deep it recurses, and names that are made anew at every start or build.
 *
 * @param causes the types of the exceptions that caused the one that was seen
 * @param frames in the order of the text, each once
 */
public record Stack(List<String> causes, List<Frame> frames) {

    /**
     * @param module the class, file or package
     * @param ours whether it is of the application, and not of a library or the runtime
     */
    public record Frame(String module, String function, boolean ours) {

        /** How a stack trace has it that it was read from, without what differs; empty where nothing of it is there as it is. */
        public String in(String trace) {
            return Stream.of(this + "(", this.toString(), module, function)
                    .filter(words -> words.length() > 2 && trace.contains(words))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public String toString() {
            return module + "." + function;
        }
    }

    /** At the end of a line: the frame is of a library, whatever its name says. */
    public static final String OF_LIBRARY = " ~[library]";

    private static final int LONGEST = 100_000;
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_FRAMES = 50;
    private static final int MOST_KNOWN = 2_000;

    private static final Map<String, Optional<Frame>> KNOWN = new ConcurrentHashMap<>();

    private static final Pattern CAUSE = Pattern.compile("(?:Caused by|Suppressed): ([\\w.$]+)");
    private static final Pattern JVM = Pattern.compile(
            "at (?:[\\w.-]*(?:@[\\w.+-]*)?/){0,2}([\\w.$\\p{L}<>-]+?(?:/0x[0-9a-f]+)?)\\.([\\w$<>\\p{L}-]+)\\(([^()]*)\\)(?: ~?\\[.*)?");
    private static final Pattern V8 =
            Pattern.compile("at (?:async )?(?:new )?(?:(.+?) )?\\(?([^\\s()]+):\\d+:\\d+\\)?(?: ~\\[.*)?");
    private static final Pattern GECKO = Pattern.compile("([^@]*)@(\\S+?):\\d+(?::\\d+)?");
    private static final Pattern PYTHON = Pattern.compile("File \"([^\"]+)\", line \\d+, in (.+)");
    private static final Pattern GO = Pattern.compile(
            "(?:created by )?([\\w./~-]+?)\\.((?:\\(\\*?\\w+(?:\\[\\.\\.\\.])?\\)\\.)?[\\w.\\[\\]]+)(?:\\(.*\\)| in goroutine \\d+)");

    private static final Pattern MADE =
            Pattern.compile("(?:\\$\\$(?:Lambda|Enhancer|FastClass|SpringCGLIB|Generated|EnhancerBy)"
                    + "|\\$Proxy|_\\$\\$_|\\$HibernateProxy|\\$MockitoMock|\\$ByteBuddy|_ClientProxy|_Subclass).*");
    private static final Pattern NUMBER = Pattern.compile("\\$\\d+(?=\\$|$)");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(?:(.+?)\\$)?[0-9a-f]+|access\\$(\\d+)");
    private static final Pattern PLUMBING =
            Pattern.compile("(?:jdk\\.internal\\.reflect|java\\.lang\\.reflect|java\\.lang\\.invoke|sun\\.reflect"
                    + "|com\\.sun\\.proxy|jdk\\.proxy\\d*)\\..*|.*\\$Proxy\\d*");
    private static final Pattern JVM_LIBRARY =
            Pattern.compile("(?:java|javax|jakarta|jdk|sun|com\\.sun|kotlin|kotlinx|scala"
                    + "|org\\.(?:apache|glassfish|eclipse|jboss|springframework|hibernate|postgresql|junit|slf4j|duckdb)"
                    + "|fish\\.payara|com\\.(?:zaxxer|fasterxml|google)|io\\.(?:netty|opentelemetry|undertow))\\..*");
    private static final Pattern SCRIPT_LIBRARY =
            Pattern.compile("node:.*|.*(?:node_modules|/internal/|webpack/bootstrap).*|native|<anonymous>");
    private static final Pattern PYTHON_LIBRARY =
            Pattern.compile(".*(?:site-packages|dist-packages|/lib/python\\d).*|<frozen .*");
    private static final Pattern GO_LIBRARY =
            Pattern.compile("[a-z]+(?:/[a-z\\d]+)*|golang\\.org/.*|google\\.golang\\.org/.*");
    private static final Pattern BUILD_HASH = Pattern.compile("[.-](?=[A-Za-z_]*\\d)[A-Za-z0-9_]{6,}(?=\\.)");

    public Stack {
        causes = List.copyOf(causes);
        frames = List.copyOf(frames);
    }

    public static Stack parse(String text) {
        List<String> causes = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        text.substring(0, Math.min(text.length(), LONGEST))
                .lines()
                .map(Stack::line)
                .forEach(line -> {
                    Matcher cause = CAUSE.matcher(line);
                    if (cause.lookingAt()) {
                        causes.add(cause.group(1));
                    } else {
                        known(line)
                                .filter(frame -> !frames.contains(frame) && frames.size() < MOST_FRAMES)
                                .ifPresent(frames::add);
                    }
                });
        return new Stack(causes, frames);
    }

    /** The same lines come again and again, and to read one is dear. */
    private static Optional<Frame> known(String line) {
        if (KNOWN.size() >= MOST_KNOWN) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(line, Stack::frame);
    }

    private static String line(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_LINE)).strip();
    }

    private static Optional<Frame> frame(String line) {
        Optional<Frame> frame = jvm(line)
                .or(() -> script(V8, line))
                .or(() -> python(line))
                .or(() -> script(GECKO, line))
                .or(() -> go(line));
        return line.endsWith(OF_LIBRARY) ? frame.map(one -> new Frame(one.module, one.function, false)) : frame;
    }

    private static Optional<Frame> jvm(String line) {
        Matcher match = JVM.matcher(line);
        if (!match.matches() || match.group(3).contains("://") || match.group(3).matches(".*:\\d+:\\d+")) {
            return Optional.empty();
        }
        String type = match.group(1);
        if (PLUMBING.matcher(type).matches()) {
            return Optional.empty();
        }
        String module = NUMBER.matcher(MADE.matcher(type).replaceFirst("")).replaceAll("");
        Matcher lambda = LAMBDA.matcher(match.group(2));
        String function = !lambda.matches() ? match.group(2) : lambda.group(1) == null ? "lambda" : lambda.group(1);
        boolean ours =
                !JVM_LIBRARY.matcher(type).matches() && !MADE.matcher(type).find();
        return Optional.of(new Frame(module, function, ours));
    }

    private static Optional<Frame> script(Pattern engine, String line) {
        Matcher match = engine.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        String function = match.group(1) == null || match.group(1).isEmpty() ? "<anonymous>" : match.group(1);
        String file = match.group(2);
        return Optional.of(new Frame(
                fileName(file),
                function.replaceFirst("^(?:async[ *]|Object\\.|Module\\.|globalThis\\.)+", "")
                        .replaceFirst(" \\[as .*]$", ""),
                !SCRIPT_LIBRARY.matcher(file).matches()));
    }

    /** The end of an address or a path, without query and without the hash of a build. */
    private static String fileName(String file) {
        String path = file.replaceFirst("[?#].*$", "");
        return BUILD_HASH.matcher(path.substring(path.lastIndexOf('/') + 1)).replaceAll("");
    }

    private static Optional<Frame> python(String line) {
        Matcher match = PYTHON.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        String file = match.group(1).replace('\\', '/');
        return Optional.of(new Frame(
                fileName(file), match.group(2), !PYTHON_LIBRARY.matcher(file).matches()));
    }

    private static Optional<Frame> go(String line) {
        Matcher match = GO.matcher(line);
        if (!match.matches()) {
            return Optional.empty();
        }
        String function =
                match.group(2).replaceAll("\\[.*?]", "").replaceAll("(?:\\.func\\d+|\\.\\d+|\\.gowrap\\d+)+$", "");
        boolean runtime =
                GO_LIBRARY.matcher(match.group(1)).matches() && !match.group(1).equals("main");
        return Optional.of(new Frame(match.group(1), function, !runtime));
    }

    /** The frames of the application; all where there is none of it. */
    public List<Frame> telling() {
        List<Frame> ours = frames.stream().filter(Frame::ours).toList();
        return ours.isEmpty() ? frames : ours;
    }

    /** Where it happened in the application, empty where no frame says. */
    public String culprit() {
        return telling().stream().findFirst().map(Frame::toString).orElse("");
    }

    /**
     * What errors of one kind have in common, 32 hexadecimal digits: type, causes and frames; without frames type and message.
     *
     * @param type of the exception, empty where there is none
     */
    public String fingerprint(String type, String message) {
        List<String> parts = new ArrayList<>();
        parts.add(NUMBER.matcher(MADE.matcher(type).replaceFirst("")).replaceAll(""));
        parts.addAll(causes);
        telling().forEach(frame -> parts.add(frame.toString()));
        if (frames.isEmpty()) {
            parts.add(Template.of(message));
        }
        return digest(String.join("\n", parts));
    }

    /** 32 hexadecimal digits. */
    public static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
