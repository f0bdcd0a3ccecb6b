package org.scruffy.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.scruffy.spi.schedule.Feed;

/**
 * A piece of video to make: painted layers, words on them, a sound, and how long it lasts. Its text form is its recipe: where
 * that changes the clip is made again.
 *
 * @param name for people, in the progress
 * @param layers what is painted, back to front
 * @param texts words by the name of the file that holds them
 * @param filter what ffmpeg does with the layers, from [0:v] on, to [picture]
 */
record Clip(String name, int segments, List<Layer> layers, Map<String, String> texts, String filter, Sound sound) {

    @Override
    public String toString() {
        return String.join(" | ", segments + " segments", layers.toString(), texts.toString(), filter, sound.name());
    }

    /** A canvas, painted only when the clip is made. */
    record Layer(String name, int width, int height, Supplier<Canvas> canvas) {

        @Override
        public String toString() {
            return name + " " + width + "x" + height;
        }
    }

    private static final String HEAD = "head.otf";
    private static final String BODY = "body.otf";
    private static final int LONGEST_LINE = 20;

    /** One of the demo's spots. */
    static Clip of(Message message) {
        List<String> headline = lines(message.headline());
        int headSize = headline.size() > 1 ? 84 : 96;
        double seconds = SegmentGrid.length(message.segments()).toMillis() / 1000.0;
        int top = 250;
        int copyTop = top + headline.size() * (headSize + 8) + 34;
        List<String> draw = new ArrayList<>();
        draw.add(text(BODY, "over.txt", 34, "0xFFE3A0", "72", rising(String.valueOf(top - 64), 0)));
        for (int i = 0; i < headline.size(); i++) {
            String y = rising(String.valueOf(top + i * (headSize + 8)), 0.15);
            draw.add(text(HEAD, "head" + i + ".txt", headSize, "white", "70", y));
        }
        String[] copy = message.copy().split("\n");
        for (int i = 0; i < copy.length; i++) {
            draw.add(text(BODY, "copy" + i + ".txt", 46, "white", "72", rising(String.valueOf(copyTop + i * 58), 0.5)));
        }
        draw.add(text(HEAD, "call.txt", 40, "white", "72", "56"));
        draw.add(text(BODY, "foot.txt", 24, "white@0.75", "72", "640"));
        draw.add(countdown(seconds, 84, Scenery.COUNTDOWN_X + "-tw/2", Scenery.COUNTDOWN_Y + "-th/2"));
        Map<String, String> texts = new TreeMap<>();
        texts.put("over.txt", over(message));
        for (int i = 0; i < headline.size(); i++) {
            texts.put("head" + i + ".txt", headline.get(i));
        }
        for (int i = 0; i < copy.length; i++) {
            texts.put("copy" + i + ".txt", copy[i]);
        }
        texts.put("call.txt", "KSCF");
        texts.put(
                "foot.txt",
                message.adId() + "  \u00b7  " + (message.segments() * 3) + " seconds  \u00b7  invented for the demo");
        Layer back = new Layer(
                message.scene() + " " + message.color(), Scenery.WIDTH, Scenery.HEIGHT, () -> Scenery.of(message));
        Layer bar =
                new Layer("bar", Scenery.WIDTH, 10, () -> new Canvas(Scenery.WIDTH, 10).gradient(0xFFD166, 0xFFB703));
        String filter = still("[0:v]", "yuv420p", "back") + still("[1:v]", "yuv420p", "bar")
                + String.format(Locale.ROOT, "[back][bar]overlay=x='-w*(1-t/%.3f)':y=H-10:eval=frame,", seconds)
                + String.join(",", draw) + "[picture]";
        return new Clip(
                message.title(), message.segments(), List.of(back, bar), texts, filter, Sound.chord(message.tone()));
    }

    private static String over(Message message) {
        if (!message.underwriter().isEmpty()) {
            return "Support for KSCF comes from";
        }
        return message.title().startsWith("Promo") ? "On KSCF" : "This is";
    }

    /** What a feed shows between its breaks, over and over. */
    static Clip program(DemoFeed feed, int segments) {
        boolean kids = feed.kind() == Feed.Kind.KIDS;
        List<Layer> layers = new ArrayList<>();
        int strip = Scenery.PERIOD + Scenery.WIDTH;
        layers.add(
                kids
                        ? new Layer("sky", strip, Scenery.HEIGHT, Scenery::sky)
                        : new Layer("valley", strip, Scenery.HEIGHT, Scenery::valley));
        layers.add(
                kids ? new Layer("meadow", strip, 230, Scenery::meadow) : new Layer("bank", strip, 230, Scenery::bank));
        String filter = still("[0:v]", "yuv420p", "far") + still("[1:v]", "yuva420p", "near")
                + "[far]crop=1280:720:x='mod(n*2/3,1200)':y=0[view];"
                + "[near]crop=1280:230:x='mod(n*4/3,1200)':y=0[front];"
                + "[view][front]overlay=x=0:y=H-230";
        if (kids) {
            layers.add(new Layer("ball", 120, 120, Scenery::ball));
            filter = filter + "[land];" + still("[2:v]", "yuva420p", "ball")
                    + "[land][ball]overlay=x='820+160*sin(t*0.7)':y='470-260*abs(sin(t*2.4))':eval=frame";
        }
        String ink = kids ? "0x14324A" : "white";
        List<String> draw = new ArrayList<>();
        draw.add("drawbox=x=60:y=500:w=620:h=150:color=" + (kids ? "white@0.78" : "black@0.5") + ":t=fill");
        draw.add(text(HEAD, "call.txt", 44, kids ? ink : "white", "60", "52"));
        draw.add(text(HEAD, "title.txt", 58, ink, "90", "522"));
        draw.add(text(BODY, "line.txt", 30, ink, "92", "594"));
        draw.add(counter("w-60-tw", "56", 40));
        Map<String, String> texts = Map.of(
                "call.txt", kids ? "KSCF Kids" : "KSCF",
                "title.txt", kids ? "Meadow Time" : "River Country",
                "line.txt", kids ? "The kids feed, as the network sends it" : "The main feed, as the network sends it");
        return new Clip(
                "the " + feed.name() + " feed",
                segments,
                layers,
                new TreeMap<>(texts),
                filter + "," + String.join(",", draw) + "[picture]",
                kids ? Sound.tune() : Sound.drone());
    }

    /** What the network shows while a station has its break; it counts down to the end of the longest. */
    static Clip networkBreak(int segments) {
        int color = 0x1D3557;
        double seconds = SegmentGrid.length(segments).toMillis() / 1000.0;
        List<String> draw = List.of(
                text(BODY, "over.txt", 36, "0xFFD166", "150", "205"),
                text(HEAD, "head.txt", 100, "white", "146", "262"),
                text(BODY, "copy.txt", 50, "white", "150", "390"),
                text(BODY, "foot.txt", 30, "white@0.75", "150", "490"),
                countdown(seconds, 110, "1130-tw", "200"));
        Map<String, String> texts = Map.of(
                "over.txt", "The network feed",
                "head.txt", "Local break",
                "copy.txt", "Your station's spots go here.",
                "foot.txt", "Where no spot is booked, viewers see this.");
        Layer card = new Layer("break " + color, Scenery.WIDTH, Scenery.HEIGHT, () -> Scenery.breakCard(color));
        return new Clip(
                "the network's break",
                segments,
                List.of(card),
                new TreeMap<>(texts),
                still("[0:v]", "yuv420p", "card") + "[card]" + String.join(",", draw) + "[picture]",
                Sound.clock());
    }

    /** One painted frame, over and over, with the time each copy airs. */
    private static String still(String input, String format, String name) {
        return input + "scale=out_color_matrix=bt709:out_range=tv,format=" + format
                + ",loop=loop=-1:size=1:start=0,setpts=N*1001/30000/TB[" + name + "];";
    }

    private static String text(String font, String file, int size, String color, String x, String y) {
        return "drawtext=fontfile=" + font + ":textfile=" + file + ":expansion=none:fontsize=" + size + ":fontcolor="
                + color + ":x=" + x + ":y=" + (y.contains("(") ? "'" + y + "'" : y) + ":y_align=font";
    }

    private static String countdown(double seconds, int size, String x, String y) {
        return String.format(
                Locale.ROOT,
                "drawtext=fontfile=%s:text='%%{eif\\:max(1\\,ceil(%.3f-t-0.001))\\:d}':fontsize=%d:fontcolor=white:x=%s:y=%s",
                HEAD,
                seconds,
                size,
                x,
                y);
    }

    private static String counter(String x, String y, int size) {
        return "drawtext=fontfile=" + HEAD + ":text='%{eif\\:trunc(t/60)\\:d\\:2}\\:%{eif\\:mod(t\\,60)\\:d\\:2}'"
                + ":fontsize=" + size + ":fontcolor=white:box=1:boxcolor=black@0.45:boxborderw=14:x=" + x + ":y=" + y;
    }

    /** Comes up from below in half a second. */
    private static String rising(String y, double after) {
        return String.format(Locale.ROOT, "%s+26*pow(max(0,1-max(0,t-%.2f)/0.5),2)", y, after);
    }

    static List<String> lines(String headline) {
        if (headline.length() <= LONGEST_LINE) {
            return List.of(headline);
        }
        int middle = headline.length() / 2;
        int before = headline.lastIndexOf(' ', middle);
        int after = headline.indexOf(' ', middle);
        int cut = before >= 0 && (after < 0 || middle - before <= after - middle) ? before : after;
        return cut < 0 ? List.of(headline) : List.of(headline.substring(0, cut), headline.substring(cut + 1));
    }
}
