package org.scruffy.plugin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down while a plugin prepares; its data says how far: {@code progress} in percent and {@code step} in words.
 */
@Readiness
@ApplicationScoped
public class PluginsReady implements HealthCheck {

    private final Plugins plugins;

    protected PluginsReady() {
        this(null);
    }

    @Inject
    public PluginsReady(Plugins plugins) {
        this.plugins = plugins;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder check = HealthCheckResponse.named("plugins");
        Map<String, org.scruffy.spi.Readiness> preparing = plugins.preparing();
        preparing.entrySet().stream()
                .findFirst()
                .ifPresent(first -> check.withData("plugin", first.getKey())
                        .withData("progress", Math.round(first.getValue().progress() * 100))
                        .withData("step", first.getValue().step()));
        return check.status(preparing.isEmpty()).build();
    }
}
