package org.scruffy.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class AdIdTest {

    @Provide
    Arbitrary<String> adIds() {
        Arbitrary<String> prefix = letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789", 1);
        Arbitrary<String> rest = letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 10);
        return Combinators.combine(prefix, rest, Arbitraries.of("", "H", "D")).as((a, b, c) -> a + b + c);
    }

    @Provide
    Arbitrary<String> isciCodes() {
        return Combinators.combine(letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4), letters("0123456789", 4))
                .as(String::concat);
    }

    private static Arbitrary<String> letters(String of, int length) {
        return Arbitraries.strings().withChars(of.toCharArray()).ofLength(length);
    }

    @Property(tries = 300)
    void adId_isElevenOrTwelveCharactersWithAPrefixThatDoesNotStartWithZero(@ForAll("adIds") String text) {
        assertThat(AdId.of(text)).isEqualTo(new AdId(text, AdId.Kind.AD_ID));
        assertThat(AdId.of(" " + text.toLowerCase(Locale.ROOT) + "\n")).isEqualTo(AdId.of(text));
        assertThatThrownBy(() -> AdId.of("0" + text.substring(1)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("does not start with 0");
    }

    @Property(tries = 300)
    void twelfthCharacter_isHOrD(@ForAll("adIds") String text, @ForAll @CharRange(from = 'A', to = 'Z') char last) {
        String twelve = text.substring(0, 11) + last;
        if (last == 'H' || last == 'D') {
            assertThat(AdId.of(twelve).kind()).isEqualTo(AdId.Kind.AD_ID);
            return;
        }
        assertThatThrownBy(() -> AdId.of(twelve)).isInstanceOf(Refused.class).hasMessageContaining("12th character");
    }

    @Property(tries = 300)
    void isciCode_isFourLettersAndFourDigits(@ForAll("isciCodes") String text) {
        assertThat(AdId.of(text).kind()).isEqualTo(AdId.Kind.ISCI);
        assertThat(AdId.of(text + "1").kind()).isEqualTo(AdId.Kind.HOUSE);
    }

    @Property(tries = 1_000)
    void anything_isANameTheDatabaseTakesOrIsRefusedWithWords(@ForAll @StringLength(max = 40) String text) {
        try {
            assertThat(AdId.of(text).text()).matches("[A-Z0-9]{4,32}");
        } catch (Refused refused) {
            assertThat(refused.because()).isEqualTo(Refused.Because.INVALID);
            assertThat(refused.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.field()).isEqualTo("adId");
                assertThat(fault.expected()).isNotBlank();
            });
        }
    }

    @Example
    void houseId_isAnythingElseOfFourToThirtyTwo() {
        assertThat(AdId.of("SCRF0007H").kind()).isEqualTo(AdId.Kind.HOUSE);
        assertThatThrownBy(() -> AdId.of("ABC")).hasMessageContaining("4 to 32");
        assertThatThrownBy(() -> AdId.of("../../etc")).hasMessageContaining("letters A to Z and digits only");
        assertThatThrownBy(() -> AdId.of(null)).isInstanceOf(Refused.class);
    }
}
