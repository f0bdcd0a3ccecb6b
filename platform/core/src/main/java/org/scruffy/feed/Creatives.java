package org.scruffy.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** The air-ready creatives in the media folder. */
final class Creatives {

    /** Where the segments of creatives are, seen from a live media playlist. */
    static final String SPOTS = "../../spots/";

    private record Known(FileTime at, Reading<Presentation> reading) {}

    private final Path media;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    Creatives(Path media) {
        this.media = media;
    }

    /** How the segments of creatives fall into parts. */
    SpotParts parts() {
        return new SpotParts(media);
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

    /** The first bytes of a file at an address that live playlists list. */
    Reading<byte[]> head(String address, int bytes) {
        Path file = media.resolve(address.substring(SPOTS.length())).normalize();
        try (InputStream in = Files.newInputStream(file)) {
            return Reading.of(in.readNBytes(bytes));
        } catch (IOException e) {
            return Reading.refused("cannot be read: " + e);
        }
    }

    /** Whether an address is one of theirs. */
    static boolean theirs(String address) {
        return address.startsWith(SPOTS);
    }

    private Reading<Presentation> complete(Presentation presentation, Reading<Presentation> reading) {
        Optional<String> missing = Stream.concat(presentation.pictures().stream(), presentation.sounds().stream())
                .flatMap(rendition -> rendition.pieces().stream())
                .flatMap(piece -> Stream.of(piece.uri(), piece.map()))
                .filter(uri -> !uri.isEmpty())
                .distinct()
                .map(uri -> uri.substring(SPOTS.length()))
                .filter(file -> !Files.isReadable(media.resolve(file)))
                .findFirst();
        return missing.map(file -> Reading.<Presentation>refused("misses its file " + file))
                .orElse(reading);
    }

    private Reading<Presentation> readPlaylists(String folder, Path home) throws IOException {
        Reading<Multivariant> master = Multivariant.read(Files.readAllBytes(home.resolve("master.m3u8")));
        if (master.value().isEmpty()) {
            return Reading.refused("has a master.m3u8 that " + master.refusal());
        }
        Home at = new Home(folder, home);
        List<Presentation.Rendition> pictures = new ArrayList<>();
        for (Multivariant.Stream variant : master.value().get().variants()) {
            Reading<List<Presentation.Piece>> pieces = at.pieces(variant.uri());
            if (pieces.value().isEmpty()) {
                return Reading.refused(pieces.refusal());
            }
            pictures.add(new Presentation.Rendition(
                    variant.height(),
                    variant.bandwidth(),
                    variant.codecs(),
                    "",
                    pieces.value().get()));
        }
        List<Presentation.Rendition> sounds = new ArrayList<>();
        for (Multivariant.Media media : master.value().get().media()) {
            if (media.listed() && media.type().equals("AUDIO")) {
                Reading<List<Presentation.Piece>> pieces = at.pieces(media.uri());
                if (pieces.value().isEmpty()) {
                    return Reading.refused(pieces.refusal());
                }
                sounds.add(new Presentation.Rendition(
                        0, 0, "", media.language(), pieces.value().get()));
            }
        }
        boolean captioned = master.value().get().media().stream()
                .anyMatch(media -> media.type().equals(MasterPlaylist.CAPTIONS));
        return Reading.of(new Presentation(pictures, sounds, captioned));
    }

    /** The folder of one creative. */
    private record Home(String name, Path path) {

        Reading<List<Presentation.Piece>> pieces(String playlist) throws IOException {
            Path file = inside(path, playlist);
            Reading<MediaPlaylist> reading = PlaylistReader.media(Files.readAllBytes(file));
            if (reading.value().isEmpty()) {
                return Reading.refused("has a " + playlist + " that " + reading.refusal());
            }
            List<Presentation.Piece> pieces = new ArrayList<>();
            for (Segment segment : reading.value().get().segments()) {
                String map = Attributes.of(Scope.of(segment.tags()).map().replaceFirst("^#EXT-X-MAP:", ""))
                        .text("URI");
                pieces.add(new Presentation.Piece(
                        address(file, segment.uri()), segment.length(), map.isEmpty() ? "" : address(file, map)));
            }
            return Reading.of(pieces);
        }

        private String address(Path playlist, String uri) {
            Path file =
                    inside(path, path.relativize(playlist.resolveSibling(uri)).toString());
            return SPOTS + name + "/" + path.relativize(file).toString().replace('\\', '/');
        }
    }

    private static Path inside(Path home, String relative) {
        Path file = home.resolve(relative).normalize();
        if (!file.startsWith(home) || !relative.matches("[A-Za-z0-9._/-]+")) {
            throw new InvalidPathException(relative, "is not a plain path inside the creative's folder");
        }
        return file;
    }
}
