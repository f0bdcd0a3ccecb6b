package org.scruffy.feed;

import java.util.Optional;

/**
 * What came of reading a body: its value, or why it was refused.
 *
 * @param refusal in words, empty where there is a value
 */
public record Reading<T>(Optional<T> value, String refusal) {

    public static <T> Reading<T> of(T value) {
        return new Reading<>(Optional.of(value), "");
    }

    public static <T> Reading<T> refused(String reason) {
        return new Reading<>(Optional.empty(), reason);
    }
}
