package org.scruffy.web.door;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a program shows at the door: a name and a password (HTTP Basic), or a key.
 *
 * @param name empty with a key
 * @param secret the password or the key
 */
record Credentials(String name, String secret) {

    static final String KEY = "X-Scruffy-Key";

    boolean isKey() {
        return name.isEmpty();
    }

    /** Empty where nothing is shown; what is shown but makes no sense is an empty key, which is nobody's. */
    static Optional<Credentials> of(HttpServletRequest request) {
        String key = request.getHeader(KEY);
        if (key != null) {
            return Optional.of(new Credentials("", key.strip()));
        }
        String header = request.getHeader("Authorization");
        return header == null ? Optional.empty() : Optional.of(of(header));
    }

    static Credentials of(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Bearer")) {
            return new Credentials("", parts[1].strip());
        }
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) {
            return basic(parts[1].strip());
        }
        return new Credentials("", "");
    }

    private static Credentials basic(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 1
                    ? new Credentials("", "")
                    : new Credentials(text.substring(0, colon), text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return new Credentials("", ""); // not Base64: nobody's
        }
    }
}
