package org.scruffy.security;

import java.time.Instant;
import java.util.List;

/**
 * A user as administrators see them.
 *
 * @param demo whether this is the demo's user, who is shut out without the demo
 * @param disabled whether the door is shut for them
 * @param grants their roles, those at every station first
 */
public record Person(String name, boolean demo, boolean disabled, Instant created, List<Grant> grants) {

    public Person {
        grants = List.copyOf(grants);
    }
}
