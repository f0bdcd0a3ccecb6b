package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.plugin.PluginStatus;
import org.scruffy.plugin.Plugins;

/** {@code GET /api/plugins}: every plugin that was found, with why a quarantined one was refused. */
@Path("/plugins")
@ApplicationScoped
public class PluginsResource {

    private final Plugins plugins;

    protected PluginsResource() {
        this(null);
    }

    @Inject
    public PluginsResource(Plugins plugins) {
        this.plugins = plugins;
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public List<PluginStatus> plugins() {
        return plugins.status();
    }
}
