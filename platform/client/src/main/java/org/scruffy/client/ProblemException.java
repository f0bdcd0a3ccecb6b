package org.scruffy.client;

/** A request was refused, and why. */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.status() + " " + problem.title() + ": " + problem.detail());
        this.problem = problem;
    }

    /** What the server said. */
    public Problem problem() {
        return problem;
    }
}
