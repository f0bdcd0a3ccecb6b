package org.scruffy.traffic;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;

/**
 * CSV as {@link CsvExport} writes it, and plainer: a header line names columns in any order, {@code type} may be left out where
 * every line is a program, times may be local. Settings: {@code separator} for another than the comma, and for each of our columns
 * {@code column.title} and so on, which say how the file calls it.
 */
final class CsvFile implements ScheduleReader {

    /** No line of a schedule is longer: what is belongs to a broken quote, and would fill the memory. */
    private static final int LONGEST_LINE = 64 * 1024;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String title() {
        return "CSV";
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        String separator = settings.getOrDefault("separator", ",");
        if (separator.length() != 1 || "\"\r\n".contains(separator)) {
            rows.accept(new BadRow(1, "separator", separator, "one character, for example ;"));
            return;
        }
        long line = 1;
        try (Reader text = Text.of(in)) {
            Iterator<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(separator.charAt(0))
                    .maxBufferSize(LONGEST_LINE)
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .ofCsvRecord(text)
                    .iterator();
            if (!records.hasNext()) {
                rows.accept(new BadRow(1, "file", "nothing", "a header line, then a line for each program"));
                return;
            }
            Optional<Map<CsvColumn, Integer>> columns = columns(records.next(), settings, rows);
            if (columns.isEmpty()) {
                return;
            }
            CsvLines lines = new CsvLines(clock, rows);
            while (records.hasNext()) {
                CsvRecord record = records.next();
                line = record.getStartingLineNumber();
                lines.read(line, record.getFields(), columns.get());
            }
        } catch (Text.NotText e) {
            rows.accept(new BadRow(1, "file", e.found, Text.EXPECTED));
        } catch (CsvParseException e) {
            rows.accept(new BadRow(
                    line + 1,
                    "line",
                    broken(e),
                    "lines of at most " + LONGEST_LINE / 1024 + " KB with every quote closed"));
        } catch (UncheckedIOException e) {
            encoding(e.getCause(), line, rows);
        } catch (CharacterCodingException e) {
            encoding(e, line, rows);
        }
    }

    private static String broken(CsvParseException e) {
        return e.getMessage() == null ? "something that is no CSV" : e.getMessage();
    }

    private static void encoding(IOException e, long line, Consumer<ScheduleRow> rows) throws IOException {
        if (!(e instanceof CharacterCodingException)) {
            throw e;
        }
        rows.accept(new BadRow(line + 1, "file", "bytes in another encoding than its beginning", Text.EXPECTED));
    }

    private static Optional<Map<CsvColumn, Integer>> columns(
            CsvRecord header, Map<String, String> settings, Consumer<ScheduleRow> rows) {
        List<String> names = header.getFields().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        Map<CsvColumn, Integer> columns = new EnumMap<>(CsvColumn.class);
        for (CsvColumn column : CsvColumn.values()) {
            String wanted = settings.getOrDefault("column." + column.header(), column.header())
                    .strip()
                    .toLowerCase(Locale.ROOT);
            int at = names.indexOf(wanted);
            if (at >= 0 && names.lastIndexOf(wanted) != at) {
                rows.accept(new BadRow(header.getStartingLineNumber(), wanted, "two columns of that name", "one"));
                return Optional.empty();
            }
            if (at >= 0) {
                columns.put(column, at);
            }
        }
        if (!columns.containsKey(CsvColumn.START) || !columns.containsKey(CsvColumn.TITLE)) {
            rows.accept(new BadRow(
                    header.getStartingLineNumber(),
                    "header",
                    String.join(", ", header.getFields()),
                    "at least start and title of: " + CsvColumn.all()));
            return Optional.empty();
        }
        return Optional.of(columns);
    }
}
