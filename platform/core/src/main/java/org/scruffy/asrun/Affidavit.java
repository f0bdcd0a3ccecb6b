package org.scruffy.asrun;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a station swears to an underwriter: which spots of an order aired, when, and how.
 *
 * @param from the first broadcast day
 * @param to the last
 * @param flight the line it is limited to, empty for the whole order
 */
public record Affidavit(
        String callSign,
        String stationName,
        String underwriter,
        String order,
        String orderName,
        String flight,
        LocalDate from,
        LocalDate to,
        List<Aired> spots) {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz xxx", Locale.US);

    /**
     * A spot of the order.
     *
     * @param makesGood whether it makes another one good
     */
    public record Aired(String feed, ZoneId zone, boolean makesGood, ReconciledSpot spot) {

        ZonedDateTime scheduled() {
            return spot.plannedAt().atZone(zone);
        }

        Optional<ZonedDateTime> actual() {
            return spot.airedAt().map(at -> at.atZone(zone));
        }

        /** What became of it, in words. */
        String outcome() {
            String words = spot.outcome().map(Outcome::words).orElse("not reconciled");
            if (!spot.makeGood().isEmpty()) {
                return words + ", made good";
            }
            return makesGood ? words + " (make-good)" : words;
        }
    }

    /** How many spots became what, and how long viewers saw them. */
    public record Totals(long planned, long aired, long missed, long madeGood, long unknown, Duration length) {}

    public Totals totals() {
        long aired = count(Outcome::aired);
        return new Totals(
                spots.size(),
                aired,
                count(outcome -> !outcome.aired()),
                spots.stream().filter(row -> !row.spot().makeGood().isEmpty()).count(),
                spots.stream().filter(row -> row.spot().outcome().isEmpty()).count(),
                spots.stream().map(row -> row.spot().aired()).reduce(Duration.ZERO, Duration::plus));
    }

    private long count(java.util.function.Predicate<Outcome> which) {
        return spots.stream()
                .filter(row -> row.spot().outcome().filter(which).isPresent())
                .count();
    }

    static String local(ZonedDateTime at) {
        return LOCAL.format(at);
    }

    /** 0:30 or 0:29.970 */
    static String length(Duration length) {
        String whole = "%d:%02d".formatted(length.toMinutes(), length.toSecondsPart());
        return length.toMillisPart() == 0 ? whole : whole + ".%03d".formatted(length.toMillisPart());
    }
}
