package org.scruffy.database;

import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.persistence.internal.weaving.PersistenceWeaved;
import org.eclipse.persistence.sessions.SessionEventListener;

/**
 * The line of ours that wants something of the database: not the accessor of an entity, which only passes it on. {@link Sql} looks
 * for it where it is two frames away; where a statement is sent it is some thirty, and finding it takes as long as a short statement.
 * Even so it is not looked for each time: {@link Whereabouts}.
 *
 * @param type the name of its class
 * @param method the method that a lambda stands in, where it is one
 */
public record Caller(String type, String method, int line) {

    private static final String OURS = "org.scruffy.";
    private static final String PASSING_ON = "org.scruffy.database.";
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");
    private static final int USUAL_DEPTH = 32;

    private static final Set<StackWalker.Option> CLASSES = Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final StackWalker NEAR = StackWalker.getInstance(CLASSES);
    private static final StackWalker DEEP = StackWalker.getInstance(CLASSES, USUAL_DEPTH);

    /** Finding the number of a line takes longer than finding this. */
    private record Place(Class<?> type, String method, int index) {}

    private static final Map<Place, Caller> KNOWN = new ConcurrentHashMap<>();
    private static final Whereabouts OF_OURS = new Whereabouts();
    private static final Whereabouts OF_ENTITIES = new Whereabouts();
    private static final ThreadLocal<Caller> ASKING = new ThreadLocal<>();

    private static volatile Supplier<String> entry;

    /**
     * Says that somebody wants to know; {@link Sql} looks for none before.
     *
     * @param where tells where what this thread works on came in: a route, or the name of a job; null where nobody wants to know any more
     */
    public static void want(Supplier<String> where) {
        entry = where;
    }

    /** Who wants the statement that this thread is about to send, if anybody of ours. */
    public static Optional<Caller> of(String sql) {
        Caller asking = ASKING.get();
        Supplier<String> where = entry;
        if (asking != null || where == null) {
            return Optional.ofNullable(asking);
        }
        return OF_ENTITIES.of(sql, where.get(), () -> found(DEEP));
    }

    /** Does what this method's caller's caller wants. */
    static <R> R asks(String sql, Supplier<R> statement) {
        Supplier<String> where = entry;
        if (where == null) {
            return statement.get();
        }
        ASKING.set(OF_OURS.of(sql, where.get(), () -> found(NEAR)).orElse(null));
        try {
            return statement.get();
        } finally {
            ASKING.set(null); // to remove it takes as long as a look at its span's clock
        }
    }

    private static Optional<Caller> found(StackWalker stack) {
        return stack.walk(frames -> frames.filter(Caller::isOne).findFirst()).map(Caller::of);
    }

    private static boolean isOne(StackFrame frame) {
        Class<?> type = frame.getDeclaringClass();
        String name = type.getName();
        return name.startsWith(OURS)
                && !name.startsWith(PASSING_ON)
                && !SessionEventListener.class.isAssignableFrom(type)
                && !PersistenceWeaved.class.isAssignableFrom(type);
    }

    private static Caller of(StackFrame frame) {
        Place place = new Place(frame.getDeclaringClass(), frame.getMethodName(), frame.getByteCodeIndex());
        return KNOWN.computeIfAbsent(
                place,
                unknown -> new Caller(
                        frame.getClassName(),
                        LAMBDA.matcher(frame.getMethodName()).replaceFirst("$1"),
                        frame.getLineNumber()));
    }
}
