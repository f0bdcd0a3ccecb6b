package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * Some of many.
 *
 * @param next the {@code after} of the next page; left out where this is the last
 */
public record PageDocument<T>(List<T> items, String next) {

    @JsonbCreator
    public PageDocument {}
}
