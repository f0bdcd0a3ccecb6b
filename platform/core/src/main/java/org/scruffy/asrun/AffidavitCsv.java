package org.scruffy.asrun;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.format.DateTimeFormatter;

/** An affidavit as CSV: a line for each spot. */
record AffidavitCsv(Affidavit affidavit) {

    String text() {
        StringWriter text = new StringWriter();
        // it writes into memory: a buffer between would have to be emptied
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text);
        csv.writeRecord(
                "station",
                "feed",
                "underwriter",
                "order",
                "line",
                "adId",
                "title",
                "scheduled",
                "actual",
                "zone",
                "scheduledSeconds",
                "actualSeconds",
                "outcome",
                "makesGood",
                "madeGood",
                "note");
        affidavit.spots().forEach(row -> {
            ReconciledSpot spot = row.spot();
            csv.writeRecord(
                    Cell.safe(affidavit.callSign()),
                    Cell.safe(row.feed()),
                    Cell.safe(affidavit.underwriter()),
                    Cell.safe(affidavit.orderName()),
                    Cell.safe(spot.line()),
                    Cell.safe(spot.adId()),
                    Cell.safe(spot.title()),
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(row.scheduled()),
                    row.actual()
                            .map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format)
                            .orElse(""),
                    row.zone().getId(),
                    seconds(spot.planned()),
                    spot.airedAt().isPresent() ? seconds(spot.aired()) : "",
                    spot.outcome().map(Enum::name).orElse("NOT_RECONCILED"),
                    Boolean.toString(row.makesGood()),
                    Boolean.toString(!spot.makeGood().isEmpty()),
                    Cell.safe(spot.note()));
        });
        return text.toString();
    }

    private static String seconds(Duration length) {
        return "%d.%03d".formatted(length.toSeconds(), length.toMillisPart());
    }
}
