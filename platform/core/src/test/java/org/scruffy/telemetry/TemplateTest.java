package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "User 4711 not found | User <*> not found",
                "took 12.5ms of -3 | took <*>ms of <*>",
                "1,234 rows | <*> rows",
                "5e-3 too small | <*> too small",
                "order_9 is gone | order_<*> is gone",
                "segment48213.ts has no length | segment<*>.ts has no length",
                "id 550e8400-e29b-41d4-a716-446655440000 twice | id <*> twice",
                "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 | commit <*>",
                "at 0x7ffeE4 | at <*>",
                "Cannot read 'foo' of \"bar baz\" | Cannot read <text> of <text>",
                "can't do it | can't do it",
                "it's bob's | it's bob's",
                "connect 10.0.0.17:8443 refused | connect <ip> refused",
                "connect fe80::1 refused | connect <ip> refused",
                "Foo::bar failed | Foo::bar failed",
                "GET https://example.com/a/7?b=c failed | GET <url> failed",
                "mail to ann.b+c@example.co.uk bounced | mail to <email> bounced",
                "since 2026-11-24T12:00:00.123Z dark | since <time> dark",
                "on 2026-11-24 at 23:59:59 | on <time> at <time>",
                "utf8 and http2 stay | utf8 and http2 stay",
                "facade is no number | facade is no number",
            })
    void parameters_areLeftOut(String message, String template) {
        assertThat(Template.of(message)).isEqualTo(template);
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                        "user ",
                        "7",
                        "42 ",
                        "'",
                        "\"",
                        "`",
                        "a@b.co",
                        "http://x/",
                        ":",
                        "::",
                        "-",
                        ".",
                        "0xff",
                        "deadbeef01",
                        "2026-11-24",
                        "12:00:00",
                        "1.2.3.4",
                        "é",
                        "\n",
                        " ",
                        "<*>",
                        "x",
                        "\uD83D\uDE00",
                        "@",
                        ",",
                        "e9")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 2_000)
    void template_isItsOwn(@ForAll("messages") String message) {
        String template = Template.of(message);
        assertThat(Template.of(template)).isEqualTo(template);
    }

    @Provide
    Arbitrary<String[]> pairs() {
        Arbitrary<String> word = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8);
        return Combinators.combine(word, word).as((one, other) -> new String[] {one, other});
    }

    @Property(tries = 500)
    void messagesThatDifferInParameters_haveOneTemplate(
            @ForAll("pairs") String[] quoted,
            @ForAll @IntRange(max = 1_000_000) int one,
            @ForAll @IntRange(max = 1_000_000) int other) {
        assertThat(message(quoted[0], one)).isEqualTo(message(quoted[1], other));
    }

    private static String message(String quoted, int number) {
        return Template.of("Spot '" + quoted + "' of " + UUID.randomUUID() + " ends " + number + " ms late at 10.0.0."
                + number % 256 + ", see https://x.example/" + quoted + " or " + quoted + "@x.example");
    }

    @Property(tries = 50)
    void endlessMessages_takeNoTime(@ForAll("messages") String part) {
        assertThat(Template.of(part.repeat(10_000))).hasSizeLessThan(5_000);
    }
}
