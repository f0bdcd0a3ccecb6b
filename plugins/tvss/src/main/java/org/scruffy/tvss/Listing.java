package org.scruffy.tvss;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleRow;
import org.scruffy.spi.schedule.ScheduleRow.BadRow;
import org.scruffy.spi.schedule.ScheduleRow.SlotRow;

/** One listing of a feed. The code of a programme is its NOLA root and, where there is one, its episode. */
record Listing(long line, Map<String, String> values) {

    static final Set<String> NAMES =
            Set.of("start_time", "minutes", "duration", "title", "episode_title", "nola_root", "nola_episode");

    ScheduleRow row(LocalDate day, ZoneId zone) {
        String time = value("start_time");
        if (!time.matches("([01][0-9]|2[0-3])[0-5][0-9]")) {
            return new BadRow(line, "start_time", time, "HHMM, for example 2030");
        }
        Optional<Duration> length = length();
        if (length.isEmpty()) {
            return new BadRow(
                    line,
                    "minutes",
                    value("minutes") + " (duration " + value("duration") + ")",
                    "minutes from 1 to 1440, or a duration like 130 for 1 h 30 min");
        }
        if (value("title").isBlank()) {
            return new BadRow(line, "title", "nothing", "the title of the program");
        }
        LocalTime local = LocalTime.of(Integer.parseInt(time.substring(0, 2)), Integer.parseInt(time.substring(2)));
        Instant start = LocalTimes.instant(day.atTime(local), zone);
        Program program = new Program(value("title"), value("episode_title"), nola());
        return new SlotRow(line, start, start.plus(length.get()), program);
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    private String nola() {
        String episode = value("nola_episode");
        return episode.isEmpty() ? value("nola_root") : value("nola_root") + " " + episode;
    }

    private Optional<Duration> length() {
        String minutes = value("minutes");
        if (minutes.isEmpty()) {
            return TvssFile.duration(value("duration"));
        }
        if (!minutes.matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(minutes);
        return number < 1 || number > 1440 ? Optional.empty() : Optional.of(Duration.ofMinutes(number));
    }
}
