package org.scruffy.spi.schedule;

/** Who waits for a {@link SpotFiller}. */
public interface FillWatch {

    /** Nobody: tells nothing and never stops. */
    FillWatch NOBODY = new FillWatch() {
        @Override
        public void progress(double done, int leftOut) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * How far it is.
     *
     * @param done of the budget, 0 to 1
     * @param leftOut spots that the best plan so far leaves out
     */
    void progress(double done, int leftOut);

    /** Whether to stop now. */
    boolean cancelled();
}
