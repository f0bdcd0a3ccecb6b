package org.scruffy.asrun;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.scruffy.asrun.PdfTable.Column;

/** An affidavit on paper, to be signed. Its text can be searched, copied and read aloud. */
record AffidavitPdf(Affidavit affidavit, AsRunSettings.Paper paper, Instant made) {

    private static final List<Column> COLUMNS = List.of(
            new Column("Scheduled (local)", 155),
            new Column("Actual (local)", 155),
            new Column("Feed", 45),
            new Column("Line", 85),
            new Column("Ad-ID", 85),
            new Column("Title", 95),
            new Column("Length", 50),
            new Column("Outcome", 75));

    byte[] bytes() {
        try (PDDocument document = new PDDocument();
                PdfTable table = new PdfTable(document, size(), COLUMNS)) {
            describe(document);
            top(table);
            table.head();
            for (Affidavit.Aired row : affidavit.spots()) {
                table.row(cells(row));
            }
            bottom(table);
            table.number("Affidavit of " + affidavit.callSign() + ", order " + affidavit.orderName());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("The affidavit of order " + affidavit.order() + " could not be written", e);
        }
    }

    private PDRectangle size() {
        return paper == AsRunSettings.Paper.A4 ? PDRectangle.A4 : PDRectangle.LETTER;
    }

    private void describe(PDDocument document) {
        document.getDocumentInformation().setTitle("Affidavit of performance, order " + affidavit.orderName());
        document.getDocumentInformation().setAuthor(affidavit.stationName());
        Calendar at = GregorianCalendar.from(made.atZone(ZoneOffset.UTC));
        document.getDocumentInformation().setCreationDate(at);
        document.getDocumentCatalog().setLanguage("en-US");
        PDViewerPreferences preferences = new PDViewerPreferences(new org.apache.pdfbox.cos.COSDictionary());
        preferences.setDisplayDocTitle(true);
        document.getDocumentCatalog().setViewerPreferences(preferences);
    }

    private void top(PdfTable table) throws IOException {
        table.line("Affidavit of performance", 16);
        table.line("Station: " + affidavit.stationName() + " (" + affidavit.callSign() + ")", 10);
        table.line("Underwriter: " + affidavit.underwriter(), 10);
        String flight = affidavit.flight().isEmpty() ? "" : ", flight " + affidavit.flight();
        table.line("Order: " + affidavit.orderName() + " (no. " + affidavit.order() + ")" + flight, 10);
        table.line("Broadcast days from " + affidavit.from() + " to " + affidavit.to(), 10);
        table.space();
    }

    private static List<String> cells(Affidavit.Aired row) {
        ReconciledSpot spot = row.spot();
        return List.of(
                Affidavit.local(row.scheduled()),
                row.actual().map(Affidavit::local).orElse("–"),
                row.feed(),
                spot.line(),
                spot.adId(),
                spot.title(),
                Affidavit.length(spot.airedAt().isPresent() ? spot.aired() : spot.planned()),
                row.outcome());
    }

    private void bottom(PdfTable table) throws IOException {
        Affidavit.Totals totals = affidavit.totals();
        table.space();
        table.line(
                "Totals: " + totals.planned() + " planned, " + totals.aired() + " aired ("
                        + Affidavit.length(totals.length())
                        + "), " + totals.missed() + " not aired, of them " + totals.madeGood() + " made good, "
                        + totals.unknown() + " not reconciled yet",
                10);
        table.space();
        table.line("I state that the spots above were broadcast as shown by the as-run log of the station.", 10);
        table.space();
        table.space();
        table.line("Name and signature: ____________________________________     Date: ____________________", 10);
    }
}
