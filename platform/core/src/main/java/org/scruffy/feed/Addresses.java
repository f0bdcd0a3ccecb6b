package org.scruffy.feed;

/** Resolves references in playlists against the address they came from, without ever throwing: strangers write them. */
final class Addresses {

    private Addresses() {}

    static String absolute(String reference, String base) {
        if (reference.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
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
        String file = base.replaceAll("[?#].*", "");
        int last = file.lastIndexOf('/');
        return (last < authority ? root + "/" : file.substring(0, last + 1)) + reference;
    }

    static boolean web(String address) {
        return address.matches("(?i)https?://[^/?#\\s]+.*");
    }
}
