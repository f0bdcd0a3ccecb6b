package org.scruffy.spi.feed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/**
 * Makes files that people sent into copies for the air: on the ladder of a feed, frame by frame on its grid, as loud as the law has
 * it. May be called by several threads at once. The files come from strangers: what they are called and claim to be is nothing to
 * rely on.
 */
public interface Conditioner {

    /** Names the way copies are made, 1 to 40 letters, digits and dashes. It changes whenever the same file would become another copy. */
    String recipe();

    /**
     * Says what is in a file: one that was sent, or a segment of a feed with its initialization section before it.
     *
     * @throws IOException where it is no media file, with the reason in words
     */
    Probe probe(Path file) throws IOException, InterruptedException;

    /**
     * Makes the copy: an HLS presentation, {@code master.m3u8} with media playlists for every rung of the ladder and, where the
     * ladder is demuxed, for the sound. Every segment starts with a key frame and its parameter sets, refers to nothing before it
     * and has no frames out of order. All segments have the length of the ladder's, but for the last, or the last two where the last
     * would be a sliver; the sound is cut where the pictures are. In fragmented MP4, where the ladder has parts, a segment is
     * fragments of whole frames that are as long as a part may be, but for its last.
     *
     * @param source the file that was sent
     * @param booked how long the spot is to be; a file that is further from it is refused
     * @param folder an empty folder for the copy, the host's to publish. Files for the work may stand in it too, if they are gone in
     *     the end
     * @param watch told of the progress, and asked often (several times a second) whether to stop
     * @throws IOException where it cannot be done although the file may be good: the disk is full, for example
     * @throws CancellationException where the watch says so
     */
    Conditioned condition(Path source, Booked booked, Ladder ladder, Path folder, ConditioningWatch watch)
            throws IOException, InterruptedException;
}
