package org.scruffy.spi;

/**
 * How far a plugin is from serving.
 *
 * @param ready true once it serves
 * @param progress the part of the preparation that is done, 0 to 1
 * @param step what it is doing now, in words for the person who waits
 */
public record Readiness(boolean ready, double progress, String step) {

    public static final Readiness READY = new Readiness(true, 1, "ready");

    public Readiness {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("Progress is " + progress + ", expected 0 to 1");
        }
    }

    public static Readiness preparing(double progress, String step) {
        return new Readiness(false, progress, step);
    }
}
