package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.scruffy.client.AirCopiesApi;
import org.scruffy.client.AirCopiesDocument;
import org.scruffy.client.AsRunApi;
import org.scruffy.client.CreativesApi;
import org.scruffy.client.EditDocument;
import org.scruffy.client.EditsAnswer;
import org.scruffy.client.EditsApi;
import org.scruffy.client.EditsDocument;
import org.scruffy.client.FillsApi;
import org.scruffy.client.ImportsApi;
import org.scruffy.client.LengthsDocument;
import org.scruffy.client.OrdersApi;
import org.scruffy.client.Problem;
import org.scruffy.client.ProblemException;
import org.scruffy.client.Problems;
import org.scruffy.client.ReportsApi;
import org.scruffy.client.RulesApi;
import org.scruffy.client.StationsApi;
import org.scruffy.client.TemplatesApi;
import org.scruffy.client.UnderwritersApi;
import org.scruffy.client.WeekDocument;

/** The product as a program sees it that uses the client. */
@ExtendWith(RunningScruffy.Shared.class)
class ClientIT {

    private static final int WEEKS_AHEAD = 70;
    private static final String STATION = "KSCF";

    private RunningScruffy scruffy;
    private LocalDate day;

    @BeforeEach
    void askTheDemo(RunningScruffy demo) {
        scruffy = demo;
        day = demo.today().plusWeeks(WEEKS_AHEAD).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private <T> T client(Class<T> api) {
        return RestClientBuilder.newBuilder()
                .baseUri(scruffy.base().resolve("api"))
                .register(new DemoKey())
                .build(api);
    }

    private static final class DemoKey implements ClientRequestFilter {

        @Override
        public void filter(ClientRequestContext request) throws IOException {
            request.getHeaders().putSingle("Authorization", "Bearer " + RunningScruffy.DEMO_KEY);
        }
    }

    private Instant at(String time) {
        return LocalTime.parse(time)
                .atDate(day)
                .atZone(RunningScruffy.DEMO_ZONE)
                .toInstant();
    }

    private EditsAnswer.EditResult edit(EditDocument edit) {
        return client(EditsApi.class)
                .edit(STATION, null, new EditsDocument(List.of(edit), null, null, "by the client", "Agreed"))
                .results()
                .get(0);
    }

    private WeekDocument.Break onlyBreak() {
        return client(StationsApi.class)
                .week(STATION, day.toString(), "main", null)
                .feeds()
                .get(0)
                .slots()
                .get(0)
                .breaks()
                .get(0);
    }

    private static void refuses(int status, String field, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, thrown -> {
            assertThat(thrown.problem().status()).isEqualTo(status);
            assertThat(thrown.problem().errors())
                    .extracting(Problem.Error::field)
                    .contains(field);
        });
    }

    @Test
    void edit_isDoneByTheVersionThatWasSeenAndTakenBack() {
        EditsApi edits = client(EditsApi.class);
        String slot = edit(EditDocument.createSlot(
                        "main", at("10:00"), at("11:00"), new WeekDocument.ProgramEntry("Nature", "", "")))
                .id();
        EditsAnswer.EditResult made = edit(EditDocument.createBreak(slot, at("10:30"), 60_000, "MIXED"));
        String seen = Problems.seen(made.version());

        edits.changeBreak(STATION, made.id(), seen, EditDocument.changeBreak(90_000));

        assertThat(onlyBreak().fill().capacityMs()).isEqualTo(90_000);
        refuses(412, "version", () -> edits.changeBreak(STATION, made.id(), seen, EditDocument.changeBreak(30_000)));
        refuses(428, "version", () -> edits.changeBreak(STATION, made.id(), null, EditDocument.changeBreak(30_000)));
        edits.undo(STATION, null);
        assertThat(onlyBreak().fill().capacityMs()).isEqualTo(60_000);
    }

    @Test
    void everyDocument_isRead() {
        String today = scruffy.today().toString();
        WeekDocument week = client(StationsApi.class)
                .week(STATION, today, null, "breaks,placements,creatives,lines,underwriters,conflicts");
        assertThat(week.feeds())
                .hasSize(client(StationsApi.class).stations().get(0).feeds().size());
        assertThat(week.underwriters())
                .containsKeys(week.creatives().values().stream()
                        .map(WeekDocument.CreativeEntry::underwriter)
                        .filter(name -> !name.isEmpty())
                        .toArray(String[]::new));
        assertThat(client(UnderwritersApi.class)
                        .find(STATION, null, null, false, null, 1)
                        .items())
                .hasSize(1);
        assertThat(client(UnderwritersApi.class).categories(STATION)).isNotEmpty();
        assertThat(client(OrdersApi.class)
                        .find(STATION, null, "APPROVED", false, null, null)
                        .items())
                .allSatisfy(order -> assertThat(order.lines()).isNotEmpty());
        assertThat(client(CreativesApi.class).one(STATION, "BELL1500001").lengthMs())
                .isPositive();
        assertThat(client(AirCopiesApi.class).find(STATION, null).feeds())
                .extracting(AirCopiesDocument.FeedEntry::feed)
                .contains("main", "kids");
        refuses(404, "creative", () -> client(AirCopiesApi.class).retry(STATION, "NOSUCH"));
        assertThat(client(AirCopiesApi.class).leftovers(STATION).copies()).isNotNull();
        assertThat(client(AirCopiesApi.class).lengths(STATION).longestMs()).isPositive();
        LengthsDocument tooLong = new LengthsDocument(1_000, 600_001);
        refuses(400, "longestMs", () -> client(AirCopiesApi.class).change(STATION, tooLong));
        assertThat(client(RulesApi.class).all(STATION)).isNotEmpty();
        assertThat(client(TemplatesApi.class).all(STATION)).isNotNull();
        assertThat(client(AsRunApi.class).settings(STATION).late()).startsWith("PT");
        assertThat(client(ImportsApi.class).formats(STATION)).isNotEmpty();
        assertThat(client(ReportsApi.class)
                        .fillRate(STATION, null, today, today)
                        .rows())
                .isNotEmpty();
        assertThat(client(EditsApi.class).audit(STATION, null, null, null, 1).entries())
                .isNotNull();
        refuses(404, "fill", () -> client(FillsApi.class).one(STATION, "nope"));
    }
}
