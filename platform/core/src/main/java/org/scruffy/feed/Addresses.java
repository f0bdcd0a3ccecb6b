package org.scruffy.feed;

/** Resolves references in playlists against the address they came from, without ever throwing: strangers write them. */
final class Addresses {

    private static final String IN_A_SCHEME = "+.-0123456789";
    private static final String NO_HOST = "/?# \t\n\u000B\f\r";
    private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";

    private Addresses() {}

    static String absolute(String reference, String base) {
        if (hasScheme(reference)) {
            return reference;
        }
        int authority = base.indexOf("://") + 3;
        if (reference.startsWith("//")) {
            return base.substring(0, base.indexOf(':') + 1) + reference;
        }
        int path = base.indexOf('/', authority);
        String root = path < 0 ? base : base.substring(0, path);
        if (reference.startsWith("/")) {
            return root + reference;
        }
        int last = base.lastIndexOf('/', endOfPath(base));
        return (last < authority ? root + "/" : base.substring(0, last + 1)) + reference;
    }

    private static boolean hasScheme(String reference) {
        int colon = reference.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = reference.charAt(i);
            if (!letter(c) && (i == 0 || IN_A_SCHEME.indexOf(c) < 0)) {
                return false;
            }
        }
        return colon > 0;
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** Where the query or the fragment begins. */
    private static int endOfPath(String address) {
        int fragment = address.indexOf('#');
        int end = fragment < 0 ? address.length() : fragment;
        int query = address.indexOf('?');
        return query < 0 ? end : Math.min(query, end);
    }

    static boolean web(String address) {
        int host = address.regionMatches(true, 0, "https://", 0, 8) ? 8 : 7;
        return (host == 8 || address.regionMatches(true, 0, "http://", 0, 7))
                && host < address.length()
                && NO_HOST.indexOf(address.charAt(host)) < 0
                && oneLine(address);
    }

    private static boolean oneLine(String address) {
        for (int i = 0; i < LINE_ENDS.length(); i++) {
            if (address.indexOf(LINE_ENDS.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
