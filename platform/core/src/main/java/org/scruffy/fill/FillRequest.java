package org.scruffy.fill;

import java.time.Duration;
import java.time.LocalDate;
import org.scruffy.plugin.Retries;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * What somebody asks to be filled.
 *
 * @param day any day of the week that is meant
 * @param budget of the filler
 * @param replaceAuto whether spots that were placed by a fill before may be moved and removed
 * @param airReadyOnly whether creatives that are not conditioned yet stay out
 * @param filler which one, {@value SpotFiller#HOUSE} for the platform's
 */
public record FillRequest(
        String callSign,
        String feed,
        LocalDate day,
        FillBudget budget,
        boolean replaceAuto,
        boolean airReadyOnly,
        String filler) {

    /** The longest a fill may take. */
    public static final Duration MOST_TIME = Duration.ofMinutes(10);

    /** What a run was asked to fill. */
    static FillRequest of(Retries.Run run) {
        return new FillRequest(
                run.text("station"),
                run.text("feed"),
                LocalDate.parse(run.text("fill.day")),
                new FillBudget(
                        run.number("fill.seed"),
                        run.number("fill.iterations.most"),
                        Duration.ofMillis(run.number("fill.time.most_ms"))),
                Boolean.parseBoolean(run.text("fill.replace_auto")),
                Boolean.parseBoolean(run.text("fill.air_ready_only")),
                run.text("filler"));
    }

    /** So that {@link #of} finds it again. */
    void tell(Telemetry.Span run) {
        run.set("station", callSign)
                .set("feed", feed)
                .set("filler", filler)
                .set("fill.day", day.toString())
                .set("fill.seed", budget.seed())
                .set("fill.iterations.most", budget.iterations())
                .set("fill.time.most_ms", budget.time().toMillis())
                .set("fill.replace_auto", replaceAuto)
                .set("fill.air_ready_only", airReadyOnly);
    }
}
