package org.scruffy.feed;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a feed writes down so that any node, now or after a restart, publishes the same. */
interface AirRecords {

    /** The feed's latest avails in air order, with what is known of their ends. */
    List<Avail> avails();

    /** Where each rendition stands. */
    Map<String, Numbering> numberings();

    /** The positions of an avail's spots that are in the as-run log. */
    Set<Integer> logged(long avail);

    /** Writes a decision and answers it with its id; where one stands already under that key, answers that one. */
    Avail decide(Avail avail);

    /** Writes the end of an avail's splices, once. */
    void end(Avail avail, String reason);

    void mark(Map<String, Numbering> numberings);

    /** Writes a row of the as-run log, once. */
    void aired(Airing airing);
}
