package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.scruffy.database.FetchPlan;

/** {@code GET /api/fetch-plans}: how answers are read, and by how many statements at most. */
@Path("/fetch-plans")
@ApplicationScoped
public class FetchPlansResource {

    private static final List<FetchPlan> PLANS = plans(new Api().getClasses());

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public List<FetchPlan> plans() {
        return PLANS;
    }

    private static List<FetchPlan> plans(Iterable<Class<?>> resources) {
        Map<Plan, TreeSet<String>> routes = new EnumMap<>(Plan.class);
        for (Plan plan : Plan.values()) {
            routes.put(plan, new TreeSet<>());
        }
        for (Class<?> resource : resources) {
            for (Method method : resource.getMethods()) {
                Plan.Reads reads = method.getAnnotation(Plan.Reads.class);
                if (reads != null) {
                    routes.get(reads.value()).add("GET " + RouteOfResource.of("/api", resource, method));
                }
            }
        }
        // the same paths, where they ask for more
        routes.put(Plan.WEEK_WITH_CONFLICTS, routes.get(Plan.WEEK));
        return Arrays.stream(Plan.values())
                .map(plan -> plan.serving(List.copyOf(routes.get(plan))))
                .toList();
    }
}
