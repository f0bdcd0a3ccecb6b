package org.scruffy.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.scruffy.asrun.Cell;

/** Reports as CSV with a head, a line for each row. */
public final class ReportCsv {

    private ReportCsv() {}

    public static String fillRate(List<FillRate> rows) {
        return csv(
                rows,
                "feed,day,part,hours,breaks,empty,capacitySeconds,bookedSeconds,orderedSeconds",
                row -> List.of(
                        row.feed(),
                        row.day(),
                        row.part(),
                        row.part().hours(),
                        row.breaks(),
                        row.empty(),
                        row.capacityMs() / 1000.0,
                        row.bookedMs() / 1000.0,
                        row.orderedMs() / 1000.0));
    }

    public static String delivery(List<LineDelivery> rows) {
        return csv(
                rows,
                "underwriter,order,state,line,from,until,ordered,scheduled,notReconciled,aired,airedShort,missed,madeGood,shortBy,"
                        + "expectedByToday,ahead",
                row -> List.of(
                        row.underwriter(),
                        row.orderName(),
                        row.state(),
                        row.lineName(),
                        row.from(),
                        row.until(),
                        row.ordered(),
                        row.scheduled(),
                        row.unproved(),
                        row.aired(),
                        row.cut(),
                        row.missed(),
                        row.madeGood(),
                        row.shortBy(),
                        row.expected(),
                        row.ahead()));
    }

    public static String owed(List<Owed> rows) {
        return csv(
                rows,
                "feed,day,planned,adId,title,underwriter,order,line,outcome,state,madeGoodAt",
                row -> List.of(
                        row.feed(),
                        row.day(),
                        row.plannedAt(),
                        row.adId(),
                        row.title(),
                        row.underwriter(),
                        row.order(),
                        row.line(),
                        row.outcome(),
                        row.state(),
                        row.madeAt().map(Instant::toString).orElse("")));
    }

    private static <T> String csv(List<T> rows, String head, Function<T, List<Object>> cells) {
        StringWriter text = new StringWriter();
        // it writes into memory: a buffer between would have to be emptied
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(text);
        csv.writeRecord(Arrays.asList(head.split(",")));
        rows.forEach(row ->
                csv.writeRecord(cells.apply(row).stream().map(ReportCsv::cell).toList()));
        return text.toString();
    }

    private static String cell(Object value) {
        return value instanceof Number ? value.toString() : Cell.safe(value.toString());
    }
}
