package org.scruffy.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.scruffy.client.RecordsInJson;

/** Everything below {@code /api}. */
@ApplicationPath("/api")
public class Api extends Application {

    /** OPTIONS names the methods; it does not describe every resource to whoever asks. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                RouteOfResource.class,
                RecordsInJson.class,
                JsonShape.class,
                Problems.class,
                ExchangeProblems.class,
                ExportsResource.class,
                ImportsResource.class,
                QueryProblems.OfQuery.class,
                QueryProblems.OfStore.class,
                PluginsResource.class,
                StationsResource.class,
                FetchPlansResource.class,
                WeekResource.class,
                StationWeekResource.class,
                StitchingResource.class,
                SpotsResource.class,
                EditsResource.class,
                FillsResource.class,
                PaletteResource.class,
                TemplatesResource.class,
                ChangesResource.class,
                DeskProblems.class,
                OnAirResource.class,
                AirResource.class,
                AsRunProblems.class,
                AsRunResource.class,
                AsRunImportsResource.class,
                ReconciliationResource.class,
                AffidavitResource.class,
                ReportsResource.class,
                QueryResource.class,
                EventStoreResource.class,
                DatasetsResource.class,
                MarkersResource.class,
                AskedQuestionsResource.class,
                RuntimeResource.class,
                JobsResource.class,
                ErrorsResource.class,
                LogPatternsResource.class,
                SamplingRulesResource.class,
                BoardsResource.class,
                TriggersResource.class,
                SlosResource.class,
                RecipientsResource.class,
                AlertsResource.class,
                TracesResource.class,
                BlastRadiusResource.class,
                PlayersResource.class,
                BubbleUpResource.class,
                OrderProblems.class,
                RuleTypesResource.class,
                RulesResource.class,
                UnderwritersResource.class,
                CategoriesResource.class,
                OrdersResource.class,
                CreativesResource.class,
                AirCopiesResource.class);
    }
}
