package org.scruffy.demo;

import static org.scruffy.demo.Canvas.dark;
import static org.scruffy.demo.Canvas.light;
import static org.scruffy.demo.Canvas.mix;

import java.util.SplittableRandom;

/** What the demo's pictures show behind their words. */
final class Scenery {

    static final int WIDTH = 1280;
    static final int HEIGHT = 720;

    /** Scenery that moves past repeats itself after so many pixels. */
    static final int PERIOD = 1200;

    /** Where spots count down. */
    static final int COUNTDOWN_X = 1164;

    static final int COUNTDOWN_Y = 104;

    /** Left of here stand the words. */
    private static final int WORDS = 760;

    private static final int[] CONFETTI = {0xFFD166, 0xEF476F, 0x06D6A0, 0x4CC9F0, 0xFFFFFF};

    private Scenery() {}

    static Canvas of(Message message) {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        int color = message.color();
        switch (message.scene()) {
            case HILLS -> hills(canvas, color);
            case RIVER -> river(canvas, color);
            case SUNRISE -> sunrise(canvas, color);
            case RINGS -> rings(canvas, color);
            case BUNTING -> bunting(canvas, color);
            case CITY -> city(canvas, color);
        }
        return canvas.shade(dark(color, 0.75), 0.72).disc(COUNTDOWN_X, COUNTDOWN_Y, 70, dark(color, 0.8), 0.5);
    }

    private static void hills(Canvas canvas, int color) {
        canvas.gradient(light(color, 0.25), light(color, 0.7));
        canvas.glow(980, 250, 420, 0xFFF3C4, 0.9).disc(980, 250, 78, 0xFFF8E1, 1);
        canvas.land(x -> 430 + wave(x, 3, 46, 0) + wave(x, 1, 30, 2), light(color, 0.32), 1);
        canvas.land(x -> 510 + wave(x, 2, 50, 1), light(color, 0.08), 1);
        canvas.land(x -> 600 + wave(x, 1, 44, 4) + wave(x, 4, 8, 1), dark(color, 0.4), 1);
    }

    private static void river(Canvas canvas, int color) {
        canvas.gradient(dark(color, 0.3), light(color, 0.65));
        canvas.glow(930, 400, 380, 0xFFE3B3, 0.8).disc(930, 400, 60, 0xFFF2D8, 1);
        canvas.land(x -> 400 + wave(x, 2, 36, 3) + wave(x, 5, 10, 0), mix(color, 0x1B2A33, 0.45), 1);
        canvas.land(x -> 470, mix(color, 0x0F2027, 0.25), 1);
        for (int i = 0; i < 16; i++) {
            double wide = 60 + i * 26;
            canvas.box(
                    930 - wide / 2 + wave(i * 130.0, 1, 40, i), 482 + i * 15.0, wide, 4, 2, 0xFFE9C9, 0.42 - i * 0.02);
        }
    }

    private static void sunrise(Canvas canvas, int color) {
        canvas.gradient(color, light(color, 0.55));
        canvas.rays(960, 640, 30, 0xFFFFFF, 0.13);
        canvas.glow(960, 640, 620, 0xFFE9B0, 0.75).disc(960, 640, 170, 0xFFE3A0, 1);
        canvas.land(x -> 620 + wave(x, 1, 14, 1), dark(color, 0.45), 1);
    }

    private static void rings(Canvas canvas, int color) {
        canvas.gradient(light(color, 0.12), dark(color, 0.35));
        canvas.glow(1010, 360, 560, light(color, 0.6), 0.5);
        for (int i = 0; i < 9; i++) {
            canvas.ring(1010, 360, 60 + i * 62.0, 10 + i, light(color, 0.75), 0.75 - i * 0.075);
        }
        canvas.disc(1010, 360, 34, 0xFFFFFF, 0.95);
    }

    private static void bunting(Canvas canvas, int color) {
        canvas.gradient(light(color, 0.3), color);
        SplittableRandom random = new SplittableRandom(color);
        for (int i = 0; i < 34; i++) {
            int bright = CONFETTI[random.nextInt(CONFETTI.length)];
            canvas.disc(
                    WORDS + random.nextInt(WIDTH - WORDS),
                    150 + random.nextInt(560),
                    5 + random.nextInt(22),
                    bright,
                    0.85);
        }
        for (int i = 3; i < 14; i++) {
            double sag = 34 * Math.sin((i % 7) / 6.0 * Math.PI);
            canvas.pennant(i * 94.0, 6 + sag, 82, 108, CONFETTI[i % CONFETTI.length], 0.95);
        }
    }

    private static void city(Canvas canvas, int color) {
        canvas.gradient(dark(color, 0.55), light(color, 0.35));
        canvas.glow(900, 150, 260, 0xFFF6DA, 0.55).disc(900, 150, 46, 0xFFF6DA, 1);
        SplittableRandom random = new SplittableRandom(color);
        for (int x = 0; x < WIDTH; ) {
            int wide = 70 + random.nextInt(70);
            int top = 300 + random.nextInt(230);
            canvas.box(x, top, wide - 6.0, HEIGHT, 0, dark(color, 0.62), 1);
            for (int y = top + 22; y < HEIGHT - 20; y += 34) {
                for (int wx = x + 12; wx < x + wide - 26; wx += 24) {
                    if (random.nextInt(100) < 45 && wx > WORDS) {
                        canvas.box(wx, y, 12, 17, 1, 0xFFD98A, 0.9);
                    }
                }
            }
            x += wide;
        }
    }

    /** The main feed's far view: a valley in the evening. */
    static Canvas valley() {
        Canvas canvas = new Canvas(PERIOD + WIDTH, HEIGHT).gradient(0x14314A, 0xF2B880);
        for (int x = 640; x < canvas.width; x += PERIOD) {
            canvas.glow(x, 360, 400, 0xFFE7BE, 0.55);
        }
        canvas.land(x -> 380 + wave(x, 2, 40, 0) + wave(x, 5, 16, 1), 0x7E6E7C, 1);
        canvas.land(x -> 450 + wave(x, 3, 34, 2) + wave(x, 7, 8, 0), 0x4C5568, 1);
        return canvas.land(x -> 520 + wave(x, 1, 20, 1), 0x2E4756, 1);
    }

    /** The main feed's near view: a river bank with trees. */
    static Canvas bank() {
        Canvas canvas = new Canvas(PERIOD + WIDTH, 230);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 11; i++) {
            int x = 60 + i * 105 + random.nextInt(40);
            int high = 60 + random.nextInt(70);
            for (int copy = x - PERIOD; copy < canvas.width + 60; copy += PERIOD) {
                canvas.box(copy - 3, 190 - high, 6, high, 0, 0x14222B, 1);
                canvas.disc(copy, 180 - high, high * 0.38, 0x1B3038, 1);
            }
        }
        return canvas.land(x -> 172 + wave(x, 2, 10, 0) + wave(x, 9, 3, 1), 0x14222B, 1);
    }

    /** The kids feed's far view: a bright sky with clouds and balloons. */
    static Canvas sky() {
        Canvas canvas = new Canvas(PERIOD + WIDTH, HEIGHT).gradient(0x36A9E1, 0xD6F3FF);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 6; i++) {
            int x = i * 200 + random.nextInt(60);
            int y = 90 + random.nextInt(170);
            int balloon = CONFETTI[i % 4];
            int high = 200 + random.nextInt(150);
            for (int copy = x - PERIOD; copy < canvas.width + 100; copy += PERIOD) {
                canvas.disc(copy, y, 30, 0xFFFFFF, 0.95).disc(copy + 36, y - 12, 40, 0xFFFFFF, 0.95);
                canvas.disc(copy + 80, y, 32, 0xFFFFFF, 0.95).box(copy - 28, y, 138, 32, 16, 0xFFFFFF, 0.95);
                canvas.disc(copy + 130, high, 36, balloon, 1).disc(copy + 118, high - 12, 9, 0xFFFFFF, 0.6);
                canvas.box(copy + 129, high + 36, 2, 60, 0, 0x555555, 0.8);
            }
        }
        return canvas;
    }

    /** The kids feed's near view: green hills with flowers. */
    static Canvas meadow() {
        Canvas canvas = new Canvas(PERIOD + WIDTH, 230);
        canvas.land(x -> 40 + wave(x, 2, 26, 0), 0x7BC950, 1).land(x -> 96 + wave(x, 3, 18, 2), 0x4FA83D, 1);
        SplittableRandom random = new SplittableRandom(13);
        for (int i = 0; i < 30; i++) {
            int x = i * 40 + random.nextInt(20);
            int y = 140 + random.nextInt(80);
            for (int copy = x; copy < canvas.width; copy += PERIOD) {
                canvas.disc(copy, y, 8, CONFETTI[i % CONFETTI.length], 1).disc(copy, y, 3, 0xFFB703, 1);
            }
        }
        return canvas;
    }

    /** A ball for the kids feed. */
    static Canvas ball() {
        Canvas canvas = new Canvas(120, 120).disc(60, 60, 56, 0xEF476F, 1);
        return canvas.ring(60, 60, 30, 14, 0xFFD166, 1).disc(40, 38, 10, 0xFFFFFF, 0.8);
    }

    /** What the network shows while a local station has its break. */
    static Canvas breakCard(int color) {
        Canvas canvas = new Canvas(WIDTH, HEIGHT).gradient(dark(color, 0.35), dark(color, 0.6));
        canvas.stripes(80, light(color, 0.2), 0.16);
        canvas.box(90, 150, 1100, 420, 28, 0x05070C, 0.55);
        return canvas.box(90, 150, 12, 420, 6, 0xFFD166, 1);
    }

    /** A wave that repeats a whole number of times in a period. */
    private static double wave(double x, int times, double high, double phase) {
        return high * Math.sin(x * times * 2 * Math.PI / PERIOD + phase);
    }
}
