package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.scruffy.client.RuleTypeDocument;
import org.scruffy.rule.Param;
import org.scruffy.rule.RuleType;

/** {@code GET /api/v1/rule-types}: what can be asked of spots, with parameters, units and ranges. */
@Path("/v1/rule-types")
@ApplicationScoped
public class RuleTypesResource {

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Produces(MediaType.APPLICATION_JSON)
    public List<RuleTypeDocument> types() {
        return Arrays.stream(RuleType.values())
                .map(type -> new RuleTypeDocument(
                        type.name(),
                        type.meaning(),
                        type.subject(),
                        type.allParams().stream().map(RuleTypesResource::param).toList()))
                .toList();
    }

    private static RuleTypeDocument.Param param(Param param) {
        boolean number = param.kind() == Param.Kind.NUMBER;
        return new RuleTypeDocument.Param(
                param.name(),
                param.kind().name(),
                Asker.orNothing(param.unit()),
                number ? param.min() : null,
                number ? param.max() : null,
                param.choices().isEmpty() ? null : param.choices(),
                Asker.orNothing(param.fallback()),
                param.required(),
                param.meaning());
    }
}
