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

    /** Writes where the renditions stand and answers the newest epoch that any node has begun. */
    int mark(Map<String, Numbering> numberings);

    /** Begins an epoch; where one stands already under that number, answers how that one began. */
    List<Start> begin(int epoch, List<Start> starts);

    /** How renditions began in an epoch, or joined it later, newest first; empty where nobody has begun it. */
    List<Start> begun(int epoch);

    /** A rendition joins an epoch that others are in already. */
    void join(Start start);

    /** Writes a row of the as-run log, once. */
    void aired(Airing airing);

    /** Writes where a Period of the DASH manifest begins; where that stands already, answers what stands. */
    DashPeriod place(DashPeriod period);
}
