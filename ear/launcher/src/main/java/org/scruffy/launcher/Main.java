package org.scruffy.launcher;

/** The door. Compiled for Java 8, so that an old Java can say that it is too old; hence no word about any other class. */
public final class Main {

    static final int TOO_OLD = 3;
    private static final int OLDEST = 17;

    private Main() {}

    public static void main(String[] args) throws Exception {
        String version = System.getProperty("java.specification.version");
        if (isTooOld(version)) {
            System.err.println("Scruffy needs Java " + OLDEST + " or newer, and this is Java " + version + " ("
                    + System.getProperty("java.home") + ").");
            System.exit(TOO_OLD);
        }
        Class.forName("org.scruffy.launcher.Launch")
                .getDeclaredMethod("main", String[].class)
                .invoke(null, (Object) args);
    }

    /** Versions are "1.8" up to Java 8 and "17" since. */
    static boolean isTooOld(String version) {
        return version.startsWith("1.") || Integer.parseInt(version) < OLDEST;
    }
}
