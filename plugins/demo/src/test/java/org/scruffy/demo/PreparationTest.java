package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.demo.Preparation.Job;
import org.scruffy.spi.PluginContext;

class PreparationTest {

    /** Ten seconds before the first break of an hour. */
    private static final Instant NOW = Instant.parse("2026-11-24T15:03:50Z");

    private final DemoSchedule schedule = new DemoSchedule(URI.create("http://127.0.0.1:8081/"));

    private List<Job> jobs() {
        PluginContext context = new PluginContext(
                Path.of("data"),
                Path.of("media"),
                URI.create("http://localhost:8080/"),
                true,
                Clock.fixed(NOW, ZoneOffset.UTC),
                null,
                null);
        return Preparation.jobs(context, schedule);
    }

    @Test
    void jobs_makeEveryClipOnce() {
        assertThat(jobs())
                .extracting(Job::folder)
                .doesNotHaveDuplicates()
                .hasSize(3 + Messages.all().size());
    }

    @Test
    void jobs_startWithTheFeedsAndGoOnInTheOrderOfTheAir() {
        Map<String, Instant> airings = schedule.nextAirings(NOW);
        List<Job> jobs = jobs();
        assertThat(jobs.subList(0, 3))
                .extracting(job -> job.folder().toString())
                .containsExactly("data/clips/break", "data/clips/main", "data/clips/kids");
        assertThat(jobs.subList(3, jobs.size()))
                .extracting(job -> airings.get(job.folder().getFileName().toString()))
                .isSorted()
                .doesNotContainNull();
    }

    @Test
    void onlyTheFeedsAndTheSpotsOfTheNextMinutes_areWaitedFor() {
        Map<String, Instant> airings = schedule.nextAirings(NOW);
        List<Job> jobs = jobs();
        assertThat(jobs.subList(3, jobs.size()))
                .allSatisfy(job -> assertThat(job.urgent())
                        .isEqualTo(airings.get(job.folder().getFileName().toString())
                                .isBefore(NOW.plusSeconds(360))));
        assertThat(jobs).filteredOn(Job::urgent).hasSizeBetween(5, 14);
    }
}
