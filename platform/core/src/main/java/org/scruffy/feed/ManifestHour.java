package org.scruffy.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The versions of an hour of one feed: a file of deflated texts, and an index with an entry of fixed size for each, in time. Most
 * versions differ little from one before them, which is what they are deflated against. Both files only grow; what a crash left
 * half written at their ends is cut off by the next writer and never read.
 */
record ManifestHour(Path home, Instant hour) {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH").withZone(ZoneOffset.UTC);
    private static final int ENTRY = 80;
    private static final int NAME_BYTES = 16;
    /** Versions after which one stands for itself again. */
    private static final int KEY_EVERY = 60;

    /**
     * A line of the index.
     *
     * @param offset in the file of texts, with length and plain length
     * @param key offset of the text it is deflated against, -1 where it stands for itself
     */
    record Entry(
            Instant at,
            long offset,
            int length,
            int plain,
            long key,
            int keyLength,
            int keyPlain,
            int crc,
            String rendition,
            String traceId) {

        ByteBuffer bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(ENTRY)
                    .putLong(at.toEpochMilli())
                    .putLong(offset)
                    .putInt(length)
                    .putInt(plain)
                    .putLong(key)
                    .putInt(keyLength)
                    .putInt(keyPlain)
                    .putInt(crc)
                    .put(HexFormat.of().parseHex(traceId.length() == 32 ? traceId : "0".repeat(32)))
                    .put(rendition.getBytes(StandardCharsets.US_ASCII));
            return bytes.clear();
        }

        static Entry of(ByteBuffer bytes) {
            Instant at = Instant.ofEpochMilli(bytes.getLong());
            long offset = bytes.getLong();
            int length = bytes.getInt();
            int plain = bytes.getInt();
            long key = bytes.getLong();
            int keyLength = bytes.getInt();
            int keyPlain = bytes.getInt();
            int crc = bytes.getInt();
            byte[] trace = new byte[16];
            bytes.get(trace);
            byte[] name = new byte[NAME_BYTES];
            bytes.get(name);
            String traceId = HexFormat.of().formatHex(trace);
            return new Entry(
                    at,
                    offset,
                    length,
                    plain,
                    key,
                    keyLength,
                    keyPlain,
                    crc,
                    new String(name, StandardCharsets.US_ASCII).replace("\0", ""),
                    traceId.matches("0+") ? "" : traceId);
        }
    }

    /** A version and where it was found. */
    record Found(ManifestHour in, Entry entry) {

        ManifestVersion version(Optional<Instant> until, Optional<Instant> before) {
            return new ManifestVersion(entry.rendition(), entry.at(), until, before, entry.traceId(), in.text(entry));
        }
    }

    /** The hour of a file of ours. */
    static Optional<Instant> of(Path file) {
        String name = file.getFileName().toString();
        if (!name.matches("\\d{8}T\\d\\d\\.(idx|txt)")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(name.substring(0, 11), NAME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Path index() {
        return home.resolve(NAME.format(hour) + ".idx");
    }

    private Path texts() {
        return home.resolve(NAME.format(hour) + ".txt");
    }

    boolean exists() {
        return Files.isReadable(index()) && Files.isReadable(texts());
    }

    /** The last version at an instant. */
    Optional<Found> last(String rendition, Instant at) {
        return read(index -> {
            for (long i = after(index, at) - 1; i >= 0; i--) {
                Entry entry = entry(index, i);
                if (entry.rendition().equals(rendition)) {
                    return Optional.of(new Found(this, entry));
                }
            }
            return Optional.empty();
        });
    }

    /** When the first version after an instant was published. */
    Optional<Instant> first(String rendition, Instant after) {
        return read(index -> {
            long entries = index.size() / ENTRY;
            for (long i = after(index, after); i < entries; i++) {
                Entry entry = entry(index, i);
                if (entry.rendition().equals(rendition)) {
                    return Optional.of(entry.at());
                }
            }
            return Optional.empty();
        });
    }

    List<String> renditions() {
        return read(index -> {
            long entries = index.size() / ENTRY;
            Map<String, Boolean> names = new java.util.TreeMap<>();
            for (long i = 0; i < entries; i++) {
                names.put(entry(index, i).rendition(), true);
            }
            return List.copyOf(names.keySet());
        });
    }

    private interface Reading<T> {
        T of(FileChannel index) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        try (FileChannel index = FileChannel.open(index(), StandardOpenOption.READ)) {
            return reading.of(index);
        } catch (IOException e) {
            throw new UncheckedIOException("The index " + index() + " cannot be read", e);
        }
    }

    /** How many entries are of an instant or before: they stand in time. */
    private static long after(FileChannel index, Instant at) throws IOException {
        long low = 0;
        long high = index.size() / ENTRY;
        while (low < high) {
            long middle = (low + high) / 2;
            if (entry(index, middle).at().isAfter(at)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static Entry entry(FileChannel index, long number) throws IOException {
        return Entry.of(bytes(index, number * ENTRY, ENTRY));
    }

    private static ByteBuffer bytes(FileChannel file, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it ends at " + file.size() + ", expected " + (from + length));
            }
        }
        return bytes.flip();
    }

    private String text(Entry entry) {
        try (FileChannel file = FileChannel.open(texts(), StandardOpenOption.READ)) {
            byte[] key = entry.key() < 0
                    ? new byte[0]
                    : inflated(bytes(file, entry.key(), entry.keyLength()).array(), new byte[0], entry.keyPlain());
            byte[] text = inflated(bytes(file, entry.offset(), entry.length()).array(), key, entry.plain());
            if (crc(text) != entry.crc()) {
                throw new IOException("its checksum is wrong");
            }
            return new String(text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The version of " + entry.at() + " in " + texts() + " cannot be read", e);
        }
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static byte[] deflated(byte[] text, byte[] key) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setDictionary(key);
            deflater.setInput(text);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] bytes, byte[] key, int plain) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(key);
            inflater.setInput(bytes);
            byte[] text = new byte[plain];
            int length = 0;
            while (length < plain && !inflater.finished()) {
                int read = inflater.inflate(text, length, plain - length);
                if (read == 0) {
                    throw new IOException("it is not deflated as it should be");
                }
                length += read;
            }
            return text;
        } catch (DataFormatException e) {
            throw new IOException(e);
        } finally {
            inflater.end();
        }
    }

    Writer append() throws IOException {
        Files.createDirectories(home);
        FileChannel index =
                FileChannel.open(index(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileChannel texts =
                FileChannel.open(texts(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Writer(hour, index, texts);
    }

    /** Appends to the files of an hour. One thread at a time. */
    static final class Writer {

        private record Key(long offset, int length, byte[] text, int followers) {}

        private final Instant hour;
        private final FileChannel index;
        private final FileChannel texts;
        private final Map<String, Key> keys = new HashMap<>();
        private final Map<String, String> latest = new HashMap<>();
        private Instant last;

        /** Goes on after the last entry whose text is there whole. */
        private Writer(Instant hour, FileChannel index, FileChannel texts) throws IOException {
            this.hour = hour;
            this.index = index;
            this.texts = texts;
            long entries = index.size() / ENTRY;
            while (entries > 0 && end(entry(index, entries - 1)) > texts.size()) {
                entries--;
            }
            index.truncate(entries * ENTRY);
            texts.truncate(entries == 0 ? 0 : end(entry(index, entries - 1)));
            index.position(index.size());
            texts.position(texts.size());
            last = entries == 0 ? Instant.EPOCH : entry(index, entries - 1).at();
        }

        private static long end(Entry entry) {
            return entry.offset() + entry.length();
        }

        Instant hour() {
            return hour;
        }

        /** Writes a version, unless it says what the one before it said. */
        void write(Witness.Published version) throws IOException {
            String name = version.rendition();
            if (name.length() > NAME_BYTES || version.text().equals(latest.get(name))) {
                return;
            }
            byte[] text = version.text().getBytes(StandardCharsets.UTF_8);
            Key key = keys.get(name);
            boolean alone = key == null || key.followers() >= KEY_EVERY;
            byte[] deflated = deflated(text, alone ? new byte[0] : key.text());
            long offset = texts.position();
            put(texts, ByteBuffer.wrap(deflated));
            // where clocks are set back, versions still stand in time
            last = version.at().isAfter(last) ? version.at() : last.plusMillis(1);
            put(
                    index,
                    new Entry(
                                    last,
                                    offset,
                                    deflated.length,
                                    text.length,
                                    alone ? -1 : key.offset(),
                                    alone ? 0 : key.length(),
                                    alone ? 0 : key.text().length,
                                    crc(text),
                                    name,
                                    version.traceId())
                            .bytes());
            keys.put(
                    name,
                    alone
                            ? new Key(offset, deflated.length, text, 0)
                            : new Key(key.offset(), key.length(), key.text(), key.followers() + 1));
            latest.put(name, version.text());
        }

        private static void put(FileChannel file, ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        void close() {
            try (index;
                    texts) {
                keys.clear();
            } catch (IOException e) {
                throw new UncheckedIOException("The files of the hour " + hour + " cannot be closed", e);
            }
        }
    }
}
