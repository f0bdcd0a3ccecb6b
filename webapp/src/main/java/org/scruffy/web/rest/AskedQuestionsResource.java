package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.dataset.AskedQuestion;
import org.scruffy.dataset.AskedQuestions;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.NotAllowed;
import org.scruffy.security.Role;
import org.scruffy.telemetry.BadQuery;

/**
 * {@code /api/v1/asked-questions}: what was asked about events, by whoever asks here and by the others: each with its {@code station}, where it
 * was asked, and seen by the engineers of that station alone; what was asked at none is seen by every engineer. What is noted goes after 90
 * days; what keeps its answer stays as it is. Of each user the latest 1,000 stay, and the latest 100 with answers. For engineers; a bad
 * field is 400, an id that is none, or not for whoever asks, 404, and so is a station.
 */
@Path("/v1/asked-questions")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class AskedQuestionsResource {

    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int LONGEST_ADDRESS = 8_000;
    private static final int LONGEST_WORDS = 300;
    private static final int LONGEST_CALL_SIGN = 10;
    private static final int LONGEST_ANSWER = 4_000_000;

    private final AskedQuestions questions;
    private final QueryResource queries;
    private final Access access;

    protected AskedQuestionsResource() {
        this(null, null, null);
    }

    @Inject
    public AskedQuestionsResource(AskedQuestions questions, QueryResource queries, Access access) {
        this.questions = questions;
        this.queries = queries;
        this.access = access;
    }

    /**
     * The questions that were asked last, the latest first.
     *
     * @param who the name of a user, left out for all
     * @param station the call sign of the station they were asked at, left out for all that whoever asks is an engineer of
     * @param limit 1 to 1,000
     */
    @GET
    @Plan.Reads(Plan.ASKED_QUESTIONS)
    public List<AskedQuestion> latest(
            @QueryParam("who") @DefaultValue("") String who,
            @QueryParam("station") @DefaultValue("") String station,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        if (!station.isEmpty()) {
            access.require(Role.ENGINEER, station);
        }
        return questions.latest(reader(), who, station, Asked.limit(limit));
    }

    private AskedQuestions.Reader reader() {
        return new AskedQuestions.Reader(
                access.user(), access.where(Role.ENGINEER), access.may(Role.ENGINEER, Grant.EVERYWHERE));
    }

    private AskedQuestion find(String id) {
        return questions.find(number(id)).filter(reader()::sees).orElseThrow(() -> none(id));
    }

    /** A question, and its {@code answer} as {@code POST /api/v1/query} gave it then, where it is kept. */
    @GET
    @Plan.Reads(Plan.ASKED_QUESTION)
    @Path("/{id}")
    public String question(@PathParam("id") String id) {
        AskedQuestion question = find(id);
        JsonObjectBuilder document = document(question);
        if (question.kept()) {
            document.add("answer", SentJson.object(questions.answer(number(id))));
        }
        return document.build().toString();
    }

    /**
     * Notes a question: its {@code address}, what Explore's has after the question mark, at most 8,000 characters, its {@code words}, at
     * most 300, and the {@code station} it is asked at, left out for none. With a {@code query}, as {@code POST /api/v1/query} takes it, that is asked, and its answer kept.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String note(String body, @Context HttpServletRequest request) {
        JsonObject document = SentJson.object(body);
        SaidJson said = new SaidJson(document);
        String address = said.text("address", "", LONGEST_ADDRESS);
        String words = said.text("words", "", LONGEST_WORDS);
        String station = said.text("station", "", LONGEST_CALL_SIGN);
        if (!station.isEmpty()) {
            access.requireThere(Role.ENGINEER, station);
        }
        if (!said.has("query")) {
            return document(questions.note(access.user(), station, address, words))
                    .build()
                    .toString();
        }
        String answer = queries.query(document.get("query").toString(), request);
        if (answer.length() > LONGEST_ANSWER) {
            throw new BadQuery(
                    "query", "an answer of " + answer.length() + " characters", "one of at most " + LONGEST_ANSWER);
        }
        return document(questions.keep(access.user(), station, address, words, answer))
                .build()
                .toString();
    }

    /** Forgets a question, and its answer with it: for whoever asked it, and for administrators of every station. 403 for all others. */
    @DELETE
    @Path("/{id}")
    public void remove(@PathParam("id") String id) {
        AskedQuestion question = find(id);
        if (!question.who().equals(access.user()) && !access.may(Role.ADMIN, Grant.EVERYWHERE)) {
            throw new NotAllowed(access.user(), Role.ADMIN, "at every station");
        }
        questions.remove(number(id));
    }

    private static JsonObjectBuilder document(AskedQuestion question) {
        return JSON.createObjectBuilder()
                .add("id", question.id())
                .add("who", question.who())
                .add("station", question.station())
                .add("at", question.at().toString())
                .add("address", question.address())
                .add("words", question.words())
                .add("kept", question.kept());
    }

    private static long number(String id) {
        if (!id.matches("[1-9]\\d{0,17}")) {
            throw none(id);
        }
        return Long.parseLong(id);
    }

    private static NotFoundException none(String id) {
        return new NotFoundException("There is no question " + id);
    }
}
