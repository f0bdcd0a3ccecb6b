package org.scruffy.error;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.telemetry.Stack;
import org.scruffy.telemetry.Template;

/**
 * What the events of a group have in common, as filters: events have no column that says of which group they are. Where a group is told
 * from another by what its stack does not have, the other's events meet them too.
 */
final class Likeness {

    private static final int MOST_FRAMES = 12;
    private static final int SHORTEST_WORDS = 3;

    private final List<Filter> filters = new ArrayList<>();

    private Likeness() {}

    /**
     * @param group without its filters
     * @param saidIn the field that holds the message, empty where that was not noted
     * @param clientFingerprint as the events have it, empty where their client left it to us
     * @param stack of one of the events
     */
    static List<Filter> of(ErrorGroup group, String saidIn, String clientFingerprint, String stack) {
        Likeness likeness = new Likeness();
        likeness.is(Event.DATASET, group.dataset());
        if (clientFingerprint.isEmpty()) {
            likeness.filters.add(Filter.of(Failure.CLIENT_FINGERPRINT, Filter.Op.DOES_NOT_EXIST));
        } else {
            likeness.is(Failure.CLIENT_FINGERPRINT, clientFingerprint);
        }
        if (clientFingerprint.isEmpty() || clientFingerprint.contains(Failure.DEFAULT)) {
            likeness.tells(group, stack, saidIn);
        }
        return List.copyOf(likeness.filters);
    }

    /** What was too long to be kept whole begins so. */
    private void is(String column, String value) {
        filters.add(
                Filter.of(column, value.length() < Failure.LONGEST ? Filter.Op.EQUAL : Filter.Op.STARTS_WITH, value));
    }

    private void tells(ErrorGroup group, String stack, String saidIn) {
        if (!group.type().isEmpty()) {
            is("exception.type", group.type());
        }
        List<String> frames = Stack.parse(stack).telling().stream()
                .map(frame -> frame.in(stack))
                .filter(words -> !words.isEmpty())
                .distinct()
                .limit(MOST_FRAMES)
                .toList();
        frames.forEach(words -> filters.add(Filter.of("exception.stacktrace", Filter.Op.CONTAINS, words)));
        if (frames.isEmpty() && !saidIn.isEmpty()) {
            words(group.message()).forEach(words -> filters.add(Filter.of(saidIn, Filter.Op.CONTAINS, words)));
        }
    }

    /** The stretches of a message that stay the same. */
    private static Stream<String> words(String message) {
        return Template.fixed(message)
                .map(String::strip)
                .filter(words -> words.length() >= SHORTEST_WORDS)
                .distinct();
    }
}
