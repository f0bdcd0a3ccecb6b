package org.scruffy.launcher;

import java.lang.reflect.Proxy;

/**
 * Calls us when the process is asked to stop, instead of the JVM's shutdown hooks: those run all at once, and the database
 * must go after the application. By reflection, since javac has no way to be quiet about {@code sun.misc}.
 */
final class Signals {

    private Signals() {}

    static void onStop(Runnable stop) {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                on(name, stop);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                continue; // this platform has no such signal, or keeps it to itself: the shutdown hook remains
            }
        }
    }

    private static void on(String name, Runnable stop) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object calls = Proxy.newProxyInstance(
                handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) stop.run();
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), calls);
    }
}
