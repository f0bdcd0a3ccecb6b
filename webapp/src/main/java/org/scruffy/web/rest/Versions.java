package org.scruffy.web.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a thing as its entity tag: what somebody changes they have to have seen. */
final class Versions {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,9})\"");

    private Versions() {}

    /** The version that a request wants to change; 428 where it does not say. */
    static int seen(HttpHeaders headers) {
        String tag = headers.getHeaderString(HttpHeaders.IF_MATCH);
        if (tag == null) {
            throw new ClientErrorException(
                    "Say in If-Match which version you have seen: it is the ETag of what you read", 428);
        }
        Matcher matcher = TAG.matcher(tag.strip());
        if (!matcher.matches()) {
            throw new BadInput("If-Match", tag, "the ETag of what you read, such as \"3\"");
        }
        return Integer.parseInt(matcher.group(1));
    }

    static Response answer(Object document, int version) {
        return Response.ok(document)
                .tag(new EntityTag("" + version))
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .build();
    }

    static Response created(String path, Object document, int version) {
        return Response.created(URI.create(path))
                .entity(document)
                .tag(new EntityTag("" + version))
                .build();
    }
}
