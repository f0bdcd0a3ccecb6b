package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTextTest {

    @Test
    void addressAndForm_areOneInTheirOrder() {
        Map<String, String[]> told =
                FormText.parameters("next=%2Fweek.xhtml&day=1&day=2", "day=3&login%3Aname=J%C3%B6+B&x");
        assertThat(told.keySet()).containsExactly("next", "day", "login:name", "x");
        assertThat(told.get("next")).containsExactly("/week.xhtml");
        assertThat(told.get("day")).containsExactly("1", "2", "3");
        assertThat(told.get("login:name")).containsExactly("Jö B");
        assertThat(told.get("x")).containsExactly("");
    }

    @Test
    void whatIsNoCode_staysAsItIs() {
        assertThat(FormText.parameters("a=100%&b=%zz").get("a")).containsExactly("100%");
        assertThat(FormText.parameters("&&=x", null, "").keySet()).isEmpty();
    }
}
