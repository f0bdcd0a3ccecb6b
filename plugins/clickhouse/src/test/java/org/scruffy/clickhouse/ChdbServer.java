package org.scruffy.clickhouse;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The program of a {@link Node}: ClickHouse's engine from the npm package chdb, which listens until it is killed. It is interactive, at a
 * terminal, because otherwise it ends itself where a node hangs up before it has read all of an answer; a server survives that.
 */
final class ChdbServer {

    private static final String LISTEN = "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP;"
            + " SELECT sleepEachRow(1) FROM numbers(1000000) FORMAT Null"
            + " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 1000000000";

    /** What chdb's library lets one call. */
    public interface Chdb extends Library {
        Pointer chdb_query_cmdline(int argc, String[] argv);

        String chdb_result_error(Pointer result);
    }

    private ChdbServer() {}

    /** The library, the folder of the data, the ports for HTTP and for nodes among themselves, and the configuration. */
    public static void main(String[] arguments) {
        Chdb chdb = Native.load(arguments[0], Chdb.class);
        String[] command = {
            "clickhouse",
            "--interactive",
            "--path",
            arguments[1],
            "--listen_host",
            "127.0.0.1",
            "--http_port",
            arguments[2],
            "--tcp_port",
            arguments[3],
            "--config-file=" + arguments[4],
            "--query",
            LISTEN
        };
        Pointer result = chdb.chdb_query_cmdline(command.length, command);
        throw new IllegalStateException(chdb.chdb_result_error(result));
    }
}
