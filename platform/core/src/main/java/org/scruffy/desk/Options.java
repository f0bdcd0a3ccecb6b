package org.scruffy.desk;

import java.util.UUID;

/**
 * How edits are carried out.
 *
 * @param atomic all or none; else each for itself
 * @param dryRun tells what would come of it, and changes nothing
 * @param label what people will read where they undo it, empty for one of our own
 * @param reason why a warning does not count, empty where there is none
 * @param command the id of the command
 * @param origin of the spots that are placed: {@code MANUAL} or {@code AUTO}
 */
public record Options(boolean atomic, boolean dryRun, String label, String reason, UUID command, String origin) {

    /** All or none, by hand. */
    public static Options plain() {
        return new Options(true, false, "", "", UUID.randomUUID(), "MANUAL");
    }

    public Options named(String newLabel) {
        return new Options(atomic, dryRun, newLabel, reason, command, origin);
    }

    public Options because(String newReason) {
        return new Options(atomic, dryRun, label, newReason, command, origin);
    }

    public Options dry() {
        return new Options(atomic, true, label, reason, command, origin);
    }

    public Options eachForItself() {
        return new Options(false, dryRun, label, reason, command, origin);
    }

    /** By the filler and not by hand. */
    public Options automatic() {
        return new Options(atomic, dryRun, label, reason, command, "AUTO");
    }

    /** A request that names itself is always the same command. */
    public Options as(UUID newCommand) {
        return new Options(atomic, dryRun, label, reason, newCommand, origin);
    }
}
