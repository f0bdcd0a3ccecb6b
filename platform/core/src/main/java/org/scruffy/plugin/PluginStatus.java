package org.scruffy.plugin;

import java.util.List;

/**
 * A plugin as administrators see it.
 *
 * @param name its name, or its file's where it could not be loaded
 * @param file the jar or folder it came from
 * @param state what it is doing
 * @param reason why it is quarantined or what it is preparing, empty where all is well
 * @param version of its jar's manifest, empty where there is none
 * @param extensions the extension points it serves
 */
public record PluginStatus(
        String name, String file, State state, String reason, String version, List<ExtensionStatus> extensions) {

    /** What a plugin is doing. */
    public enum State {
        PREPARING,
        ACTIVE,
        QUARANTINED
    }

    /** One extension and how it has done since the start. */
    public record ExtensionStatus(String point, long calls, long failures, boolean suspended, String lastFailure) {}

    public PluginStatus {
        extensions = List.copyOf(extensions);
    }
}
