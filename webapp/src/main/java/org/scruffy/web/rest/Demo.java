package org.scruffy.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.scruffy.client.RecordsInJson;

/** Everything below {@code /demo}: what only the demo has. */
@ApplicationPath("/demo")
public class Demo extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(RouteOfResource.class, LegacyResource.class, RecordsInJson.class, Problems.class);
    }
}
