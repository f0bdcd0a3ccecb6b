package org.scruffy.demo;

import java.util.function.DoubleUnaryOperator;

/** A picture to paint on, with soft edges. Colours are 0xRRGGBB, opacity is 0 to 1. Needs no screen, no fonts, no libraries. */
final class Canvas {

    /** How covered a pixel is: below 0 wholly, above 1 not at all, in pixels from a shape's edge. */
    @FunctionalInterface
    private interface Distance {
        double at(int x, int y);
    }

    final int width;
    final int height;
    private final float[] red;
    private final float[] green;
    private final float[] blue;
    private final float[] opacity;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        red = new float[width * height];
        green = new float[width * height];
        blue = new float[width * height];
        opacity = new float[width * height];
    }

    static int mix(int one, int other, double part) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double a = (one >> shift) & 255;
            double b = (other >> shift) & 255;
            mixed |= (int) Math.round(a + (b - a) * part) << shift;
        }
        return mixed;
    }

    static int light(int color, double part) {
        return mix(color, 0xFFFFFF, part);
    }

    static int dark(int color, double part) {
        return mix(color, 0x05070C, part);
    }

    Canvas gradient(int top, int bottom) {
        for (int y = 0; y < height; y++) {
            int color = mix(top, bottom, y / (double) (height - 1));
            for (int x = 0; x < width; x++) {
                blend(x, y, color, 1);
            }
        }
        return this;
    }

    Canvas disc(double cx, double cy, double radius, int color, double alpha) {
        return shape((x, y) -> Math.hypot(x - cx, y - cy) - radius, color, alpha);
    }

    /** A light that fades out towards its radius. */
    Canvas glow(double cx, double cy, double radius, int color, double alpha) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double near = 1 - Math.hypot(x - cx, y - cy) / radius;
                if (near > 0) {
                    blend(x, y, color, alpha * near * near);
                }
            }
        }
        return this;
    }

    Canvas ring(double cx, double cy, double radius, double thickness, int color, double alpha) {
        return shape((x, y) -> Math.abs(Math.hypot(x - cx, y - cy) - radius) - thickness / 2, color, alpha);
    }

    /** Everything below a skyline. */
    Canvas land(DoubleUnaryOperator skyline, int color, double alpha) {
        for (int x = 0; x < width; x++) {
            double edge = skyline.applyAsDouble(x);
            for (int y = Math.max(0, (int) edge); y < height; y++) {
                blend(x, y, color, alpha * Math.min(1, y + 1 - edge));
            }
        }
        return this;
    }

    Canvas box(double left, double top, double wide, double high, double corner, int color, double alpha) {
        double cx = left + wide / 2;
        double cy = top + high / 2;
        return shape(
                (x, y) -> {
                    double dx = Math.max(Math.abs(x - cx) - wide / 2 + corner, 0);
                    double dy = Math.max(Math.abs(y - cy) - high / 2 + corner, 0);
                    return Math.hypot(dx, dy) - corner;
                },
                color,
                alpha);
    }

    /** A triangle that points down. */
    Canvas pennant(double left, double top, double wide, double high, int color, double alpha) {
        return shape(
                (x, y) -> {
                    double half = wide / 2 * (1 - (y - top) / high);
                    return Math.max(Math.abs(x - left - wide / 2) - half, Math.max(top - y, y - top - high));
                },
                color,
                alpha);
    }

    /** Sunbeams from a point. */
    Canvas rays(double cx, double cy, int count, int color, double alpha) {
        return shape(
                (x, y) -> {
                    double turn = Math.atan2(y - cy, x - cx) / (2 * Math.PI) * count;
                    double fromMiddle = Math.abs(turn - Math.floor(turn) - 0.5) - 0.25;
                    return fromMiddle * Math.hypot(x - cx, y - cy) * 2 * Math.PI / count;
                },
                color,
                alpha);
    }

    /** Stripes that lean. */
    Canvas stripes(double every, int color, double alpha) {
        return shape(
                (x, y) -> (Math.abs(Math.floorMod(x + y, (int) every) - every / 2) - every / 4) / Math.sqrt(2),
                color,
                alpha);
    }

    /** Darker to the left, where the words stand. */
    Canvas shade(int color, double alpha) {
        for (int x = 0; x < width; x++) {
            double part = Math.max(0, 1 - x / (width * 0.8));
            for (int y = 0; y < height; y++) {
                blend(x, y, color, alpha * part);
            }
        }
        return this;
    }

    private Canvas shape(Distance distance, int color, double alpha) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double covered = Math.min(1, Math.max(0, 0.5 - distance.at(x, y)));
                if (covered > 0) {
                    blend(x, y, color, alpha * covered);
                }
            }
        }
        return this;
    }

    private void blend(int x, int y, int color, double alpha) {
        int at = y * width + x;
        float part = (float) alpha;
        float before = opacity[at] * (1 - part);
        float after = part + before;
        if (after == 0) {
            return;
        }
        red[at] = (red[at] * before + ((color >> 16) & 255) * part) / after;
        green[at] = (green[at] * before + ((color >> 8) & 255) * part) / after;
        blue[at] = (blue[at] * before + (color & 255) * part) / after;
        opacity[at] = after;
    }

    /** Four bytes a pixel: red, green, blue, opacity. */
    byte[] rgba() {
        byte[] bytes = new byte[width * height * 4];
        for (int at = 0; at < width * height; at++) {
            bytes[at * 4] = (byte) Math.round(red[at]);
            bytes[at * 4 + 1] = (byte) Math.round(green[at]);
            bytes[at * 4 + 2] = (byte) Math.round(blue[at]);
            bytes[at * 4 + 3] = (byte) Math.round(opacity[at] * 255);
        }
        return bytes;
    }
}
