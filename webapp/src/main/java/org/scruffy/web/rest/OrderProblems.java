package org.scruffy.web.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.scruffy.client.Problem;
import org.scruffy.order.Refused;

/** Problem details of what the keepers of orders, creatives and rules refuse. */
@Provider
public class OrderProblems implements ExceptionMapper<Refused> {

    @Override
    public Response toResponse(Refused refused) {
        List<Problem.Error> errors = refused.faults().stream()
                .map(fault -> new Problem.Error(fault.field(), fault.found(), fault.expected()))
                .toList();
        return switch (refused.because()) {
            case INVALID -> Problems.problem("bad-input", "Bad input", 400, refused.getMessage(), errors);
            case UNKNOWN -> Problems.problem("not-found", "No such thing here", 404, refused.getMessage(), errors);
            case NOT_YOURS -> Problems.problem("not-allowed", "Not allowed", 403, refused.getMessage(), errors);
            case CLASH ->
                Problems.problem("conflict", "What is there stands in the way", 409, refused.getMessage(), errors);
            case STALE -> Problems.problem("stale", "Somebody changed it meanwhile", 412, refused.getMessage(), errors);
            case TOO_LARGE -> Problems.problem("too-large", "Too large", 413, refused.getMessage(), errors);
            case NO_ROOM -> Problems.problem("no-room", "The disk is full", 507, refused.getMessage(), errors);
        };
    }
}
