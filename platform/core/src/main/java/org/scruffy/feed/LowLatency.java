package org.scruffy.feed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.scruffy.spi.feed.Segment;

/**
 * What one version of an origin's playlist lists for players that are close to the live edge.
 *
 * @param partTarget the longest a part is, zero where there are no parts
 * @param blocks whether the origin answers when there is something new (CAN-BLOCK-RELOAD)
 * @param parts by the origin's Media Sequence Numbers
 * @param begun the segment after the last as far as it is there, without an address
 * @param hint its EXT-X-PRELOAD-HINT line of a part, empty where there is none
 */
record LowLatency(
        Duration partTarget, boolean blocks, Map<Long, List<Part>> parts, Optional<Segment> begun, String hint) {

    static final LowLatency NONE = new LowLatency(Duration.ZERO, false, Map.of(), Optional.empty(), "");

    boolean on() {
        return !partTarget.isZero();
    }

    List<Part> of(long sequence) {
        return parts.getOrDefault(sequence, List.of());
    }

    /** A segment as far as its parts are there. */
    Optional<Segment> soFar(Segment segment) {
        List<Part> listed = of(segment.sequence());
        if (listed.isEmpty()) {
            return Optional.empty();
        }
        Duration length = listed.stream().map(Part::length).reduce(Duration.ZERO, Duration::plus);
        List<String> tags = segment.tags().stream()
                .filter(tag -> !tag.startsWith("#EXTINF") && !tag.startsWith("#EXT-X-BYTERANGE"))
                .toList();
        return Optional.of(new Segment(segment.sequence(), segment.discontinuity(), "", segment.start(), length, tags));
    }

    /** A part stays what it was when it was first seen, like a segment: a token in its address may change. */
    LowLatency after(LowLatency before) {
        Map<Long, List<Part>> kept = new TreeMap<>(parts);
        kept.replaceAll((sequence, now) -> {
            List<Part> known = before.of(sequence);
            return known.size() >= now.size()
                    ? known
                    : Stream.concat(known.stream(), now.stream().skip(known.size()))
                            .toList();
        });
        return new LowLatency(partTarget, blocks, kept, begun, hint);
    }

    /** Where the next version is: an origin that lets players wait is asked for what it does not list yet. */
    String next(String address, long last) {
        if (!on() || !blocks) {
            return address;
        }
        return address + (address.contains("?") ? '&' : '?') + "_HLS_msn=" + (last + 1) + "&_HLS_part="
                + of(last + 1).size();
    }

    /** An address without what was asked for. */
    static String asked(String address) {
        return address.contains("_HLS_msn=") ? address.replaceAll("[?&]_HLS_msn=\\d+&_HLS_part=\\d+", "") : address;
    }
}
