package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.scruffy.client.EditsAnswer;
import org.scruffy.client.Problem;
import org.scruffy.client.RecordsInJson;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Edit;
import org.scruffy.desk.EditRefused;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.desk.Requests;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** What the resources of the desk share: who may edit, requests that name themselves, and one edit by If-Match. */
@ApplicationScoped
public class DeskDoor {

    private static final Jsonb JSON = RecordsInJson.jsonb();

    private final Desk desk;
    private final Access access;
    private final Requests requests;

    protected DeskDoor() {
        this(null, null, null);
    }

    @Inject
    public DeskDoor(Desk desk, Access access, Requests requests) {
        this.desk = desk;
        this.access = access;
        this.requests = requests;
    }

    Editor editor(String callSign) {
        access.require(Role.TRAFFIC, callSign);
        return new Editor(access.user(), access.may(Role.ADMIN, callSign));
    }

    /**
     * The answer to a request, or the one it got before under this key. A refusal is an answer, too; what failed is not.
     *
     * @param key of the Idempotency-Key header, null for none
     * @param asked all that is asked for
     */
    Response once(String key, String asked, Function<UUID, EditsAnswer> work) {
        if (key == null) {
            return answer(200, json(work.apply(UUID.randomUUID())));
        }
        String actor = access.user();
        Requests.Begun begun = requests.begin(actor, key, sha256(asked));
        if (begun.answer().isPresent()) {
            return answer(begun.answer().get().status(), begun.answer().get().body());
        }
        Requests.Answer answer;
        try {
            answer = new Requests.Answer(200, json(work.apply(begun.command())));
        } catch (EditRefused refused) {
            Problem problem = DeskProblems.problem(refused);
            answer = new Requests.Answer(problem.status(), json(problem));
        } catch (RuntimeException failed) {
            requests.forget(actor, key);
            throw failed;
        }
        requests.answered(actor, key, answer);
        return answer(answer.status(), answer.body());
    }

    /** One edit of one thing; the answer carries the version it has now as its ETag. */
    Response single(String callSign, Supplier<Edit> edit) {
        Editor editor = editor(callSign);
        EditsAnswer answer = EditDocuments.of(desk.apply(editor, callSign, List.of(edit.get()), Options.plain()));
        EditsAnswer.EditResult result = answer.results().get(0);
        Response.ResponseBuilder response = Response.ok(answer).header("Cache-Control", "no-store");
        return result.version() == null
                ? response.build()
                : response.tag(Integer.toString(result.version())).build();
    }

    /** The version in a strong ETag like {@code "3"}; null where none is given, which the desk refuses with 428. */
    static Integer version(String ifMatch) {
        if (ifMatch == null) {
            return null;
        }
        String tag = ifMatch.strip();
        String number = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
        try {
            return Integer.valueOf(number);
        } catch (NumberFormatException e) {
            throw new BadInput("If-Match", ifMatch, "the ETag that you were given, like \"3\"");
        }
    }

    private static Response answer(int status, String body) {
        return Response.status(status)
                .type(status < 400 ? "application/json" : Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(body)
                .build();
    }

    private static String json(Object document) {
        return JSON.toJson(document);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
