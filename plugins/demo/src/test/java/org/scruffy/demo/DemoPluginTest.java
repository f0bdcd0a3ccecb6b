package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.Readiness;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.telemetry.Telemetry;

class DemoPluginTest {

    @TempDir
    Path folder;

    private PluginContext context(boolean demo) {
        return new PluginContext(
                folder.resolve("data"),
                folder.resolve("media"),
                URI.create("http://localhost:65535/"),
                demo,
                Clock.systemUTC(),
                new Silence(),
                (name, first, pace, work) -> {});
    }

    @Test
    void outsideDemoMode_nothingIsContributedAndNothingStarts() throws Exception {
        try (DemoPlugin plugin = new DemoPlugin()) {
            plugin.start(context(false));
            assertThat(plugin.scheduleSources()).isEmpty();
            assertThat(plugin.readiness()).isEqualTo(Readiness.READY);
            assertThat(Files.exists(folder.resolve("data"))).isFalse();
        }
    }

    @Test
    void inDemoMode_theStationIsThereAtOnceAndThePicturesFollow() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        try (DemoPlugin plugin = new DemoPlugin()) {
            plugin.start(context(true));
            Station station = plugin.scheduleSources().get(0).stations().get(0);
            assertThat(station.callSign()).isEqualTo("KSCF");
            assertThat(station.feeds())
                    .extracting(feed -> feed.origin().getPath())
                    .containsExactly("/main/master.m3u8", "/kids/master.m3u8");
            assertThat(plugin.readiness().ready()).isFalse();
        }
    }

    private static final class Silence implements Telemetry {

        @Override
        public Span span(String name) {
            return new SilentSpan();
        }

        @Override
        public Span job(String name) {
            return new SilentSpan();
        }

        @Override
        public <T> Callable<T> carry(Callable<T> task) {
            return task;
        }
    }

    private static final class SilentSpan implements Telemetry.Span {

        @Override
        public Telemetry.Span set(String field, String value) {
            return this;
        }

        @Override
        public Telemetry.Span set(String field, long value) {
            return this;
        }

        @Override
        public Telemetry.Span set(String field, double value) {
            return this;
        }

        @Override
        public Telemetry.Span set(String field, boolean value) {
            return this;
        }

        @Override
        public Telemetry.Span progress(double done) {
            return this;
        }

        @Override
        public Telemetry.Span fail(Throwable cause) {
            return this;
        }

        @Override
        public String traceId() {
            return "";
        }

        @Override
        public void close() {}
    }
}
