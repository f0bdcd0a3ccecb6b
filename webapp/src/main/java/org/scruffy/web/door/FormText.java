package org.scruffy.web.door;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the query of an address and a form say, {@code name=value&name=value}, in UTF-8. */
final class FormText {

    private FormText() {}

    /** @param texts any of them may be null; what an earlier one says of a name comes first */
    static Map<String, String[]> parameters(String... texts) {
        Map<String, List<String>> said = new LinkedHashMap<>();
        for (String text : texts) {
            for (String pair : text == null ? new String[0] : text.split("&")) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (!name.isEmpty()) {
                    said.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
                }
            }
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        said.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return Collections.unmodifiableMap(parameters);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // no such code: whoever reads the value says what is wrong with it
        }
    }
}
