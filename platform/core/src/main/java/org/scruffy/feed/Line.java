package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment as it is published.
 *
 * @param discontinuity its Discontinuity Sequence Number
 * @param tagged whether EXT-X-DISCONTINUITY stands before it
 * @param scope its keys and its initialisation section
 * @param extinf the EXTINF line
 * @param tags the other lines that belong to it
 * @param uri empty where it is not whole yet
 * @param parts those that are listed, none in a feed without
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
        String uri,
        List<Part> parts) {

    Instant end() {
        return start.plus(length);
    }

    /** With other lines before those that belong to it. */
    Line tagged(List<String> before) {
        List<String> all = new ArrayList<>(before);
        all.addAll(tags);
        return new Line(sequence, discontinuity, tagged, start, length, scope, extinf, all, uri, parts);
    }

    /** The same, listed in parts too; never the same object, so that nobody takes it for one that was written before. */
    Line in(List<Part> listed) {
        return listed.isEmpty()
                ? this
                : new Line(sequence, discontinuity, tagged, start, length, scope, extinf, tags, uri, listed);
    }

    /** Without what it says of dates: the lines after it say it too. */
    Line withoutRanges() {
        List<String> kept =
                tags.stream().filter(tag -> !tag.startsWith("#EXT-X-DATERANGE")).toList();
        return new Line(sequence, discontinuity, tagged, start, length, scope, extinf, kept, uri, parts);
    }
}
