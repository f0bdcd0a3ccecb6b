package org.scruffy.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the segments of spots fall into parts: byte ranges of their files, which never change. Each file is read once, when a break is
 * planned; who asks for it earlier has it read.
 */
final class SpotParts {

    private static final int REMEMBERED = 4_000;

    private record Cut(String uri, Duration target) {}

    private final Path media;
    private final Map<Cut, List<Part>> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cut, List<Part>> eldest) {
            return size() > REMEMBERED;
        }
    };

    SpotParts(Path media) {
        this.media = media;
    }

    /** All parts of a segment, none where it cannot be cut finely enough. */
    List<Part> of(AdSegment segment, Duration target) {
        return of(segment.uri(), segment.map(), segment.length(), target);
    }

    /** Has all segments of a creative read. */
    void read(Presentation creative, Duration target) {
        List<Presentation.Rendition> all = new ArrayList<>(creative.pictures());
        all.addAll(creative.sounds());
        all.stream()
                .flatMap(rendition -> rendition.pieces().stream())
                .forEach(piece -> of(new AdSegment(0, piece.length(), piece.uri(), piece.map()), target));
    }

    private synchronized List<Part> of(String uri, String map, Duration length, Duration target) {
        if (target.isZero() || !uri.startsWith(Creatives.SPOTS)) {
            return List.of();
        }
        return known.computeIfAbsent(new Cut(uri, target), cut -> parts(uri, map, length, target));
    }

    private List<Part> parts(String uri, String map, Duration length, Duration target) {
        try {
            byte[] bytes = bytes(uri);
            List<Frame> frames = map.isEmpty() ? TransportFrames.in(bytes) : Fragments.in(bytes, bytes(map));
            return frames.isEmpty() ? List.of() : parts(uri, frames, bytes.length, length, target);
        } catch (IOException | IndexOutOfBoundsException | ArithmeticException e) {
            // it is listed whole, which is always right
            return List.of();
        }
    }

    private byte[] bytes(String uri) throws IOException {
        return Files.readAllBytes(media.resolve(uri.substring(Creatives.SPOTS.length())));
    }

    /** As few as there can be. */
    private static List<Part> parts(String uri, List<Frame> frames, long size, Duration length, Duration target) {
        List<Frame> edges = new ArrayList<>(frames);
        edges.set(0, new Frame(0, Duration.ZERO, true));
        edges.add(new Frame(size, length, true));
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < edges.size() - 1) {
            int to = last(edges, from, target);
            if (to == from) {
                return List.of();
            }
            Frame first = edges.get(from);
            Frame after = edges.get(to);
            parts.add(Part.of(
                    after.at().minus(first.at()),
                    uri,
                    first.offset(),
                    after.offset() - first.offset(),
                    first.independent()));
            from = to;
        }
        return List.copyOf(parts);
    }

    /** The last edge that is not further than a part may be long. */
    private static int last(List<Frame> edges, int from, Duration target) {
        int to = from;
        while (to + 1 < edges.size()
                && edges.get(to + 1).at().minus(edges.get(from).at()).compareTo(target) <= 0
                && edges.get(to + 1).at().compareTo(edges.get(from).at()) > 0) {
            to++;
        }
        return to;
    }
}
