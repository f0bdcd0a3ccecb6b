package org.scruffy.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What was in the files of a creative when it aired. Reads all of them, once per version of it: never on the live path. */
final class ContentHash {

    /**
     * A creative's files.
     *
     * @param folder below the media folder, empty where it is not there any more
     * @param hash SHA-256 of their names and bytes in the order of their names, in hexadecimal digits
     */
    record Content(String folder, String hash) {

        static final Content GONE = new Content("", "");
    }

    private record Known(FileTime at, Content content) {}

    private final Path media;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    ContentHash(Path media) {
        this.media = media;
    }

    /** @param uri of one of its segments, as in the live playlists */
    Content of(String uri) {
        Path file = media.resolve(uri.substring(uri.indexOf("spots/") + 6));
        for (Path home = file.getParent(); home != null && !home.equals(media); home = home.getParent()) {
            if (Files.isReadable(home.resolve("master.m3u8"))) {
                return read(home);
            }
        }
        return Content.GONE;
    }

    private Content read(Path home) {
        try {
            FileTime at = Files.getLastModifiedTime(home.resolve("master.m3u8"));
            Known before = known.get(home);
            if (before != null && before.at.equals(at)) {
                return before.content;
            }
            Content content = new Content(media.relativize(home).toString().replace('\\', '/'), hash(home));
            known.put(home, new Known(at, content));
            return content;
        } catch (IOException | RuntimeException e) {
            return Content.GONE;
        }
    }

    private static String hash(Path home) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files(home)) {
            digest.update(home.relativize(file).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
                bytes.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
