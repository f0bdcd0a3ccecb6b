package org.scruffy.spi.feed;

/** Who waits for a {@link Conditioner}. */
public interface ConditioningWatch {

    /** Nobody: tells nothing and never stops. */
    ConditioningWatch NOBODY = new ConditioningWatch() {
        @Override
        public void progress(double done, String step) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * How far it is.
     *
     * @param done 0 to 1
     * @param step what is being done, in words: {@code Encoding}
     */
    void progress(double done, String step);

    /** Whether to stop now. */
    boolean cancelled();
}
