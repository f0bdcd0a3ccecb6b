package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * How far the import of a file of events is that runs on this node, or how the last one ended.
 *
 * @param running whether it runs
 * @param bytes of the file, as far as it has come
 * @param read how many of its events are read
 * @param kept of them, those that were not there before
 * @param known of them, those that were there already
 * @param refused of them, those that can never be kept
 * @param why the first of them cannot, left out where there is none
 */
public record EventImportDocument(
        boolean running, long bytes, long read, long kept, long known, long refused, String why) {

    @JsonbCreator
    public EventImportDocument {}
}
