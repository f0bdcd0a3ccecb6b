package org.scruffy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.order.Refused;
import org.scruffy.rule.Param.Kind;

class RuleParamsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAX_CREDIT_MS         | {'maxMs': 999}                                   | params.maxMs",
                "MAX_CREDIT_MS         | {'maxMs': 1e400}                                 | params.maxMs",
                "MAX_CREDIT_MS         | {'maxMs': 15000.5}                               | params.maxMs",
                "MAX_CREDIT_MS         | {'maxMs': '15000'}                               | params.maxMs",
                "MAX_CREDIT_MS         | {'maxMs': null}                                  | params.maxMs",
                "MAX_CREDIT_MS         | {'minutes': 5}                                   | params.minutes",
                "MAX_PREMIER_MS        | {'maxMs': 600001}                                | params.maxMs",
                "MAX_POD_MS            | {'toleranceMs': -1}                              | params.toleranceMs",
                "NO_PREMIER            | {'feedKinds': ['KIDS','RADIO']}                  | params.feedKinds",
                "NO_PREMIER            | {'feedKinds': []}                                | params.feedKinds",
                "CATEGORY_SEPARATION   | {'minutes': 15, 'sameBreak': true}               | params.sameBreak",
                "CATEGORY_SEPARATION   | {'sameBreak': true, 'adjacentBreak': false}      | params.sameBreak",
                "CATEGORY_SEPARATION   | {'sameBreak': true}                              | params.sameBreak",
                "ADVERTISER_SEPARATION | {'minutes': 10081}                               | params.minutes",
                "ADVERTISER_SEPARATION | {'sameBreak': 'no'}                              | params.sameBreak",
                "FREQUENCY             | {'maxPerDay': 2, 'maxPerBreak': 3}               | params.maxPerBreak",
                "FREQUENCY             | {'minutes': 15, 'maxPerBreak': 2}                | params.maxPerBreak",
                "FREQUENCY             | {'minutes': 300, 'maxPerDay': 7}                 | params.maxPerDay",
                "DAYPART               | {'from': '10:00'}                                | params.from",
                "DAYPART_BAN           | {'from': '06:00', 'to': '22:00'}                 | params.category",
                "DAYPART_BAN           | {'category': 'A', 'from': '6', 'to': '22:00'}    | params.from",
                "DAYPART_BAN           | {'category': 'A', 'from': '25:00', 'to': '22:00'}| params.from",
                "DAYPART_BAN           | {'category': 'A', 'from': '06:00', 'to': '06:00'}| params.to",
                "FLIGHT                | {'days': 3}                                      | params.days",
                "BLACKOUT              | {'from': '2026-06-02T00:00:00Z', 'to': '2026-06-01T00:00:00Z'} | params.to",
                "BLACKOUT              | {'from': '2026-06-02', 'to': '2026-06-03T00:00:00Z'}           | params.from",
                "BLACKOUT              | {'from': '+99999-06-02T00:00:00Z', 'to': '2999-12-31T00:00:00Z'} | params.from",
                "APPROVAL              | {'who': 'me'}                                    | params.who",
                "AIR_READY             | {'off': 1}                                       | params.off",
                "OVERFULL              | {'toleranceMs': 5001}                            | params.toleranceMs",
                "BREAK_KIND            | {'kind': 'PROMO'}                                | params.kind",
                "LENGTH                | {'off': true, 'toleranceMs': 10}                 | params.toleranceMs",
                "DAYPART_BAN           | {'off': true}                                    | params.category"
            })
    void params_areRefusedNamingTheOneThatIsWrong(RuleType type, String params, String field) {
        assertThatThrownBy(() -> RuleParams.checked(type, Scope.STATION, RuleParams.object(params.replace('\'', '"'))))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.because()).isEqualTo(Refused.Because.INVALID);
                    assertThat(refused.faults()).singleElement().satisfies(fault -> {
                        assertThat(fault.field()).isEqualTo(field);
                        assertThat(fault.expected()).isNotBlank();
                    });
                });
    }

    @Test
    void off_isForNarrowerScopes() {
        assertThat(RuleParams.checked(RuleType.LENGTH, Scope.FEED, RuleParams.object("{\"off\": true}"))
                        .isOff())
                .isTrue();
        assertThatThrownBy(
                        () -> RuleParams.checked(RuleType.LENGTH, Scope.NETWORK, RuleParams.object("{\"off\": true}")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no wider rule to turn off");
    }

    @Test
    void params_areAJsonObject() {
        assertThatThrownBy(() -> RuleParams.object("{\"maxMs\": 15000"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("a JSON object");
        assertThatThrownBy(() -> RuleParams.object("[]")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> RuleParams.object("")).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @EnumSource(RuleType.class)
    void type_saysWhatItsParametersMeanInWhichUnitAndRange(RuleType type) {
        assertThat(type.meaning()).isNotBlank();
        assertThat(type.allParams()).allSatisfy(param -> {
            assertThat(param.meaning()).isNotBlank();
            if (param.kind() == Kind.NUMBER) {
                assertThat(param.unit()).isNotBlank();
                assertThat(param.max()).isGreaterThan(param.min());
            }
        });
        assertThat(type.subject())
                .allSatisfy(name -> assertThat(type.param(name)).isPresent());
    }
}
