package org.scruffy.feed;

import java.util.regex.Pattern;

/** Resolves references in playlists against the address they came from, without ever throwing: strangers write them. */
final class Addresses {

    private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^/?#\\s]+.*");
    private static final Pattern AFTER_THE_PATH = Pattern.compile("[?#].*");

    private Addresses() {}

    static String absolute(String reference, String base) {
        if (WITH_SCHEME.matcher(reference).matches()) {
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
        String file = AFTER_THE_PATH.matcher(base).replaceAll("");
        int last = file.lastIndexOf('/');
        return (last < authority ? root + "/" : file.substring(0, last + 1)) + reference;
    }

    static boolean web(String address) {
        return WEB.matcher(address).matches();
    }
}
