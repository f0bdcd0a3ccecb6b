package org.scruffy.web.door;

import java.util.Set;

/**
 * Whether a browser says that a page of ours made a request. Browsers send one of both headers with every unsafe request, and no
 * page of a stranger's can change them.
 */
final class SameOrigin {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private SameOrigin() {}

    static boolean isSafe(String method) {
        return SAFE.contains(method);
    }

    /**
     * @param fetchSite the header Sec-Fetch-Site, null where there is none
     * @param origin the header Origin, null where there is none
     * @param host the header Host, null where there is none
     */
    static boolean proved(String fetchSite, String origin, String host) {
        if (fetchSite != null) {
            return fetchSite.equals("same-origin");
        }
        return origin != null
                && host != null
                && !host.isEmpty()
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }
}
