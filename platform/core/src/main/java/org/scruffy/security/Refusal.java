package org.scruffy.security;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a new user.
 *
 * @param field name, password or code
 * @param reason in words for people
 */
public record Refusal(String field, String reason) {

    static List<Refusal> of(String name, String password) {
        List<Refusal> refusals = new ArrayList<>();
        if (!name.matches(Users.NAME)) {
            refusals.add(new Refusal("name", "A name is 1 to 64 letters, digits, dots, dashes or @"));
        }
        if (password.length() < Users.SHORTEST_PASSWORD || password.length() > Users.LONGEST_PASSWORD) {
            refusals.add(new Refusal(
                    "password",
                    "A password has " + Users.SHORTEST_PASSWORD + " to " + Users.LONGEST_PASSWORD + " characters"));
        } else if (password.equalsIgnoreCase(name) || password.equals(Welcome.DEMO_PASSWORD)) {
            refusals.add(new Refusal("password", "This password is the first one to be tried: choose another"));
        }
        return refusals;
    }
}
