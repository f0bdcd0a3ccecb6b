package org.scruffy.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows of the architecture around the web application and the client. */
class WebArrowsTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.scruffy");

    static Stream<ArchRule> arrows() {
        return Stream.of(
                neverSees(
                        "org.scruffy.client..", "org.scruffy.plugin..", "org.scruffy.schedule..", "org.scruffy.feed.."),
                neverSees(
                        "org.scruffy.client..",
                        "org.scruffy.telemetry..",
                        "org.scruffy.security..",
                        "org.scruffy.web.."),
                neverSees("org.scruffy.client..", "jakarta.faces..", "jakarta.persistence..", "jakarta.enterprise.."),
                neverSees("org.scruffy.web..", "jakarta.persistence..", "java.sql..", "javax.sql.."),
                neverSees("org.scruffy.web.rest..", "jakarta.faces..", "org.primefaces.."),
                slices().matching("org.scruffy.(**)").should().beFreeOfCycles());
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void code_followsTheArrow(ArchRule arrow) {
        arrow.check(CODE);
    }

    @Test
    void arrow_isSeenWhenItIsBroken() {
        assertThatThrownBy(() ->
                        neverSees("org.scruffy.web.rest..", "jakarta.ws.rs..").check(CODE))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule neverSees(String from, String... packages) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true);
    }
}
