package org.scruffy.plugin;

/** A plugin did not answer: it threw, was late or is suspended. */
public final class PluginFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public PluginFailure(String plugin, Throwable cause) {
        super("Plugin " + plugin + ": " + cause.getMessage(), cause);
    }
}
