package org.scruffy.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Everything below {@code /api}. */
@ApplicationPath("/api")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                RouteOfResource.class,
                RecordsInJson.class,
                Problems.class,
                QueryProblems.OfQuery.class,
                QueryProblems.OfStore.class,
                PluginsResource.class,
                StationsResource.class,
                FetchPlansResource.class,
                WeekResource.class,
                StationWeekResource.class,
                SpotsResource.class,
                EditsResource.class,
                TemplatesResource.class,
                ChangesResource.class,
                DeskProblems.class,
                OnAirResource.class,
                QueryResource.class,
                TracesResource.class,
                OrderProblems.class,
                RuleTypesResource.class,
                RulesResource.class,
                UnderwritersResource.class,
                CategoriesResource.class,
                OrdersResource.class,
                CreativesResource.class);
    }
}
