package org.scruffy.security;

/** Somebody asks for what their roles do not give them. */
public class NotAllowed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Role needed;

    public NotAllowed(String user, Role needed, String where) {
        super((user.isEmpty() ? "Nobody is signed in" : "User " + user + " may not do this") + ": it needs the role "
                + needed.name().toLowerCase(java.util.Locale.ROOT) + " " + where);
        this.needed = needed;
    }

    public Role needed() {
        return needed;
    }
}
