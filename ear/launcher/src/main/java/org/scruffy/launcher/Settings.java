package org.scruffy.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the person who starts Scruffy may choose, by flag or by the environment variable of the same name. */
@Command(
        name = "java -jar scruffy.jar",
        description = "Schedules spots, stitches them into live feeds, and shows what really happened.",
        versionProvider = Settings.Version.class,
        sortOptions = false,
        footer = {
            "",
            "Each flag has an environment variable: SCRUFFY_PORT for --port, and so on. A flag wins over its variable."
        })
final class Settings {

    private static final String PREFIX = "SCRUFFY_";

    @Option(names = "--port", paramLabel = "<port>", defaultValue = "8080", description = "where it answers (8080)")
    private int port;

    @Option(names = "--data", paramLabel = "<folder>", defaultValue = "data", description = "what it keeps (./data)")
    private Path data;

    @Option(
            names = "--db-url",
            paramLabel = "<url>",
            description = "a PostgreSQL of yours instead of the embedded one: postgresql://user:password@host/database")
    private String databaseUrl;

    @Option(
            names = "--plugins",
            paramLabel = "<folder>",
            description = "its plugins (the folder plugins beside scruffy.jar)")
    private Path plugins;

    @Option(names = "--no-demo", description = "start without the demo station and its login")
    private boolean noDemo;

    @Option(
            names = "--origin-networks",
            paramLabel = "<networks>",
            defaultValue = "",
            description = "networks that are not public where your feeds come from: 10.0.0.0/8,192.168.7.0/24")
    private String originNetworks;

    @Option(
            names = "--live-spans",
            paramLabel = "<number>",
            defaultValue = "100",
            description =
                    "how many requests of players a second it keeps to look at; of more it keeps a sample (100). Failed and slow ones are all kept")
    private int liveSpans;

    @Option(
            names = "--otlp-grpc-port",
            paramLabel = "<port>",
            defaultValue = "4317",
            description = "where OpenTelemetry's exporters bring events by gRPC (4317); off for nowhere")
    private String otlpGrpcPort;

    @Option(
            names = "--smtp-url",
            paramLabel = "<url>",
            defaultValue = "",
            description =
                    "the mail server that alerts are sent by: smtp://user:password@mail.example.org:587, or smtps")
    private String smtpUrl;

    @Option(
            names = "--smtp-from",
            paramLabel = "<address>",
            defaultValue = "",
            description = "who these mails are from (scruffy@localhost)")
    private String smtpFrom;

    @Option(
            names = "--public-url",
            paramLabel = "<url>",
            defaultValue = "",
            description = "where people find it, for the links in alerts: https://scruffy.example.org")
    private String publicUrl;

    @Option(names = "--help", usageHelp = true, description = "show this and exit")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "show the version and exit")
    private boolean version;

    private final CommandLine commandLine;

    private Settings() {
        commandLine = new CommandLine(this);
    }

    static Settings of(String[] args, Map<String, String> environment) throws Refusal {
        Settings settings = new Settings();
        settings.refuseUnknown(environment);
        settings.commandLine.setDefaultValueProvider(argument -> environmentValue(argument, environment));
        try {
            settings.commandLine.parseArgs(args);
        } catch (ParameterException e) {
            throw new Refusal(Refusal.Reason.USAGE, sentence(e) + " Try --help.");
        }
        if (settings.port < 1 || settings.port > 65535) {
            throw new Refusal(
                    Refusal.Reason.USAGE, "The port is " + settings.port + ", expected 1 to 65535. Try --help.");
        }
        if (settings.liveSpans < 1) {
            throw new Refusal(
                    Refusal.Reason.USAGE,
                    "The number of --live-spans is " + settings.liveSpans + ", expected 1 or more. Try --help.");
        }
        settings.otlpGrpcPort();
        settings.smtpUrl();
        settings.publicUrl();
        return settings;
    }

    private static String sentence(ParameterException e) {
        String message = e.getMessage().strip();
        return message.endsWith(".") ? message : message + ".";
    }

    private static String environmentValue(ArgSpec argument, Map<String, String> environment) {
        if (!(argument instanceof OptionSpec option)) return null;
        String value = environment.get(variable(option));
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String variable(OptionSpec option) {
        return PREFIX
                + option.longestName()
                        .substring("--".length())
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT);
    }

    /** A misspelt variable would otherwise be a setting that silently does nothing. */
    private void refuseUnknown(Map<String, String> environment) throws Refusal {
        Set<String> known = commandLine.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(Settings::variable)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> unknown = new TreeSet<>(environment.keySet());
        unknown.removeIf(name -> !name.startsWith(PREFIX) || known.contains(name));
        if (!unknown.isEmpty()) {
            throw new Refusal(
                    Refusal.Reason.USAGE,
                    "Unknown environment variable " + String.join(", ", unknown) + "; known are "
                            + String.join(", ", known) + ".");
        }
    }

    /** True where the answer was help or the version, and nothing is to be started. */
    boolean printsAnswer() {
        return (help || version) && CommandLine.printHelpIfRequested(commandLine.getParseResult());
    }

    int port() {
        return port;
    }

    Path data() {
        return data.toAbsolutePath().normalize();
    }

    /** Empty means the embedded database. */
    String databaseUrl() {
        return databaseUrl == null ? "" : databaseUrl;
    }

    Path plugins(Path distribution) {
        return plugins == null
                ? distribution.resolve("plugins")
                : plugins.toAbsolutePath().normalize();
    }

    boolean demo() {
        return !noDemo;
    }

    int liveSpans() {
        return liveSpans;
    }

    /** 0 means none. */
    int otlpGrpcPort() throws Refusal {
        if (otlpGrpcPort.equals("off") || otlpGrpcPort.equals("0")) {
            return 0;
        }
        boolean readable = otlpGrpcPort.matches("\\d{1,5}");
        if (!readable || Integer.parseInt(otlpGrpcPort) > 65535 || Integer.parseInt(otlpGrpcPort) == port) {
            throw new Refusal(
                    Refusal.Reason.USAGE,
                    "The port of --otlp-grpc-port is " + otlpGrpcPort
                            + ", expected 1 to 65535 and not that of --port, or off. Try --help.");
        }
        return Integer.parseInt(otlpGrpcPort);
    }

    /** Empty means that no mails are sent. What is wrong with it is told without it: a password may be in it. */
    String smtpUrl() throws Refusal {
        if (smtpUrl.isEmpty() || leadsToServer(smtpUrl, "smtp")) {
            return smtpUrl;
        }
        throw new Refusal(
                Refusal.Reason.USAGE,
                "The address of --smtp-url cannot be read, expected smtp://user:password@host:port or smtps. Try --help.");
    }

    /** With a slash at its end; empty means this machine. */
    String publicUrl() throws Refusal {
        if (publicUrl.isEmpty()) {
            return "";
        }
        if (leadsToServer(publicUrl, "http") && !publicUrl.matches(".*[?#].*")) {
            return publicUrl.endsWith("/") ? publicUrl : publicUrl + "/";
        }
        throw new Refusal(
                Refusal.Reason.USAGE,
                "The address of --public-url is " + publicUrl
                        + ", expected http or https and no query, such as https://scruffy.example.org. Try --help.");
    }

    private static boolean leadsToServer(String address, String scheme) {
        try {
            URI url = new URI(address);
            return url.getHost() != null && (scheme.equals(url.getScheme()) || (scheme + "s").equals(url.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Empty means scruffy@localhost. */
    String smtpFrom() {
        return smtpFrom;
    }

    /** Empty means none. */
    String originNetworks() {
        return originNetworks;
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Settings.class.getPackage().getImplementationVersion();
            return new String[] {"Scruffy " + (version == null ? "(not packaged)" : version)};
        }
    }
}
