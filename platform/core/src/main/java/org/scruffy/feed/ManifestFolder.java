package org.scruffy.feed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of one feed, a pair of files for each hour. */
record ManifestFolder(Path home) {

    ManifestHour hour(Instant hour) {
        return new ManifestHour(home, hour);
    }

    private Stream<ManifestHour> hours(Instant from, Instant to) {
        return Stream.iterate(
                        to.truncatedTo(ChronoUnit.HOURS),
                        hour -> !hour.isBefore(from),
                        hour -> hour.minus(1, ChronoUnit.HOURS))
                .map(this::hour)
                .filter(ManifestHour::exists);
    }

    Optional<ManifestVersion> at(String rendition, Instant at, Duration kept) {
        Optional<ManifestHour.Found> found = last(rendition, at, kept);
        return found.map(one -> one.version(
                next(rendition, one.entry().at(), kept),
                last(rendition, one.entry().at().minusMillis(1), kept)
                        .map(before -> before.entry().at())));
    }

    private Optional<ManifestHour.Found> last(String rendition, Instant at, Duration kept) {
        return hours(at.minus(kept), at)
                .flatMap(hour -> hour.last(rendition, at).stream())
                .findFirst();
    }

    private Optional<Instant> next(String rendition, Instant at, Duration kept) {
        return Stream.iterate(
                        at.truncatedTo(ChronoUnit.HOURS),
                        hour -> !hour.isAfter(at.plus(kept)),
                        hour -> hour.plus(1, ChronoUnit.HOURS))
                .map(this::hour)
                .filter(ManifestHour::exists)
                .flatMap(hour -> hour.first(rendition, at).stream())
                .findFirst();
    }

    List<String> renditions(Instant at, Duration kept) {
        return hours(at.minus(kept), at)
                .findFirst()
                .map(ManifestHour::renditions)
                .orElse(List.of());
    }

    /** Deletes all files of hours before an instant, of every feed. */
    static int delete(Path home, Instant before) throws IOException {
        List<Path> old = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home, 3)) {
            files.filter(file -> ManifestHour.of(file)
                            .filter(hour -> hour.isBefore(before))
                            .isPresent())
                    .sorted(Comparator.reverseOrder())
                    .forEach(old::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
        return old.size();
    }
}
