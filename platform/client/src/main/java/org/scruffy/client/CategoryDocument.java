package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * What underwriters are in.
 *
 * @param code 2 to 32 capital letters, digits, dashes and underscores; it stays
 * @param parent the code of the category above; left out where there is none
 * @param version for {@code If-Match}; left out in requests
 */
public record CategoryDocument(String code, String name, String parent, Integer version) {

    @JsonbCreator
    public CategoryDocument {}
}
