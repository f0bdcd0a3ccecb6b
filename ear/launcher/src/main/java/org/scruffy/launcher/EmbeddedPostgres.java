package org.scruffy.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL in the data folder, on the loopback address and a free port.
 *
 * <p>It asks for a password that only the owner of the data folder can read. Trusting everybody on the loopback address would
 * let any user of the machine in as the database's superuser, who may run programs as the user that started Scruffy.
 */
final class EmbeddedPostgres {

    private static final String SUPERUSER = "postgres";
    private static final String NAME = "scruffy";
    private static final long LOG_LIMIT = 10_000_000;

    private final Engine engine;
    private final Path cluster;
    private final Path log;
    private final int port;
    private final String password;

    private EmbeddedPostgres(Engine engine, Path cluster, Path log, int port, String password) {
        this.engine = engine;
        this.cluster = cluster;
        this.log = log;
        this.port = port;
        this.password = password;
    }

    static EmbeddedPostgres start(Path folder, Path logFolder) throws Refusal {
        Path log = logFolder.resolve("postgres.log");
        try {
            rotate(log);
            Engine engine = Engine.unpack(folder);
            Path cluster = folder.resolve("cluster");
            Path secret = folder.resolve("password");
            if (!Files.isDirectory(cluster)) create(engine, cluster, secret, log);
            stopOrphan(cluster);
            EmbeddedPostgres postgres = new EmbeddedPostgres(
                    engine, cluster, log, freePort(), Files.readString(secret).strip());
            postgres.start();
            return postgres;
        } catch (IOException | SQLException e) {
            throw new Refusal(
                    Refusal.Reason.DATABASE,
                    "The embedded PostgreSQL does not start (" + e.getMessage() + "); its log is " + log
                            + ". Another PostgreSQL can be named with --db-url.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Refusal.Reason.DATABASE, "Interrupted while PostgreSQL started.", e);
        }
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling("postgres.1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the cluster beside and renames at the end, so that a killed first start leaves none or a whole one. */
    private static void create(Engine engine, Path cluster, Path secret, Path log)
            throws IOException, InterruptedException {
        Path unfinished = cluster.resolveSibling("cluster.unfinished");
        DataFolder.delete(unfinished);
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, randomPassword() + "\n");
        engine.run(
                log,
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + SUPERUSER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions");
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Stops the server a killed launcher left behind. We hold the data folder's lock, so whatever server runs on this cluster
     * is such an orphan.
     */
    private static void stopOrphan(Path cluster) throws IOException, InterruptedException {
        Path file = cluster.resolve("postmaster.pid");
        if (!Files.exists(file)) return;
        Optional<ProcessHandle> orphan = postmaster(file, cluster);
        if (orphan.isPresent()) {
            interrupt(orphan.get());
            awaitEnd(orphan.get());
        }
        // without a server it is stale, and PostgreSQL would mistake a stranger that got its number for one
        Files.deleteIfExists(file);
    }

    private static Optional<ProcessHandle> postmaster(Path file, Path cluster) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty()) return Optional.empty();
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(process -> runsOn(process, cluster));
    }

    /** A server's working directory is its cluster, by whatever path that was named. */
    private static boolean runsOn(ProcessHandle process, Path cluster) {
        try {
            return process.info().command().orElse("").endsWith("/postgres")
                    && Files.isSameFile(Path.of("/proc", String.valueOf(process.pid()), "cwd"), cluster);
        } catch (IOException e) {
            return false; // gone meanwhile, or another user's
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown; Java itself can send only SIGTERM, which waits for clients to leave. */
    private static void interrupt(ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    }

    private static void awaitEnd(ProcessHandle process) throws IOException, InterruptedException {
        try {
            process.onExit().get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException("the server of an earlier start, process " + process.pid() + ", does not stop", e);
        }
    }

    private void start() throws IOException, InterruptedException, SQLException {
        engine.run(
                log,
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=100",
                "--pgdata=" + cluster,
                "--log=" + log,
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on"
                        + " -c synchronous_commit=on -c log_checkpoints=off -c timezone=UTC -c log_timezone=UTC");
        createDatabase();
    }

    private void createDatabase() throws SQLException {
        Database administration = new Database(url("postgres"), SUPERUSER, password);
        try (Connection connection = administration.connect();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet found = statement.executeQuery(query)) {
            return found.next();
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Database database() {
        return new Database(url(NAME), NAME, password);
    }

    /** Lets no client finish; one that has not stopped after seconds is cut off, which costs a recovery and no data. */
    void stop() throws IOException, InterruptedException {
        try {
            stop("fast", 4);
        } catch (IOException e) {
            stop("immediate", 2);
        }
    }

    private void stop(String mode, int seconds) throws IOException, InterruptedException {
        engine.run(log, "pg_ctl", "stop", "--mode=" + mode, "--wait", "--timeout=" + seconds, "--pgdata=" + cluster);
    }
}
