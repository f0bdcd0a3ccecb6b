package org.scruffy.web.door;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program shows at the door: a name and a password (HTTP Basic), or a key, in our header or in one that clients of others
 * have for it. Where events are brought the key may stand in the address, as browsers and the reporters of Zipkin can do no other.
 *
 * @param name empty with a key
 * @param secret the password or the key
 */
record Credentials(String name, String secret) {

    static final String KEY = "X-Scruffy-Key";

    private static final List<String> KEYS = List.of(KEY, "X-Honeycomb-Team", "X-Hny-Team");
    private static final Pattern OF_SENTRY = Pattern.compile("(?:^|[\\s,])sentry_key=([^,\\s]+)");
    private static final Pattern IN_ADDRESS = Pattern.compile("(?:^|&)(?:key|sentry_key)=([^&]*)");

    boolean isKey() {
        return name.isEmpty();
    }

    /** Empty where nothing is shown; what is shown but makes no sense is an empty key, which is nobody's. */
    static Optional<Credentials> of(HttpServletRequest request) {
        Optional<Credentials> shown = of(request::getHeader);
        if (shown.isPresent() || !Area.isIntake(request.getMethod(), Door.path(request))) {
            return shown;
        }
        return found(OF_SENTRY, request.getHeader("X-Sentry-Auth"))
                .or(() -> found(IN_ADDRESS, request.getQueryString()));
    }

    /** @param header says a header by its name, null where there is none */
    static Optional<Credentials> of(UnaryOperator<String> header) {
        for (String name : KEYS) {
            String key = header.apply(name);
            if (key != null) {
                return Optional.of(new Credentials("", key.strip()));
            }
        }
        return Optional.ofNullable(header.apply("Authorization")).map(Credentials::of);
    }

    private static Optional<Credentials> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text == null ? "" : text);
        return matcher.find()
                ? Optional.of(new Credentials("", URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)))
                : Optional.empty();
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
