package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A segment as it is published.
 *
 * @param discontinuity its Discontinuity Sequence Number
 * @param tagged whether EXT-X-DISCONTINUITY stands before it
 * @param scope its keys and its initialisation section
 * @param extinf the EXTINF line
 * @param tags the other lines that belong to it
 */
record Line(
        long sequence,
        long discontinuity,
        boolean tagged,
        Instant start,
        Duration length,
        Scope scope,
        String extinf,
        List<String> tags,
        String uri) {}
