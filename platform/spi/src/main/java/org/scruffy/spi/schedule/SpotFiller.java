package org.scruffy.spi.schedule;

/**
 * Fills the breaks of a feed with the spots that orders ask for. The platform brings one named {@value #HOUSE}; a plugin's filler of
 * that name replaces it, one of another name is there to be asked for.
 *
 * <p>A filler is a pure function: no I/O, no clock but the budget's, nothing kept between calls. It may be called by several threads
 * at once. What it answers is shown to a person before anything is changed, and is checked again by the rules of the station then.
 *
 * <p>Hard, always: the capacity of a break, the breaks a line is barred from, how many spots of a line may be in a break and on a
 * day, how far apart they are, and {@link FillProblem#category} and {@link FillProblem#advertiser}. The rest is better or worse: as
 * few spots left out as can be, the important first; spots spread over the days as the line's pacing says; spots of one category
 * not in neighbouring breaks.
 */
public interface SpotFiller {

    /** The name of the platform's own filler. */
    String HOUSE = "house";

    /** A short name: lower case letters, digits and dashes. */
    String name();

    /**
     * Places the spots.
     *
     * <p>The same problem, seed and number of iterations have the same answer. Where time ran out first, the plan says how many
     * iterations there were: a budget of that many repeats it.
     *
     * @param watch told of the progress, and asked often (several times a second) whether to stop. A filler that is stopped answers
     *     the best plan it has
     */
    FillPlan fill(FillProblem problem, FillBudget budget, FillWatch watch);
}
