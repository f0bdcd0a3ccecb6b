package org.scruffy.web.door;

/** Where to go on after the login: a page of ours, whatever the address asks for. */
public final class LocalPath {

    static final String HOME = "/week.xhtml";

    private LocalPath() {}

    /** The wanted path where it is one of our pages, else the first page. */
    public static String of(String wanted) {
        return isOurs(wanted) ? wanted : HOME;
    }

    private static boolean isOurs(String wanted) {
        return wanted != null
                && wanted.length() <= 500
                && wanted.matches("/[a-z0-9-]+\\.xhtml(\\?[A-Za-z0-9%&=._~+:/-]*)?")
                && !wanted.startsWith("/login.xhtml")
                && !wanted.startsWith("/setup.xhtml");
    }
}
