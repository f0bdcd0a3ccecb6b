package org.scruffy.tvss;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.ScheduleReader;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;

/**
 * The listings of a day. Settings: {@code date}, the day that was asked for, because the answer does not say it, and
 * {@code channel}, the {@code short_name} or {@code cid} of one of its feeds where it has several. Times are local to the time zone
 * of that feed in the answer.
 */
final class TvssFile implements ScheduleReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(64 * 1024)
                    .maxNameLength(1024)
                    .maxNumberLength(64)
                    .build())
            .build();

    @Override
    public String name() {
        return "tvss";
    }

    @Override
    public String title() {
        return "PBS TV Schedules Service (JSON)";
    }

    @Override
    public void read(InputStream in, FeedClock clock, Map<String, String> settings, Consumer<ScheduleRow> rows)
            throws IOException {
        LocalDate day;
        try {
            day = LocalDate.parse(settings.getOrDefault("date", ""));
        } catch (DateTimeException e) {
            rows.accept(new BadRow(1, "date", settings.getOrDefault("date", ""), "the setting date, like 2026-11-24"));
            return;
        }
        try (JsonParser json = FACTORY.createParser(in)) {
            new Reading(json, day, settings.getOrDefault("channel", ""), rows).read();
        } catch (JsonProcessingException e) {
            long line =
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            rows.accept(new BadRow(line, "file", e.getOriginalMessage(), "the JSON of a TVSS listing"));
        } catch (CharConversionException e) {
            rows.accept(new BadRow(1, "file", "bytes of no encoding of JSON", "JSON in UTF-8"));
        }
    }

    private static final class Reading {

        private final JsonParser json;
        private final LocalDate day;
        private final String wanted;
        private final Consumer<ScheduleRow> rows;
        private String taken = "";

        Reading(JsonParser json, LocalDate day, String wanted, Consumer<ScheduleRow> rows) {
            this.json = json;
            this.day = day;
            this.wanted = wanted;
            this.rows = rows;
        }

        void read() throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                rows.accept(new BadRow(1, "file", "no object", "an object with feeds"));
                return;
            }
            boolean found = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean feeds = json.currentName().equals("feeds");
                if (json.nextToken() == JsonToken.START_ARRAY && feeds) {
                    found = true;
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        feed();
                    }
                    if (json.currentToken() != JsonToken.END_ARRAY) {
                        rows.accept(new BadRow(line(), "feeds", "something else than an object", "a feed"));
                        return;
                    }
                } else {
                    json.skipChildren();
                }
            }
            if (!found) {
                rows.accept(new BadRow(line(), "feeds", "nothing", "an array of feeds"));
                return;
            }
            if (!wanted.isEmpty() && taken.isEmpty()) {
                rows.accept(new BadRow(line(), "channel", wanted, "the short_name or cid of a feed in the file"));
            }
        }

        private long line() {
            return Math.max(1, json.currentLocation().getLineNr());
        }

        private void feed() throws IOException {
            Map<String, String> feed = new HashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_ARRAY && name.equals("listings")) {
                    listings(feed);
                } else if (value.isScalarValue()) {
                    feed.put(name, value == JsonToken.VALUE_NULL ? "" : json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }

        private void listings(Map<String, String> feed) throws IOException {
            long line = line();
            String name = feed.getOrDefault("short_name", "");
            boolean mine = wanted.isEmpty() || wanted.equals(name) || wanted.equals(feed.get("cid"));
            Optional<ZoneId> zone = zone(feed.getOrDefault("timezone", ""));
            if (mine) {
                taken = taken.isEmpty() && !wanted.isEmpty() ? name : taken;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                long at = line();
                Map<String, String> listing = scalars();
                if (!mine) {
                    continue;
                }
                if (zone.isEmpty()) {
                    rows.accept(new BadRow(
                            line, "timezone", feed.getOrDefault("timezone", ""), "an IANA zone before the listings"));
                    mine = false;
                } else if (isAnother(name)) {
                    rows.accept(new BadRow(
                            line, "channel", taken + " and " + name, "one feed, or the setting channel to say which"));
                    mine = false;
                } else {
                    rows.accept(new Listing(at, listing).row(day, zone.get()));
                }
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                rows.accept(new BadRow(line(), "listings", "something else than an object", "a listing"));
                while (json.currentToken() != null && json.currentToken() != JsonToken.END_ARRAY) {
                    json.skipChildren();
                    json.nextToken();
                }
            }
        }

        private boolean isAnother(String name) {
            boolean another = !taken.isEmpty() && !taken.equals(name);
            taken = taken.isEmpty() ? name : taken;
            return another;
        }

        private static Optional<ZoneId> zone(String id) {
            try {
                return Optional.of(LocalTimes.zone(id));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private Map<String, String> scalars() throws IOException {
            Map<String, String> values = new HashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isScalarValue() && value != JsonToken.VALUE_NULL && Listing.NAMES.contains(name)) {
                    values.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return values;
        }
    }

    /** {@code 130} is one hour and thirty minutes. */
    static Optional<Duration> duration(String hoursAndMinutes) {
        if (!hoursAndMinutes.matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        int digits = Integer.parseInt(hoursAndMinutes);
        Duration length = Duration.ofHours(digits / 100).plusMinutes(digits % 100);
        return digits % 100 > 59 || length.isZero() ? Optional.empty() : Optional.of(length);
    }
}
