package org.scruffy.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {

    @ParameterizedTest
    @CsvSource({
        // granted, at, wanted, at, may
        "VIEWER, KSCF, VIEWER, KSCF, true",
        "VIEWER, KSCF, TRAFFIC, KSCF, false",
        "VIEWER, KSCF, VIEWER, KOTH, false",
        "TRAFFIC, KSCF, VIEWER, KSCF, true",
        "TRAFFIC, KSCF, ENGINEER, KSCF, false",
        "ENGINEER, KSCF, TRAFFIC, KSCF, true",
        "ADMIN, KSCF, ADMIN, KSCF, true",
        "ADMIN, KSCF, VIEWER, KOTH, false",
        "ADMIN, KSCF, VIEWER, *, false",
        "VIEWER, *, VIEWER, KOTH, true",
        "VIEWER, *, ADMIN, KOTH, false",
        "ADMIN, *, ADMIN, KOTH, true",
    })
    void role_isHadWhereItIsGrantedAndCoversTheLesserOnes(
            Role granted, String at, Role wanted, String where, boolean may) {
        assertThat(new Account("ann", Set.of(new Grant(granted, at))).may(wanted, where))
                .isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({"VIEWER, true", "TRAFFIC, true", "ENGINEER, false", "ADMIN, false"})
    void somewhere_isAnyStationAtAll(Role wanted, boolean may) {
        Account account = new Account("ann", Set.of(new Grant(Role.VIEWER, "KSCF"), new Grant(Role.TRAFFIC, "KOTH")));

        assertThat(account.maySomewhere(wanted)).isEqualTo(may);
    }
}
