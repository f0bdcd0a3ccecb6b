package org.scruffy.asrun;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The dates of a log as its template writes them. Where they have no year, it is the one nearest to the day that is imported. */
record LogDates(DateTimeFormatter format, boolean withYear, LocalDate near) {

    static LogDates of(String pattern, LocalDate near) {
        try {
            String strict = pattern.replace('y', 'u');
            return new LogDates(
                    DateTimeFormatter.ofPattern(strict, Locale.US).withResolverStyle(ResolverStyle.STRICT),
                    strict.contains("u"),
                    near);
        } catch (IllegalArgumentException e) {
            throw AsRunProblem.bad("date", pattern, "a pattern of y, M and d, such as yyyy-MM-dd, MM/dd/yy or MMdd");
        }
    }

    Optional<LocalDate> date(String text) {
        try {
            return withYear ? Optional.of(LocalDate.parse(text, format)) : nearest(MonthDay.parse(text, format));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<LocalDate> nearest(MonthDay day) {
        return IntStream.rangeClosed(near.getYear() - 1, near.getYear() + 1)
                .filter(day::isValidYear)
                .mapToObj(day::atYear)
                .min(Comparator.comparingLong(date -> Math.abs(ChronoUnit.DAYS.between(near, date))));
    }
}
