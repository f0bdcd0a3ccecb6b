package org.scruffy.web.rest;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyVisibilityStrategy;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.scruffy.client.Problem;

/** Records as JSON: without this they become empty objects, because their accessors do not start with {@code get}. */
// Named types are asked first: the server's own resolver, which knows all, loses its way in parallel first requests
@Provider
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class RecordsInJson implements ContextResolver<Jsonb> {

    private final Jsonb jsonb = jsonb();

    /** The same for whoever writes JSON without JAX-RS. */
    public static Jsonb jsonb() {
        return JsonbBuilder.create(new JsonbConfig().withPropertyVisibilityStrategy(new Visible()));
    }

    @Override
    public Jsonb getContext(Class<?> type) {
        return jsonb;
    }

    private static final class Visible implements PropertyVisibilityStrategy {

        @Override
        public boolean isVisible(Field field) {
            return field.getDeclaringClass().isRecord() || Modifier.isPublic(field.getModifiers());
        }

        @Override
        public boolean isVisible(Method method) {
            return !method.getDeclaringClass().isRecord() && Modifier.isPublic(method.getModifiers());
        }
    }
}
