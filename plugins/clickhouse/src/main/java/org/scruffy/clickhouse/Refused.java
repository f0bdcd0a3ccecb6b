package org.scruffy.clickhouse;

import java.io.IOException;

/** ClickHouse answered that it does not do what it was asked. */
final class Refused extends IOException {

    static final int TIMEOUT_EXCEEDED = 159;
    static final int MEMORY_LIMIT_EXCEEDED = 241;
    static final int CANNOT_COMPILE_REGEXP = 427;
    private static final int LONGEST = 500;

    private final int code;

    /** @param code ClickHouse's number for what went wrong, 0 where it gave none */
    Refused(int code, String message) {
        super(message.length() > LONGEST ? message.substring(0, LONGEST) + " …" : message);
        this.code = code;
    }

    int code() {
        return code;
    }
}
