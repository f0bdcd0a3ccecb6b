package org.scruffy.order;

/**
 * Who does something, and where.
 *
 * @param name of the user
 * @param callSign the station it is done at; empty for what is the network's
 * @param everywhere whether they may do the same at every station, and so with what is the network's
 * @param traceId of the request, empty where it is not traced
 */
public record Actor(String name, String callSign, boolean everywhere, String traceId) {}
