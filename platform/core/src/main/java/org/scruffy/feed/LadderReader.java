package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.feed.Multivariant.Stream;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Probe;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.telemetry.Telemetry;

/** Reads what a feed is made of: from its multivariant playlist, and from one segment where that does not say. */
@ApplicationScoped
public class LadderReader {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final int MOST = 48 * 1024 * 1024;
    private static final int USUAL_SOUND = 128_000;
    private static final List<Integer> SOUND_RATES = List.of(USUAL_SOUND, 192_000, 256_000, 320_000);

    private final Telemetry telemetry;
    private final Fetcher fetcher;

    protected LadderReader() {
        this(null, null);
    }

    @Inject
    public LadderReader(Fetcher fetcher, Telemetry telemetry) {
        this.fetcher = fetcher;
        this.telemetry = telemetry;
    }

    /** The body of the feed's first playlist, which changes whenever its ladder does. */
    public Reading<byte[]> playlist(Feed feed) {
        Reading<Fetcher.Fetched> fetched = origin().fetch(feed.name(), "ladder", feed.origin() + "", PATIENCE);
        return fetched.value()
                .map(got -> Reading.of(got.body()))
                .orElseGet(() -> Reading.refused("The origin " + fetched.refusal()));
    }

    private Origin origin() {
        return new Origin(fetcher, telemetry);
    }

    /**
     * The ladder of a feed.
     *
     * @param work a folder for the segment
     * @param probe looks into a file
     */
    public Reading<Ladder> read(Feed feed, Path work, Function<Path, Reading<Probe>> probe) {
        try {
            return Reading.of(new Look(feed, work, probe).ladder());
        } catch (Unreadable | IllegalArgumentException e) {
            return Reading.refused(e.getMessage());
        } catch (IOException e) {
            return Reading.refused("A segment could not be kept: " + e.getMessage());
        }
    }

    /** Why a ladder cannot be read, as a sentence. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }
    }

    /** One media playlist, how long its parts are, zero where it has none, and its address. */
    private record Listed(MediaPlaylist playlist, Duration part, String address) {

        /** The newest segment but one: all of it is there, and it stays for a while. */
        int segment() {
            return Math.max(0, playlist.segments().size() - 2);
        }

        /** The EXT-X-MAP that holds for that segment. */
        Optional<Attributes> map() {
            List<Segment> segments = playlist.segments();
            return segments.subList(0, segment() + 1).stream()
                    .flatMap(segment -> segment.tags().stream())
                    .filter(tag -> tag.startsWith("#EXT-X-MAP:"))
                    .reduce((first, second) -> second)
                    .map(tag -> Attributes.of(tag.substring(11)));
        }

        boolean has(String tag) {
            return playlist.segments().stream()
                    .flatMap(segment -> segment.tags().stream())
                    .anyMatch(line -> line.startsWith(tag) && !line.contains("METHOD=NONE"));
        }

        /** The length that most segments have. */
        Duration usual() {
            Map<Duration, Long> counts =
                    playlist.segments().stream().collect(Collectors.groupingBy(Segment::length, Collectors.counting()));
            return counts.entrySet().stream()
                    .max(Comparator.comparingLong((Map.Entry<Duration, Long> one) -> one.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .orElseThrow()
                    .getKey();
        }
    }

    /** One reading of one feed. */
    private final class Look {

        private final Feed feed;
        private final Path work;
        private final Function<Path, Reading<Probe>> probe;

        Look(Feed feed, Path work, Function<Path, Reading<Probe>> probe) {
            this.feed = feed;
            this.work = work;
            this.probe = probe;
        }

        Ladder ladder() throws IOException {
            Fetcher.Fetched first = fetched(feed.origin().toString(), PlaylistReader.LIMIT);
            if (!PlaylistReader.multivariant(first.body())) {
                return ladder(Multivariant.alone(first.address()).variants(), Optional.empty(), first.address());
            }
            Reading<Multivariant> read = Multivariant.read(first.body());
            Multivariant master =
                    read.value().orElseThrow(() -> new Unreadable("The multivariant playlist " + read.refusal() + "."));
            Optional<String> sound = master.media().stream()
                    .filter(media -> media.type().equals("AUDIO") && media.listed())
                    .map(Multivariant.Media::uri)
                    .findFirst();
            return ladder(master.variants(), sound, first.address());
        }

        private Ladder ladder(List<Stream> all, Optional<String> sound, String base) throws IOException {
            List<Stream> variants =
                    all.stream().filter(LadderReader::hasPictures).toList();
            if (variants.isEmpty()) {
                throw new Unreadable("No variant of the feed has H.264 pictures, and no others can be made.");
            }
            Listed listed = listed(Addresses.absolute(variants.get(0).uri(), base));
            Probe first = probe(listed);
            Container container = container(listed, first);
            Probe heard = sound.isEmpty() ? first : probe(listed(Addresses.absolute(sound.get(), base)));
            List<Rung> rungs = new ArrayList<>();
            for (Stream variant : variants) {
                boolean itself = variant.equals(variants.get(0));
                Probe seen = itself || said(variant) ? first : probe(listed(Addresses.absolute(variant.uri(), base)));
                rungs.add(rung(variant, seen, listed.usual()));
            }
            // MPEG-TS can be cut at every frame
            Duration part = container == Container.FMP4 ? listed.part() : Duration.ZERO;
            return new Ladder(container, sound.isPresent(), sound(heard), part, rungs);
        }

        private Listed listed(String address) {
            Fetcher.Fetched fetched = fetched(address, PlaylistReader.LIMIT);
            Reading<MediaPlaylist> read = PlaylistReader.media(fetched.body());
            MediaPlaylist playlist = read.value()
                    .orElseThrow(() -> new Unreadable("A media playlist of the feed " + read.refusal() + "."));
            return new Listed(playlist, part(fetched.body()), fetched.address());
        }

        private Probe probe(Listed listed) throws IOException {
            if (listed.has("#EXT-X-KEY:")) {
                throw new Unreadable("The feed is encrypted: its segments cannot be looked into.");
            }
            if (listed.has("#EXT-X-BYTERANGE")) {
                throw new Unreadable(
                        "The feed's segments are parts of larger files (EXT-X-BYTERANGE), which are not read.");
            }
            Path file = Files.createTempFile(work, "segment", ".media");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    if (listed.map().isPresent()) {
                        out.write(media(listed, listed.map().get().text("URI")));
                    }
                    out.write(media(
                            listed,
                            listed.playlist().segments().get(listed.segment()).uri()));
                }
                Reading<Probe> reading = probe.apply(file);
                return reading.value()
                        .orElseThrow(
                                () -> new Unreadable("A segment of the feed cannot be read: " + reading.refusal()));
            } finally {
                Files.delete(file);
            }
        }

        private byte[] media(Listed listed, String uri) {
            String address = Addresses.absolute(uri, listed.address());
            if (!Addresses.web(address)) {
                throw new Unreadable("The feed lists a segment at " + address + ", expected http or https.");
            }
            return fetched(address, MOST).body();
        }

        private Fetcher.Fetched fetched(String address, int most) {
            Reading<Fetcher.Fetched> fetched = origin().fetch(feed.name(), "ladder", address, PATIENCE, most);
            return fetched.value().orElseThrow(() -> new Unreadable("The origin " + fetched.refusal() + "."));
        }
    }

    private static Duration part(byte[] playlist) {
        return HlsBody.read(new String(playlist, StandardCharsets.UTF_8))
                .value()
                .map(HlsBody::partTarget)
                .orElse(Duration.ZERO);
    }

    private static boolean hasPictures(Stream variant) {
        return variant.codecs().isEmpty() || !avc(variant).isEmpty();
    }

    /** Profile and level of a variant, empty where it does not say. */
    private static String avc(Stream variant) {
        for (String codec : variant.codecs().split(",")) {
            String name = codec.strip().toLowerCase(Locale.ROOT).replace("avc3.", "avc1.");
            if (name.matches("avc1\\.[0-9a-f]{6}")) {
                return name;
            }
        }
        return "";
    }

    private static boolean said(Stream variant) {
        return variant.height() > 0 && !avc(variant).isEmpty();
    }

    private static Container container(Listed listed, Probe probe) {
        if (listed.map().isPresent()) {
            return Container.FMP4;
        }
        if (probe.format().contains("mpegts")) {
            return Container.MPEG_TS;
        }
        throw new Unreadable("The feed's segments are " + probe.format() + ", expected MPEG-TS or fragmented MP4.");
    }

    private static Ladder.Sound sound(Probe probe) {
        return probe.sound()
                .map(sound -> new Ladder.Sound(sound.rate(), sound.channels(), usual(sound.bitsPerSecond())))
                .orElse(new Ladder.Sound(48_000, 2, USUAL_SOUND));
    }

    /**
     * What a measured rate stands for: segments of one encoder differ, and feeds of one encoder are to share their copies. A spot
     * sounds no worse than usual where the feed does.
     */
    private static int usual(int measured) {
        return measured == 0
                ? USUAL_SOUND
                : SOUND_RATES.stream()
                        .min(Comparator.comparingInt(rate -> Math.abs(rate - measured)))
                        .orElse(USUAL_SOUND);
    }

    private static Rung rung(Stream variant, Probe probe, Duration segment) {
        Probe.Picture picture =
                probe.picture().orElseThrow(() -> new Unreadable("A segment of the feed has no pictures."));
        String codec = avc(variant).isEmpty() ? picture.avc() : avc(variant);
        if (codec.isEmpty()) {
            throw new Unreadable("The feed's pictures are " + picture.codec() + ", and only H.264 can be made.");
        }
        String[] size = (variant.height() > 0
                        ? variant.attributes().text("RESOLUTION")
                        : picture.width() + "x" + picture.height())
                .split("x");
        FrameRate rate = rate(variant.attributes().text("FRAME-RATE"), picture.rate());
        return new Rung(
                Integer.parseInt(size[0]),
                Integer.parseInt(size[1]),
                rate,
                Math.toIntExact(rate.nearest(segment)),
                codec,
                Math.toIntExact(Math.min(Integer.MAX_VALUE, variant.bandwidth())));
    }

    /** The rate that is seen; where a variant says another, that over the same fraction: 59.940 beside 30000/1001 is 60000/1001. */
    private static FrameRate rate(String said, FrameRate seen) {
        if (!said.matches("\\d{1,3}(\\.\\d{1,6})?")) {
            return seen;
        }
        double factor = Double.parseDouble(said) * seen.seconds() / seen.frames();
        for (int[] ratio : new int[][] {{1, 1}, {2, 1}, {1, 2}, {4, 1}, {1, 4}}) {
            if (Math.abs(factor * ratio[1] / ratio[0] - 1) < 0.001) {
                return new FrameRate(seen.frames() * ratio[0] / ratio[1], seen.seconds());
            }
        }
        return new FrameRate((int) Math.round(Double.parseDouble(said) * 1000), 1000);
    }
}
