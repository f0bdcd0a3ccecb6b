package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/week.xhtml", "/on-air.xhtml?station=KSCF&feed=main", "/trace.xhtml?id=0af7651916cd43dd"})
    void ourPages_areGoneOnTo(String wanted) {
        assertThat(LocalPath.of(wanted)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "https://evil.example/week.xhtml",
                "//evil.example/week.xhtml",
                "/\\evil.example",
                "/%2fevil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/week.xhtml\r\nSet-Cookie: a=b",
                "/week.xhtml?x=\"><script>",
                "/../week.xhtml",
                "/live/KSCF/main/master.m3u8",
                "/login.xhtml",
                "/setup.xhtml",
                "week.xhtml",
                " /week.xhtml"
            })
    void anythingElse_leadsToTheFirstPage(String wanted) {
        assertThat(LocalPath.of(wanted)).isEqualTo("/week.xhtml");
    }

    @Test
    void endlessPath_leadsToTheFirstPage() {
        assertThat(LocalPath.of("/week.xhtml?" + "a".repeat(10_000))).isEqualTo("/week.xhtml");
    }
}
