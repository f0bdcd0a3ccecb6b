package org.scruffy.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Probe;

/**
 * A file that was sent, as far as it says what it is.
 *
 * @param picture the input's stream with the pictures, -1 for none
 * @param sound the input's streams with the sound: none, one, or two of one channel each, as broadcast files have them
 * @param interlaced whether its pictures are two half pictures each
 * @param captions the input's stream that is a track of closed captions, empty where there is none
 */
record Sent(Probe probe, int picture, List<Integer> sound, boolean interlaced, OptionalInt captions) {

    private static final List<FrameRate> RATES = List.of(
            new FrameRate(24_000, 1001),
            new FrameRate(24, 1),
            new FrameRate(25, 1),
            new FrameRate(30_000, 1001),
            new FrameRate(30, 1),
            new FrameRate(50, 1),
            new FrameRate(60_000, 1001),
            new FrameRate(60, 1));

    private static final String ENTRIES =
            "format=format_name,duration:stream=codec_type,codec_name,profile,level,width,height,"
                    + "r_frame_rate,avg_frame_rate,field_order,sample_rate,channels,bit_rate:stream_disposition=attached_pic";

    /** @throws Unfit where it is no media file */
    static Sent read(Workbench bench) throws IOException, InterruptedException {
        if (Files.size(bench.source()) == 0) {
            throw new Unfit("The file is empty.");
        }
        try {
            return of(fields(bench.probe("-show_entries", ENTRIES)));
        } catch (IOException e) {
            throw new Unfit(Words.notAVideo(bench.source(), e.getMessage()));
        }
    }

    private static Map<String, String> fields(String flat) {
        Map<String, String> fields = new HashMap<>();
        flat.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
        });
        return fields;
    }

    private static Sent of(Map<String, String> fields) {
        int picture = -1;
        List<Integer> sounds = new ArrayList<>();
        OptionalInt captions = OptionalInt.empty();
        for (int i = 0; fields.containsKey("streams.stream." + i + ".codec_type"); i++) {
            Stream stream = new Stream(fields, "streams.stream." + i + ".");
            boolean cover = stream.number("disposition.attached_pic") == 1;
            if (picture < 0 && stream.is("video") && !cover && stream.number("width") > 0) {
                picture = i;
            }
            if (stream.is("audio") && stream.number("channels") > 0) {
                sounds.add(i);
            }
            if (captions.isEmpty() && stream.text("codec_name").equals("eia_608")) {
                captions = OptionalInt.of(i);
            }
        }
        Stream pictures = new Stream(fields, "streams.stream." + picture + ".");
        Probe probe = new Probe(
                fields.getOrDefault("format.format_name", ""),
                seconds(fields.getOrDefault("format.duration", "")),
                picture < 0 ? Optional.empty() : Optional.of(pictures.picture()),
                sounds.stream().findFirst().map(i -> new Stream(fields, "streams.stream." + i + ".").sound()));
        boolean interlaced = pictures.text("field_order").matches("tt|bb|tb|bt");
        return new Sent(probe, picture, together(fields, sounds), interlaced, captions);
    }

    private static List<Integer> together(Map<String, String> fields, List<Integer> sounds) {
        boolean pair = sounds.size() > 1
                && sounds.subList(0, 2).stream()
                        .allMatch(i -> new Stream(fields, "streams.stream." + i + ".").number("channels") == 1);
        return List.copyOf(sounds.subList(0, Math.min(sounds.size(), pair ? 2 : 1)));
    }

    private static Duration seconds(String text) {
        return text.matches("\\d{1,9}(\\.\\d+)?")
                ? Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000))
                : Duration.ZERO;
    }

    /** One stream of the answer. */
    private record Stream(Map<String, String> fields, String prefix) {

        String text(String name) {
            return fields.getOrDefault(prefix + name, "");
        }

        int number(String name) {
            return text(name).matches("\\d{1,9}") ? Integer.parseInt(text(name)) : 0;
        }

        boolean is(String type) {
            return text("codec_type").equals(type);
        }

        Probe.Picture picture() {
            return new Probe.Picture(text("codec_name"), avc(), number("width"), number("height"), rate());
        }

        Probe.Sound sound() {
            return new Probe.Sound(text("codec_name"), number("sample_rate"), number("channels"), number("bit_rate"));
        }

        private String avc() {
            if (!text("codec_name").equals("h264")) {
                return "";
            }
            String profile = switch (text("profile")) {
                case "Constrained Baseline" -> "42c0";
                case "Baseline" -> "4200";
                case "Main" -> "4d40";
                default -> "6400";
            };
            return "avc1." + profile + String.format(Locale.ROOT, "%02x", Math.max(10, number("level")));
        }

        private FrameRate rate() {
            Optional<FrameRate> average = fraction(text("avg_frame_rate"));
            return average.or(() -> fraction(text("r_frame_rate")))
                    .map(Sent::usual)
                    .orElse(RATES.get(3));
        }

        private static Optional<FrameRate> fraction(String text) {
            if (!text.matches("[1-9]\\d{0,8}/[1-9]\\d{0,8}")) {
                return Optional.empty();
            }
            int slash = text.indexOf('/');
            int above = Integer.parseInt(text.substring(0, slash));
            int below = Integer.parseInt(text.substring(slash + 1));
            return above / below > 1000 ? Optional.empty() : Optional.of(new FrameRate(above, below));
        }
    }

    /** What a measured rate stands for: a few frames do not measure finer than a thousandth. */
    private static FrameRate usual(FrameRate measured) {
        double rate = (double) measured.frames() / measured.seconds();
        return RATES.stream()
                .min((one, other) -> Double.compare(off(one, rate), off(other, rate)))
                .filter(nearest -> off(nearest, rate) < 0.0004)
                .orElse(measured);
    }

    private static double off(FrameRate known, double rate) {
        return Math.abs((double) known.frames() / known.seconds() / rate - 1);
    }
}
