package org.scruffy.spi.telemetry;

/** Keeps events and answers questions about them. */
public interface EventStore extends AutoCloseable {}
