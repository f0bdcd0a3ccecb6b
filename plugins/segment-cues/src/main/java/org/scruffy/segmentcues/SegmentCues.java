package org.scruffy.segmentcues;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.scte35.BreakMessage;
import org.scruffy.spi.scte35.BreakMessage.Meaning;

/** SCTE 35 messages within segments: in a stream of their own of MPEG-TS, or in the event boxes of fragmented MP4. */
final class SegmentCues implements StitchingAdapter {

    /** No message announces a break so far ahead: its time is wrong, and the splice is now. */
    private static final Duration FARTHEST = Duration.ofMinutes(15);

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        return List.of();
    }

    @Override
    public boolean readsSegments() {
        return true;
    }

    @Override
    public List<Cue> cues(Segment segment, byte[] bytes) {
        List<Message> messages =
                TransportStream.is(bytes) ? TransportStream.messages(bytes) : EventBoxes.messages(bytes);
        Map<String, Cue> cues = new LinkedHashMap<>();
        messages.forEach(message -> cue(segment, message).ifPresent(cue -> cues.putIfAbsent(cue.key(), cue)));
        return cues.values().stream().sorted(Comparator.comparing(Cue::at)).toList();
    }

    private static Optional<Cue> cue(Segment segment, Message message) {
        BreakMessage about = BreakMessage.of(message.info(), BreakMessage.BEGINNINGS);
        return switch (about.meaning()) {
            case OUT -> Optional.of(cue(segment, message, about, Cue.Type.OUT));
            case IN -> Optional.of(cue(segment, message, about, Cue.Type.IN));
            // whatever runs of it is over; what is only announced cannot be found by a message that has no time
            case CANCELLED ->
                Optional.of(new Cue(
                        key(segment, about, "-cancelled-" + segment.sequence()),
                        Cue.Type.IN,
                        segment.start().plus(message.here()),
                        Duration.ZERO));
            default -> Optional.empty();
        };
    }

    private static Cue cue(Segment segment, Message message, BreakMessage about, Cue.Type type) {
        boolean believable = message.offset().abs().compareTo(FARTHEST) < 0;
        Instant at = segment.start().plus(believable ? message.offset() : message.here());
        Duration length = about.meaning() == Meaning.OUT ? about.length() : Duration.ZERO;
        return new Cue(key(segment, about, "-" + type + "-" + splice(segment, message)), type, at, length);
    }

    /** A message is repeated until its time comes; times of the stream begin anew with every discontinuity. */
    private static String key(Segment segment, BreakMessage about, String rest) {
        return "segment-" + segment.discontinuity() + "-" + about.event() + rest;
    }

    private static String splice(Segment segment, Message message) {
        return message.info().at().isPresent()
                ? String.valueOf(message.info().at().getAsLong())
                : "now-" + segment.sequence();
    }
}
