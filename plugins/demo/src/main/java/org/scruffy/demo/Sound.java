package org.scruffy.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;

/**
 * What a clip sounds like.
 *
 * @param name of the melody, for the clip's recipe
 * @param wave the pressure at a second of the clip
 */
record Sound(String name, DoubleUnaryOperator wave) {

    static final int RATE = 48_000;

    /** Two channels with this root mean square measure about -24 LKFS, the level of American television. */
    private static final double LEVEL = 0.0483;

    private static final double FADE = 0.4;

    /** A soft chord of bells on a low note of one's own. */
    static Sound chord(int tone) {
        double[] steps = {1, 1.25, 1.5, 2, 1.5, 1.25};
        return new Sound("chord " + tone, t -> {
            double beat = t / 0.75;
            double bell = Math.exp(-3 * (beat - Math.floor(beat)) * 0.75);
            double note = tone * 2 * steps[(int) beat % steps.length];
            return sine(tone, t) + 0.5 * sine(tone * 1.5, t) + 0.8 * bell * sine(note, t);
        });
    }

    /** A slow drone for the main feed. */
    static Sound drone() {
        return new Sound(
                "drone",
                t -> sine(130.8, t)
                        + 0.7 * sine(196.2, t)
                        + 0.5 * sine(261.6, t) * (0.5 + 0.5 * sine(0.11, t))
                        + 0.5 * sine(329.6, t) * (0.5 + 0.5 * sine(0.07, t + 3)));
    }

    /** A plucked tune for the kids feed. */
    static Sound tune() {
        double[] steps = {1, 1.25, 1.5, 2, 1.5, 1.6667, 1.5, 1.25, 1.125, 1.25, 1, 1.5};
        return new Sound("tune", t -> {
            double beat = t / 0.4;
            double pluck = Math.exp(-6 * (beat - Math.floor(beat)) * 0.4);
            return pluck * sine(392 * steps[(int) beat % steps.length], t) + 0.15 * sine(196, t);
        });
    }

    /** A clock for the network's break. */
    static Sound clock() {
        return new Sound("clock", t -> 0.5 * sine(147, t) + Math.exp(-8 * (t - Math.floor(t))) * sine(587, t));
    }

    private static double sine(double hertz, double t) {
        return Math.sin(2 * Math.PI * hertz * t);
    }

    /** Signed 16 bit samples of one channel, faded in and out. */
    byte[] samples(int segments) {
        int count = (int) (segments * SegmentGrid.MILLIS * RATE / 1000);
        double[] wave = new double[count];
        double power = 0;
        for (int i = 0; i < count; i++) {
            double t = i / (double) RATE;
            double end = (count - i) / (double) RATE;
            wave[i] = this.wave.applyAsDouble(t) * Math.min(1, Math.min(t, end) / FADE);
            power += wave[i] * wave[i];
        }
        double gain = LEVEL / Math.sqrt(power / count) * Short.MAX_VALUE;
        ByteBuffer samples = ByteBuffer.allocate(count * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (double pressure : wave) {
            samples.putShort((short) Math.round(Math.max(-32768, Math.min(32767, pressure * gain))));
        }
        return samples.array();
    }
}
