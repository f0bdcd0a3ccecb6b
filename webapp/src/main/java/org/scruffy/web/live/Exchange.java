package org.scruffy.web.live;

import java.io.IOException;
import java.io.OutputStream;

/** A request of a player and its answer, by whichever server it came. */
interface Exchange {

    String method();

    /** Below {@code /live}, without the query. */
    String path();

    /** As it came, empty where there is none. */
    String query();

    /** Null where there is none. */
    String parameter(String name);

    /** Null where there is none. */
    String header(String name);

    /** The whole of what was asked for, without the query. */
    String address();

    void set(String header, String value);

    void add(String header, String value);

    void status(int status);

    /** Where so many bytes go, and nowhere if none are asked for. */
    OutputStream body(long length) throws IOException;

    default void send(byte[] bytes) throws IOException {
        body(bytes.length).write(bytes);
    }

    /** Answers with problem details. */
    void problem(int status, String title, String detail) throws IOException;

    /**
     * Lets the thread go: the answer comes later, from another one.
     *
     * @param milliseconds of waiting at most
     * @param late run when they are over
     * @param gone run when nobody waits any more
     * @return what ends the exchange
     */
    Runnable suspend(long milliseconds, Runnable late, Runnable gone);
}
