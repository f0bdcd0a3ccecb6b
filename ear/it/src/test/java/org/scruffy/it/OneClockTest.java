package org.scruffy.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.LocalTimes;

/** In all that ships, one class makes instants of local times, which may be skipped or come twice, and reads names of zones. */
class OneClockTest {

    private static final Set<String> CONVERSIONS = Set.of(
            "ZonedDateTime.of",
            "ZonedDateTime.ofLocal",
            "ZonedDateTime.ofStrict",
            "ZonedDateTime.with",
            "ZonedDateTime.withHour",
            "ZonedDateTime.withMinute",
            "ZonedDateTime.plusDays",
            "ZonedDateTime.plusWeeks",
            "ZonedDateTime.minusDays",
            "ZonedDateTime.minusWeeks",
            "ZonedDateTime.truncatedTo",
            "LocalDateTime.atZone",
            "ZoneId.of",
            "TimeZone.getTimeZone");

    private static ArchRule onlyLocalTimesMakesInstants() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName(LocalTimes.class.getName())
                .should()
                .accessTargetWhere(
                        new DescribedPredicate<JavaAccess<?>>("makes an instant of a local time, or reads a zone") {
                            @Override
                            public boolean test(JavaAccess<?> access) {
                                return convertsLocalTime(access.getTarget());
                            }
                        });
    }

    private static boolean convertsLocalTime(AccessTarget target) {
        String call = target.getOwner().getSimpleName() + "." + target.getName();
        boolean ofZone = target instanceof AccessTarget.CodeUnitCallTarget called
                && !called.getRawParameterTypes().isEmpty();
        return CONVERSIONS.contains(call) || (ofZone && call.equals("LocalDate.atStartOfDay"));
    }

    private static List<Path> whatShips() throws IOException {
        Path root = Path.of("..", "..");
        try (Stream<Path> plugins = Files.list(root.resolve("plugins"))) {
            return Stream.concat(
                            Stream.of("platform/spi", "platform/client", "platform/core", "webapp")
                                    .map(root::resolve),
                            plugins)
                    .map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    @Test
    void onlyOneClassMakesInstantsOfLocalTimes() throws IOException {
        JavaClasses code = new ClassFileImporter().importPaths(whatShips());

        assertThat(code.stream().map(one -> one.getPackageName()))
                .contains("org.scruffy.web.page", "org.scruffy.tvss", "org.scruffy.icalendar", "org.scruffy.schedule");
        onlyLocalTimesMakesInstants().check(code);
    }

    /** What the rule is there to find. */
    static final class MakesInstantsByItself {

        private MakesInstantsByItself() {}

        static ZonedDateTime start(LocalDate day, String zone) {
            return day.atStartOfDay(ZoneId.of(zone));
        }

        static ZonedDateTime time(LocalDateTime local, ZoneId zone) {
            return local.atZone(zone);
        }

        static Instant sameTimeTomorrow(ZonedDateTime today) {
            return today.plusDays(1).toInstant();
        }
    }

    @Test
    void localTime_isSeenWhereItBecomesAnInstantElsewhere() {
        JavaClasses guilty = new ClassFileImporter().importClasses(MakesInstantsByItself.class);

        assertThatThrownBy(() -> onlyLocalTimesMakesInstants().check(guilty))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LocalDate.atStartOfDay")
                .hasMessageContaining("ZoneId.of")
                .hasMessageContaining("LocalDateTime.atZone")
                .hasMessageContaining("ZonedDateTime.plusDays");
    }
}
