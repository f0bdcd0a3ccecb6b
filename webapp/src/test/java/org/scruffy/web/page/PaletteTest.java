package org.scruffy.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever sees red, green or blue otherwise tells the colours of charts apart too: as Machado, Oliveira and Fernandes (2009) simulate
 * who has none of one kind of cones, measured as OKLab has distances. Of these 0.02 is the least that is noticed.
 */
class PaletteTest {

    private static final Path SCRIPTS = Path.of("src/main/webapp/resources/scruffy");
    /** More than four times what is just noticed: two lines are looked at one after the other, and thin. */
    private static final double APART = 0.09;
    /** WCAG 2.2, 1.4.11: of what is needed to understand a picture. */
    private static final double CONTRAST = 3;

    private enum Eyes {
        ANY(1, 0, 0, 0, 1, 0, 0, 0, 1),
        PROTANOPIA(0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
        DEUTERANOPIA(0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
        TRITANOPIA(1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

        private final double[] matrix;

        Eyes(double... matrix) {
            this.matrix = matrix;
        }

        double[] see(double[] light) {
            return Arrays.stream(times(matrix, light))
                    .map(channel -> Math.min(1, Math.max(0, channel)))
                    .toArray();
        }
    }

    private record Colour(String name, String hex) {

        /** How much of red, green and blue light, 0 to 1. */
        double[] light() {
            return Stream.of(1, 3, 5)
                    .mapToDouble(at -> Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0)
                    .map(channel -> channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4))
                    .toArray();
        }

        double contrast(Colour other) {
            double[] both = {luminance(), other.luminance()};
            Arrays.sort(both);
            return (both[1] + 0.05) / (both[0] + 0.05);
        }

        private double luminance() {
            double[] light = light();
            return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
        }

        double distance(Colour other, Eyes eyes) {
            double[] here = lab(eyes.see(light()));
            double[] there = lab(eyes.see(other.light()));
            return Math.sqrt(Math.pow(here[0] - there[0], 2)
                    + Math.pow(here[1] - there[1], 2)
                    + Math.pow(here[2] - there[2], 2));
        }

        private static double[] lab(double[] light) {
            double[] cones = times(
                    new double[] {
                        0.4122214708,
                        0.5363325363,
                        0.0514459929,
                        0.2119034982,
                        0.6806995451,
                        0.1073969566,
                        0.0883024619,
                        0.2817188376,
                        0.6299787005
                    },
                    light);
            return times(
                    new double[] {
                        0.2104542553,
                        0.7936177850,
                        -0.0040720468,
                        1.9779984951,
                        -2.4285922050,
                        0.4505937099,
                        0.0259040371,
                        0.7827717662,
                        -0.8086757660
                    },
                    Arrays.stream(cones).map(Math::cbrt).toArray());
        }
    }

    private static double[] times(double[] matrix, double[] vector) {
        return Stream.of(0, 3, 6)
                .mapToDouble(row -> matrix[row] * vector[0] + matrix[row + 1] * vector[1] + matrix[row + 2] * vector[2])
                .toArray();
    }

    private enum Theme {
        LIGHT(0),
        DARK(1);

        private final int place;

        Theme(int place) {
            this.place = place;
        }

        /** The colours of a style sheet whose names begin so, of this theme: a sheet has those of light first. */
        List<Colour> colours(String sheet, String name) throws IOException {
            List<MatchResult> found = Pattern.compile("(" + name + "[\\w-]*): (#[0-9a-f]{6});")
                    .matcher(Files.readString(SCRIPTS.resolve(sheet)))
                    .results()
                    .toList();
            int many = found.size() / 2;
            return found.subList(place * many, (place + 1) * many).stream()
                    .map(one -> new Colour(one.group(1), one.group(2)))
                    .toList();
        }

        Colour ground() throws IOException {
            return colours("frame.css", "--surface(?!-)").get(0);
        }
    }

    /** Lines of a chart, and kinds of spans: their bars have no words of their own; what is critical is drawn over them. */
    @ParameterizedTest
    @CsvSource({
        "LIGHT, frame.css, --s-, 1 2 3 4 5 6",
        "DARK, frame.css, --s-, 1 2 3 4 5 6",
        "LIGHT, explore.css, --k-, server client sql internal job mark",
        "DARK, explore.css, --k-, server client sql internal job mark"
    })
    void coloursOfAChart_areToldApartByAllEyes(Theme theme, String sheet, String prefix, String names)
            throws IOException {
        List<Colour> colours = theme.colours(sheet, prefix);
        assertThat(colours)
                .extracting(colour -> colour.name().substring(prefix.length()))
                .containsExactly(names.split(" ", -1));
        Colour ground = theme.ground();
        for (Colour one : colours) {
            assertThat(one.contrast(ground))
                    .as("contrast of %s to %s", one, ground)
                    .isGreaterThanOrEqualTo(CONTRAST);
            for (Colour other : colours.subList(0, colours.indexOf(one))) {
                for (Eyes eyes : Eyes.values()) {
                    assertThat(one.distance(other, eyes))
                            .as("how far %s is from %s with %s", one, other, eyes)
                            .isGreaterThanOrEqualTo(APART);
                }
            }
        }
    }

    /** From few to many the light goes one way, with all eyes. */
    @ParameterizedTest
    @EnumSource
    void amounts_goFromOneLightToTheOther(Theme theme) throws IOException {
        List<Colour> amounts = theme.colours("explore.css", "--heat-[1-4]");
        assertThat(amounts).hasSize(4);
        for (Eyes eyes : Eyes.values()) {
            List<Double> light = amounts.stream()
                    .map(one -> Colour.lab(eyes.see(one.light()))[0] * (theme == Theme.DARK ? 1 : -1))
                    .toList();
            assertThat(light).as("light with %s", eyes).isSorted();
        }
    }

    /** The control: what the eye test of Ishihara is made of is told apart by most and not by all. */
    @Test
    void redAndGreenOfOneLight_areNotToldApartByAll() {
        Colour red = new Colour("red", "#c0603f");
        Colour green = new Colour("green", "#7f8038");
        assertThat(red.distance(green, Eyes.ANY)).isGreaterThan(APART);
        assertThat(red.distance(green, Eyes.DEUTERANOPIA)).isLessThan(APART);
    }

    /** Or else it is not looked at here. */
    @ParameterizedTest
    @ValueSource(strings = {"groups.js", "overview.js", "alerts.js", "heatmap.js", "trace.js", "marks.js", "when.js"})
    void aScriptThatDraws_hasItsColoursOfTheStyleSheet(String script) throws IOException {
        assertThat(Files.readString(SCRIPTS.resolve(script))).doesNotContainPattern("#[0-9a-fA-F]{6}");
    }
}
