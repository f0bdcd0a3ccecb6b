package org.scruffy.asrun;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** Lines of text and a table on as many pages as they need; each page has the table's head and says which of how many it is. */
final class PdfTable implements AutoCloseable {

    /** A column: its head and its width in points. */
    record Column(String head, float width) {}

    private static final float MARGIN = 36;
    private static final float SIZE = 8;
    private static final float LEADING = 10;
    private static final Color SHADE = new Color(0xE6, 0xEB, 0xF0);
    /** Comes with PDFBox; in the file, so that it reads and copies the same everywhere. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private final PDDocument document;
    private final PDRectangle paper;
    private final List<Column> columns;
    private final PDFont font;
    private final Map<Integer, Boolean> known = new HashMap<>();
    private PDPageContentStream page;
    private float y;

    PdfTable(PDDocument document, PDRectangle upright, List<Column> columns) throws IOException {
        this.document = document;
        this.paper = new PDRectangle(upright.getHeight(), upright.getWidth());
        float whole = (float) columns.stream().mapToDouble(Column::width).sum();
        float wide = paper.getWidth() - 2 * MARGIN;
        this.columns = columns.stream()
                .map(column -> new Column(column.head(), column.width() * wide / whole))
                .toList();
        try (InputStream file = PDDocument.class.getResourceAsStream(FONT)) {
            font = PDType0Font.load(document, file);
        }
        turn();
    }

    private void turn() throws IOException {
        if (page != null) {
            page.close();
        }
        PDPage next = new PDPage(paper);
        document.addPage(next);
        page = new PDPageContentStream(document, next);
        y = paper.getHeight() - MARGIN;
    }

    /** A line of words over the whole width. */
    void line(String text, float size) throws IOException {
        for (String part : wrapped(text, paper.getWidth() - 2 * MARGIN, size)) {
            if (y - size * 1.3f < 2 * MARGIN) {
                turn();
            }
            y -= size * 1.3f;
            write(part, MARGIN, y, size);
        }
    }

    void space() {
        y -= LEADING;
    }

    void head() throws IOException {
        page.setNonStrokingColor(SHADE);
        page.addRect(MARGIN, y - LEADING - 4, paper.getWidth() - 2 * MARGIN, LEADING + 4);
        page.fill();
        page.setNonStrokingColor(Color.BLACK);
        float x = MARGIN;
        for (Column column : columns) {
            write(column.head(), x + 2, y - LEADING, SIZE);
            x += column.width();
        }
        y -= LEADING + 6;
    }

    /** A row; on a page of its own, with the head again, where it does not fit. */
    void row(List<String> cells) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        int most = 1;
        for (int i = 0; i < columns.size(); i++) {
            lines.add(wrapped(cells.get(i), columns.get(i).width() - 4, SIZE));
            most = Math.max(most, lines.get(i).size());
        }
        if (y - most * LEADING < 2 * MARGIN) {
            turn();
            head();
        }
        float x = MARGIN;
        for (int i = 0; i < columns.size(); i++) {
            for (int k = 0; k < lines.get(i).size(); k++) {
                write(lines.get(i).get(k), x + 2, y - (k + 1) * LEADING + 2, SIZE);
            }
            x += columns.get(i).width();
        }
        y -= most * LEADING + 2;
        page.setStrokingColor(SHADE);
        page.moveTo(MARGIN, y);
        page.lineTo(paper.getWidth() - MARGIN, y);
        page.stroke();
    }

    private void write(String text, float x, float at, float size) throws IOException {
        page.beginText();
        page.setFont(font, size);
        page.newLineAtOffset(x, at);
        page.showText(text);
        page.endText();
    }

    private List<String> wrapped(String text, float width, float size) throws IOException {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : written(text).split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (width(longer, size) <= width) {
                line.setLength(0);
                line.append(longer);
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
            line.setLength(0);
            line.append(cut(word, width, size, lines));
        }
        lines.add(line.toString());
        return lines;
    }

    /** What is left of a word after as many full lines as it needs. */
    private String cut(String word, float width, float size, List<String> lines) throws IOException {
        String rest = word;
        while (width(rest, size) > width) {
            int end = rest.offsetByCodePoints(0, 1);
            while (end < rest.length() && width(rest.substring(0, rest.offsetByCodePoints(end, 1)), size) <= width) {
                end = rest.offsetByCodePoints(end, 1);
            }
            lines.add(rest.substring(0, end));
            rest = rest.substring(end);
        }
        return rest;
    }

    private float width(String text, float size) throws IOException {
        return font.getStringWidth(text) / 1000 * size;
    }

    /** What the font has no picture of is a question mark: a page must not fail for a letter in a title. */
    private String written(String text) {
        StringBuilder written = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(c -> written.appendCodePoint(known.computeIfAbsent(c, this::hasGlyph) ? c : '?'));
        return written.toString();
    }

    private boolean hasGlyph(int c) {
        try {
            font.encode(Character.toString(c));
            return true;
        } catch (IllegalArgumentException | IOException e) {
            return false;
        }
    }

    /** Says on each page which of how many it is. */
    void number(String words) throws IOException {
        page.close();
        page = null;
        int all = document.getNumberOfPages();
        for (int i = 0; i < all; i++) {
            page = new PDPageContentStream(document, document.getPage(i), AppendMode.APPEND, true, true);
            write(written(words + " – page " + (i + 1) + " of " + all), MARGIN, MARGIN, SIZE);
            page.close();
        }
        page = null;
    }

    @Override
    public void close() throws IOException {
        if (page != null) {
            page.close();
        }
    }
}
