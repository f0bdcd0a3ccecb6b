package org.scruffy.order;

import java.util.List;

/**
 * Some of many.
 *
 * @param next where the next page starts, to be given back; empty where there is none
 */
public record Page<T>(List<T> found, String next) {}
