package org.scruffy.client;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Makes a {@link ProblemException} of each answer that is a problem, or would be one if a proxy had not answered it. */
public class Problems implements ResponseExceptionMapper<ProblemException> {

    /** A version as If-Match has it: what somebody changes they have to have seen. */
    public static String seen(int version) {
        return "\"" + version + "\"";
    }

    @Override
    public ProblemException toThrowable(Response response) {
        MediaType type = response.getMediaType();
        boolean told = type != null && Problem.MEDIA_TYPE.equals(type.getType() + "/" + type.getSubtype());
        return new ProblemException(told ? response.readEntity(Problem.class) : ofStatus(response.getStatusInfo()));
    }

    private static Problem ofStatus(Response.StatusType status) {
        String reason = status.getReasonPhrase();
        return new Problem("about:blank", reason, status.getStatusCode(), reason, List.of(), "");
    }
}
