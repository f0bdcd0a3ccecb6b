package org.scruffy.feed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed.BreakSignal;

/**
 * Decides one feed's avails, once each and before the first viewer can see them, and lets the {@link Timeline} say what that
 * makes of each rendition. One thread at a time.
 */
final class Stitcher {

    /** A WebVTT segment that says nothing keeps subtitles alive while a spot airs. */
    static final String NO_TEXT = "../../empty.vtt";

    private final Ledger ledger;
    private final Epochs epochs;
    private final Deciding deciding;
    private final Airings airings;

    Stitcher(
            String station,
            String feed,
            BreakSignal signal,
            PatientRecords records,
            Creatives creatives,
            Consumer<Avail> decided) {
        ledger = new Ledger(records);
        epochs = new Epochs(ledger, records);
        Endings endings = new Endings(ledger, records, signal == BreakSignal.CUES);
        deciding = new Deciding(signal, ledger, endings, records, creatives, decided);
        airings = new Airings(station, feed, ledger, records);
    }

    /** How breaks are filled from now on. */
    void filling(Filling wanted) {
        deciding.filling(wanted);
    }

    /** What people did by hand, from now on. */
    void obey(Manual hands) {
        deciding.obey(hands);
    }

    /** What happened to the latest avail that did not get its spots, empty where all is well. */
    String lastReason() {
        return deciding.lastReason();
    }

    /** As a life after this one should find them: what is lost here is lost there too. */
    Map<String, Numbering> numberings() {
        return epochs.marks();
    }

    /** The latest avails in air order. */
    List<Avail> avails() {
        return List.copyOf(ledger.avails());
    }

    Optional<Avail> latest() {
        return ledger.latest();
    }

    /** The target duration of all renditions, or what is taken for it until there is one. */
    int targetSeconds() {
        return ledger.target().orElse(4);
    }

    /** The window of a rendition as it is first read, going on from where a life before this one left off. */
    Window resume(String rendition, MediaPlaylist playlist) {
        return epochs.resume(rendition, playlist);
    }

    /** The origin's numbers of a rendition fell, or mean something else than they did in the window before. */
    void startsAnew(String rendition, Window before, Window anew) {
        epochs.startsAnew(rendition, before, anew);
    }

    /** Takes up renditions that are new with a target duration; the windows of those that air now. */
    Map<String, Window> admit(Map<String, Window> windows, int target) {
        return epochs.admit(windows, target);
    }

    /** Those of the admitted that still count alike: a break may have ended that some of them saw and some did not. */
    Map<String, Window> agreeing(Map<String, Window> admitted) {
        return epochs.agreeing(admitted);
    }

    /** Numbers on from what was published last, where numbering cannot be kept otherwise. */
    void startEpoch(Map<String, Window> windows) {
        epochs.startEpoch(windows);
    }

    /**
     * Decides what there is to decide in this version of the windows.
     *
     * @param lead the rendition whose segments decide
     * @param cues found in the lead's window
     * @param breaks of the schedule around now
     * @param why the reason why no spots can be placed at all, empty where they can
     */
    void decide(
            String lead,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            List<Cue> cues,
            List<AdBreak> breaks,
            String why) {
        deciding.decide(lead, windows, variants, cues, breaks, why);
    }

    /** What each rendition publishes. */
    Map<String, List<Line>> lines(Map<String, Window> windows) {
        Map<String, List<Line>> lines = new TreeMap<>();
        windows.forEach((name, window) -> lines.put(
                name, ledger.timeline(name).lines(window, ledger.numbering(name).sequence())));
        return lines;
    }

    /** What each rendition publishes of the segment after its last: it must follow on it. */
    Map<String, Begun> begun(Map<String, Window> windows, Map<String, List<Line>> lines) {
        Map<String, Begun> begun = new TreeMap<>();
        lines.forEach((name, listed) -> {
            Begun next = ledger.timeline(name).begun(windows.get(name));
            boolean follows = !listed.isEmpty()
                    && next.line()
                            .map(line -> line.sequence()
                                    == listed.get(listed.size() - 1).sequence() + 1)
                            .orElse(true);
            begun.put(name, follows ? next : Begun.NOTHING);
        });
        return begun;
    }

    /** What a rendition shows of spots. */
    List<Timeline.Shown> shown(String rendition, Window window) {
        return ledger.timeline(rendition).shown(window.segments());
    }

    /** Takes note that viewers see these lines now, and what has begun after them: that is not changed either. */
    void published(Map<String, Window> windows, Map<String, List<Line>> lines, Map<String, Begun> begun) {
        windows.forEach((name, window) -> {
            airings.published(name, lines.get(name));
            epochs.published(name, window, lines.get(name), begun.get(name));
        });
    }

    /** The spots whose last segment has been published and that are not in the as-run log yet. */
    List<Airing> aired(String lead) {
        return airings.aired(lead);
    }

    /** The row of a spot stands in the log. */
    void logged(Airing airing) {
        airings.logged(airing);
    }
}
