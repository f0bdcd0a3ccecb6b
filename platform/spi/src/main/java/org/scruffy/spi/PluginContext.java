package org.scruffy.spi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * What the host lends a plugin.
 *
 * @param dataFolder the plugin's own folder; it exists, is writable and survives restarts
 * @param mediaFolder the shared folder of air-ready creatives, one folder each with an HLS multivariant playlist {@code master.m3u8}
 * @param baseUri where this Scruffy answers, for example {@code http://localhost:8080/}
 * @param demo true in demo mode
 * @param clock the only clock a plugin reads
 * @param telemetry where it tells what it does
 * @param background where it asks for what it does over and over, now or at any time until it stops
 */
public record PluginContext(
        Path dataFolder,
        Path mediaFolder,
        URI baseUri,
        boolean demo,
        Clock clock,
        Telemetry telemetry,
        Background background) {}
