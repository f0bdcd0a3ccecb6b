package org.scruffy.web.rest;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import org.scruffy.telemetry.ServerSpan;

/** Names the request's span after the resource that serves it, {@code GET /api/week/{date}}, with the plan it reads by. */
@Provider
public class RouteOfResource implements ContainerRequestFilter {

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        ServerSpan.served()
                .ifPresent(span ->
                        span.route(route(request.getUriInfo().getBaseUri().getPath())));
        Plan.Reads reads = resource.getResourceMethod().getAnnotation(Plan.Reads.class);
        if (reads != null) {
            reads.value().use();
        }
    }

    private String route(String application) {
        Class<?> type = resource.getResourceClass();
        while (type.getSuperclass() != null && !type.isAnnotationPresent(Path.class)) {
            type = type.getSuperclass(); // a proxy's annotations are those of the class it stands for
        }
        return of(application, type, resource.getResourceMethod());
    }

    /** The pattern of the paths that a method of a resource answers, below that of the application. */
    static String of(String application, Class<?> resource, Method method) {
        return joined(application, path(resource), path(method));
    }

    private static String path(AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    /** The parts with one slash between them and without the expressions of their parameters. */
    static String joined(String... parts) {
        return ("/" + String.join("/", parts))
                .replaceAll("\\{\\s*(\\w+)\\s*:(?:[^{}]|\\{[^{}]*})*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("(?<=.)/$", "");
    }
}
