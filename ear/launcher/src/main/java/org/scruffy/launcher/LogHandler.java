package org.scruffy.launcher;

import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Hands every record to {@link Log}. Public and without arguments because the logging configuration names it: Payara Micro
 * reads that configuration again while it boots, and handlers added by hand would be gone.
 */
public final class LogHandler extends Handler {

    @Override
    public void publish(LogRecord event) {
        if (isLoggable(event)) Log.write(event);
    }

    @Override
    public void flush() {
        // every record is flushed as it is written
    }

    @Override
    public void close() {
        // the log outlives the server
    }
}
