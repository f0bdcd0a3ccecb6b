package org.scruffy.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** The air-ready creatives in the media folder. */
final class Creatives {

    private record Known(FileTime at, Reading<Presentation> reading) {}

    private final Path media;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Creatives(Path media) {
        this.media = media;
    }

    /** A creative with every file it needs in place, or why it cannot air. Its playlists are read once per version. */
    Reading<Presentation> read(String folder) {
        if (folder.isEmpty()) {
            return Reading.refused("is not air-ready");
        }
        Path home = media.resolve(folder);
        try {
            FileTime at = Files.getLastModifiedTime(home.resolve("master.m3u8"));
            Known before = known.get(folder);
            Reading<Presentation> reading =
                    before != null && before.at.equals(at) ? before.reading : readPlaylists(folder, home);
            known.put(folder, new Known(at, reading));
            return reading.value()
                    .map(presentation -> complete(presentation, reading))
                    .orElse(reading);
        } catch (IOException | RuntimeException e) {
            return Reading.refused("cannot be read: " + e);
        }
    }

    private Reading<Presentation> complete(Presentation presentation, Reading<Presentation> reading) {
        Optional<String> missing = presentation.renditions().stream()
                .flatMap(rendition -> rendition.uris().stream())
                .filter(uri -> !Files.isReadable(media.resolve(uri.substring(uri.indexOf("spots/") + 6))))
                .findFirst();
        return missing.map(uri ->
                        Reading.<Presentation>refused("misses its file " + uri.substring(uri.indexOf("spots/") + 6)))
                .orElse(reading);
    }

    private Reading<Presentation> readPlaylists(String folder, Path home) throws IOException {
        Reading<Multivariant> master = Multivariant.read(Files.readAllBytes(home.resolve("master.m3u8")));
        if (master.value().isEmpty()) {
            return Reading.refused("has a master.m3u8 that " + master.refusal());
        }
        List<Presentation.Rendition> renditions = new ArrayList<>();
        for (Multivariant.Variant variant : master.value().get().variants()) {
            Path playlist = inside(home, variant.uri());
            Reading<MediaPlaylist> reading = PlaylistReader.media(Files.readAllBytes(playlist));
            if (reading.value().isEmpty()) {
                return Reading.refused("has a " + variant.uri() + " that " + reading.refusal());
            }
            renditions.add(
                    rendition(folder, home, playlist, variant, reading.value().get()));
        }
        return Reading.of(new Presentation(renditions));
    }

    private static Presentation.Rendition rendition(
            String folder, Path home, Path playlist, Multivariant.Variant variant, MediaPlaylist list) {
        List<String> uris = new ArrayList<>();
        List<Duration> lengths = new ArrayList<>();
        for (Segment segment : list.segments()) {
            Path file = inside(
                    home,
                    home.relativize(playlist.resolveSibling(segment.uri())).toString());
            uris.add("../../spots/" + folder + "/"
                    + home.relativize(file).toString().replace('\\', '/'));
            lengths.add(segment.length());
        }
        return new Presentation.Rendition(variant.height(), variant.bandwidth(), variant.codecs(), uris, lengths);
    }

    private static Path inside(Path home, String relative) {
        Path file = home.resolve(relative).normalize();
        if (!file.startsWith(home) || !relative.matches("[A-Za-z0-9._/-]+")) {
            throw new InvalidPathException(relative, "is not a plain path inside the creative's folder");
        }
        return file;
    }
}
