package org.scruffy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the architecture inside the core and the SPI; the web application's are guarded there. */
class ArrowsTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.scruffy");

    static Stream<ArchRule> arrows() {
        return Stream.of(
                onlySees("org.scruffy.spi..", "org.scruffy.spi..", "java.."),
                onlySeesOfOurs("org.scruffy.plugin", "spi"),
                onlySeesOfOurs("org.scruffy.database", "plugin"),
                onlySeesOfOurs("org.scruffy.schedule", "spi", "plugin", "database"),
                onlySeesOfOurs("org.scruffy.order", "spi", "plugin", "database", "schedule"),
                onlySeesOfOurs("org.scruffy.rule", "spi", "plugin", "database", "schedule", "order"),
                onlySeesOfOurs("org.scruffy.desk", "spi", "plugin", "database", "schedule", "order", "rule"),
                onlySeesOfOurs("org.scruffy.fill", "spi", "plugin", "database", "schedule", "order", "rule", "desk"),
                onlySeesOfOurs("org.scruffy.asrun", "spi", "plugin", "database", "schedule", "order", "rule", "desk"),
                onlySeesOfOurs(
                        "org.scruffy.exchange", "spi", "plugin", "database", "schedule", "order", "rule", "desk"),
                onlySeesOfOurs("org.scruffy.report", "spi", "plugin", "database", "schedule", "order", "asrun"),
                onlySeesOfOurs("org.scruffy.creative", "spi", "plugin", "database", "schedule", "order", "feed"),
                onlySeesOfOurs("org.scruffy.feed", "spi", "plugin", "database", "schedule"),
                onlySeesOfOurs("org.scruffy.telemetry", "spi", "plugin", "database"),
                onlySeesOfOurs("org.scruffy.telemetry.wire", "spi", "telemetry"),
                onlySeesOfOurs("org.scruffy.dataset", "spi", "plugin", "database", "telemetry"),
                onlySeesOfOurs("org.scruffy.error", "spi", "plugin", "database", "telemetry"),
                onlySeesOfOurs("org.scruffy.alert", "spi", "plugin", "database", "feed", "telemetry", "dataset"),
                onlySeesOfOurs("org.scruffy.security", "spi", "plugin", "database", "schedule"),
                noClasses().should().dependOnClassesThat().resideInAnyPackage("jakarta.ws.rs..", "jakarta.faces.."),
                noClasses()
                        .that()
                        .resideInAnyPackage("org.scruffy.spi..", "org.scruffy.plugin..", "org.scruffy.telemetry..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("jakarta.persistence.."),
                classes()
                        .that()
                        .areAnnotatedWith("jakarta.persistence.Entity")
                        .should()
                        .notBePublic()
                        .allowEmptyShould(true),
                slices().matching("org.scruffy.(**)").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void code_followsTheArrow(ArchRule arrow) {
        arrow.check(CODE);
    }

    @Test
    void arrow_isSeenWhenItIsBroken() {
        assertThatThrownBy(
                        () -> onlySeesOfOurs("org.scruffy.plugin", "telemetry").check(CODE))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("org.scruffy.spi");
    }

    private static ArchRule onlySees(String from, String... to) {
        return classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(to);
    }

    private static ArchRule onlySeesOfOurs(String from, String... contexts) {
        List<String> forbidden = new ArrayList<>(List.of(
                "spi",
                "plugin",
                "database",
                "schedule",
                "order",
                "rule",
                "desk",
                "fill",
                "asrun",
                "exchange",
                "report",
                "creative",
                "feed",
                "telemetry",
                "dataset",
                "error",
                "alert",
                "security",
                "web"));
        forbidden.removeAll(List.of(contexts));
        forbidden.removeIf(from::endsWith);
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.stream()
                        .map(context -> "org.scruffy." + context + "..")
                        .toArray(String[]::new))
                .allowEmptyShould(true);
    }
}
