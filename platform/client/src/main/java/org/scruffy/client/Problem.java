package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * Why a request was not answered (RFC 9457, {@code application/problem+json}).
 *
 * @param type what kind of problem, a URN that stays the same
 * @param title the kind in words
 * @param status of HTTP
 * @param detail this very case in words
 * @param errors what was found where, and what was expected
 * @param traceId of the request, empty where it was not traced
 * @param conflicts with the rules of the schedule, left out where there are none
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        List<Error> errors,
        String traceId,
        List<ConflictDocument> conflicts) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** One thing that is wrong. */
    public record Error(String field, String found, String expected) {

        @JsonbCreator
        public Error {}
    }

    @JsonbCreator
    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
        conflicts = conflicts == null || conflicts.isEmpty() ? null : List.copyOf(conflicts);
    }

    /** What is no matter of rules. */
    public Problem(String type, String title, int status, String detail, List<Error> errors, String traceId) {
        this(type, title, status, detail, errors, traceId, null);
    }
}
