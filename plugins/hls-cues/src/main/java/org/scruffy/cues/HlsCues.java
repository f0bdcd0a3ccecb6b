package org.scruffy.cues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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

/**
 * The cue tags that encoders write: EXT-X-CUE-OUT with its continuations and EXT-X-CUE-IN, EXT-OATCLS-SCTE35 beside them or by
 * itself, EXT-X-SCTE35 (SCTE 35 section 12.2), EXT-X-SPLICEPOINT-SCTE35, and EXT-X-DATERANGE with a message or of an
 * interstitial. A break that is signalled in two ways at once is one break, and a message that cannot be read still signals one.
 */
final class HlsCues implements StitchingAdapter {

    /** Two cues out closer than this mean the same splice. */
    private static final Duration SAME = Duration.ofSeconds(1);

    /** No break is longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        return new Scan().of(playlist);
    }

    /** A line before a segment: {@code #name:value}. */
    private record Tag(String name, String value) {

        static Tag of(String line) {
            int colon = line.indexOf(':');
            return colon < 0
                    ? new Tag(line, "")
                    : new Tag(
                            line.substring(0, colon), line.substring(colon + 1).strip());
        }
    }

    /** One reading of one playlist. */
    private static final class Scan {

        private final List<Cue> cues = new ArrayList<>();
        private final Map<String, Cue> ranges = new LinkedHashMap<>();
        private final Map<String, Cue> events = new HashMap<>();
        private boolean inBreak;
        /** The break that began last by a tag of its own. */
        private Optional<Cue> current = Optional.empty();

        List<Cue> of(MediaPlaylist playlist) {
            for (Segment segment : playlist.segments()) {
                List<Tag> tags = segment.tags().stream().map(Tag::of).toList();
                // a cue back in and the next cue out may stand on one segment, in either order
                tags.stream().filter(tag -> tag.name().equals("#EXT-X-CUE-IN")).forEach(tag -> back(segment.start()));
                tags.forEach(tag -> read(segment.start(), tag, tags));
            }
            return cues.stream().sorted(Comparator.comparing(Cue::at)).toList();
        }

        private void read(Instant at, Tag tag, List<Tag> beside) {
            switch (tag.name()) {
                case "#EXT-X-CUE-OUT" -> out(CueOut.of(at, tag.value(), value("#EXT-OATCLS-SCTE35", beside)));
                case "#EXT-X-CUE-OUT-CONT" -> continued(at, tag.value());
                case "#EXT-OATCLS-SCTE35" -> {
                    if (beside.stream().noneMatch(other -> other.name().startsWith("#EXT-X-CUE"))) {
                        message(at, tag.value(), Duration.ZERO);
                    }
                }
                case "#EXT-X-SPLICEPOINT-SCTE35" -> message(at, tag.value(), Duration.ZERO);
                case "#EXT-X-SCTE35" -> scte35(at, Attributes.of(tag.value()));
                case "#EXT-X-DATERANGE" -> range(at, new DateRange(Attributes.of(tag.value())));
                default -> {
                    // not a cue of these dialects
                }
            }
        }

        private static String value(String name, List<Tag> tags) {
            return tags.stream()
                    .filter(tag -> tag.name().equals(name))
                    .map(Tag::value)
                    .findFirst()
                    .orElse("");
        }

        /** Speaks of a break whose start has left the playlist, where no start was seen. */
        private void continued(Instant at, String value) {
            if (!inBreak) {
                CueOut.continued(at, value).ifPresent(this::out);
            }
        }

        /** SCTE 35 table 6: the tag says itself whether it is a cue out, in or within, or leaves it to its message. */
        private void scte35(Instant at, Attributes attributes) {
            String message = attributes.text("CUE").orElse("");
            Duration length = attributes.seconds("DURATION").orElse(Duration.ZERO);
            Instant start = at.minus(attributes.seconds("ELAPSED").orElse(Duration.ZERO));
            if (attributes.is("CUE-OUT", "CONT")) {
                if (!inBreak) {
                    out(withLength(new CueOut(start, length, message)));
                }
            } else if (attributes.is("CUE-OUT", "YES")) {
                out(withLength(new CueOut(at, length, message)));
            } else if (attributes.is("CUE-IN", "YES")) {
                back(at);
            } else {
                message(at, message, length);
            }
        }

        private static CueOut withLength(CueOut out) {
            return out.length().isZero()
                    ? new CueOut(out.at(), BreakMessage.of(out.message()).length(), out.message())
                    : out;
        }

        /** A message that alone says what it is about; one that cannot be read turns to the other side of the splice. */
        private void message(Instant at, String text, Duration length) {
            BreakMessage message = BreakMessage.of(text);
            switch (message.meaning()) {
                case OUT -> out(withLength(new CueOut(at, length, text)));
                case IN -> back(at);
                case CANCELLED -> cancel(at, message.event());
                case UNREADABLE -> {
                    if (inBreak) {
                        back(at);
                    } else {
                        out(new CueOut(at, length, text));
                    }
                }
                case OTHER -> {
                    // no break begins or ends
                }
            }
        }

        /** What has not begun does not begin; what has begun is over. */
        private void cancel(Instant at, String event) {
            Cue out = events.remove(event);
            if (out == null) {
                return;
            }
            if (out.at().isAfter(at)) {
                cues.remove(out);
                inBreak = false;
            } else {
                back(at);
            }
        }

        private void range(Instant segment, DateRange range) {
            if (range.out()) {
                Cue cue = range.cue(segment);
                if (ranges.putIfAbsent(range.id(), cue) == null) {
                    add(cue);
                    know(range.message(), cue);
                }
            }
            if (range.cancelled()) {
                cancel(segment, range.message().event());
            }
            if (range.back()) {
                cues.add(new Cue("in-" + segment, Cue.Type.IN, range.end(segment, ranges), Duration.ZERO));
            }
        }

        private void back(Instant at) {
            inBreak = false;
            cues.add(new Cue("in-" + at, Cue.Type.IN, at, Duration.ZERO));
        }

        private void out(CueOut out) {
            if (inBreak && current.filter(running -> repeats(out, running)).isPresent()) {
                return;
            }
            inBreak = true;
            Cue cue = out.cue();
            current = Optional.of(cue);
            add(cue);
            know(BreakMessage.of(out.message()), cue);
        }

        /**
         * A cue out before the break that runs is over. Where nobody said how long it is, it is the same one for a while, unless
         * the message is about another event.
         */
        private boolean repeats(CueOut out, Cue running) {
            Duration length = running.length().isZero() ? LONGEST : running.length();
            String event = BreakMessage.of(out.message()).event();
            boolean same = event.isEmpty() || running.equals(events.get(event));
            return out.at().isBefore(running.at().plus(length))
                    && (same || !running.length().isZero());
        }

        private void know(BreakMessage message, Cue cue) {
            if (message.meaning() == Meaning.OUT) {
                events.putIfAbsent(message.event(), cue);
            }
        }

        private void add(Cue out) {
            boolean known = cues.stream()
                    .filter(cue -> cue.type() == Cue.Type.OUT)
                    .anyMatch(cue -> Duration.between(cue.at(), out.at()).abs().compareTo(SAME) < 0);
            if (!known) {
                cues.add(out);
            }
        }
    }
}
