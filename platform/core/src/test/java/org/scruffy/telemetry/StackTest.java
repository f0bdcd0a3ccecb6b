package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StackTest {

    private static final String JVM = """
            java.lang.IllegalStateException: No creative 8831
            \tat org.acme.Spots$$Lambda$17/0x000001.apply(Unknown Source)
            \tat org.acme.Spots.lambda$place$3(Spots.java:42)
            \tat org.acme.Spots.place(Spots.java:40)
            \tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
            \tat java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)
            \tat jdk.internal.reflect.GeneratedMethodAccessor12.invoke(Unknown Source)
            \tat com.sun.proxy.$Proxy17.run(Unknown Source)
            \tat app//org.acme.Desk$Proxy$_$$_WeldClientProxy.save(Unknown Source)
            \tat org.acme.Desk.save(Desk.java:7)
            Caused by: java.sql.SQLException: closed
            \tat org.postgresql.Driver.connect(Driver.java:9)
            \t... 12 more
            """;

    private static String print(String text) {
        return Stack.parse(text).fingerprint("java.lang.IllegalStateException", "");
    }

    private static List<String> ours(String text) {
        return Stack.parse(text).frames().stream()
                .filter(Stack.Frame::ours)
                .map(Stack.Frame::toString)
                .toList();
    }

    @Test
    void jvm_leavesOutWhatIsMadeAnew() {
        assertThat(ours(JVM)).containsExactly("org.acme.Spots.place", "org.acme.Desk.save");
        assertThat(Stack.parse(JVM).causes()).containsExactly("java.sql.SQLException");
        assertThat(Stack.parse(JVM).culprit()).isEqualTo("org.acme.Spots.place");
        String again = JVM.replace("$17/0x000001", "$99/0x0000ff")
                .replace("lambda$place$3", "lambda$place$11")
                .replaceAll("java:\\d+", "java:7")
                .replace("GeneratedMethodAccessor12", "GeneratedMethodAccessor3")
                .replace("$Proxy17", "$Proxy2")
                .replace("8831", "17");
        assertThat(print(again)).isEqualTo(print(JVM));
    }

    @Test
    void jvm_tellsApart_otherMethodsCausesAndTypes() {
        assertThat(print(JVM.replace("Desk.save(", "Desk.load("))).isNotEqualTo(print(JVM));
        assertThat(print(JVM.replace("java.sql.SQLException", "java.io.IOException")))
                .isNotEqualTo(print(JVM));
        assertThat(Stack.parse(JVM).fingerprint("java.lang.Error", "")).isNotEqualTo(print(JVM));
    }

    @Test
    void jvm_withoutFramesOfOurs_countsThemAll() {
        String library =
                "\tat java.base/java.util.ArrayList.get(ArrayList.java:1)\n\tat java.base/java.lang.Thread.run(Thread.java:2)";
        assertThat(Stack.parse(library).culprit()).isEqualTo("java.util.ArrayList.get");
        assertThat(print(library)).isNotEqualTo(print(library.replace("ArrayList.get", "ArrayList.set")));
    }

    @Test
    void v8_leavesOutHostsBuildsAndAsync() {
        String one = """
                TypeError: x is undefined
                    at async Player.load (https://cdn.example/assets/app.3f2a91bc.js?v=1:1:2345)
                    at new Feed (https://cdn.example/assets/app.3f2a91bc.js:1:99)
                    at https://cdn.example/assets/app.3f2a91bc.js:3:1
                    at Object.<anonymous> (/srv/node_modules/express/lib/router.js:1:1)
                    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
                """;
        assertThat(ours(one)).containsExactly("app.js.Player.load", "app.js.Feed", "app.js.<anonymous>");
        String other = one.replace("async ", "")
                .replace("cdn.example", "other.example")
                .replace("3f2a91bc", "77aa0012")
                .replaceAll(":\\d+:\\d+", ":5:6");
        assertThat(print(other)).isEqualTo(print(one));
    }

    @Test
    void framesThatAreMarked_areOfLibraries() {
        String text =
                "\tat django.db.execute(db.py:99) ~[library]\n\tat load (assets/app.js:10:0)\n\tat render (lib.js:1:0) ~[library]";
        assertThat(ours(text)).containsExactly("app.js.load");
        assertThat(Stack.parse(text).frames()).hasSize(3);
    }

    @Test
    void gecko_isReadLikeV8() {
        String gecko = "load@https://cdn.example/assets/player.js:10:5\n@https://cdn.example/assets/player.js:20:1\n";
        assertThat(ours(gecko)).containsExactly("player.js.load", "player.js.<anonymous>");
    }

    @Test
    void python_isReadWithItsLibraries() {
        String text = """
                Traceback (most recent call last):
                  File "/app/web/views.py", line 12, in handler
                    return load(x)
                  File "/usr/lib/python3.11/site-packages/django/db.py", line 99, in execute
                  File "/app/web/load.py", line 3, in <lambda>
                ValueError: bad
                """;
        assertThat(ours(text)).containsExactly("views.py.handler", "load.py.<lambda>");
        assertThat(print(text.replace("line 12", "line 80"))).isEqualTo(print(text));
    }

    @Test
    void go_isReadWithoutAddressesAndClosures() {
        String text = """
                goroutine 17 [running]:
                runtime/debug.Stack()
                \t/usr/local/go/src/runtime/debug/stack.go:24 +0x5e
                main.(*Server).handle.func1(0xc000012345, {0x1, 0x2})
                \t/app/main.go:42 +0x1d
                github.com/acme/feed.Parse[...]({0x1})
                \t/app/feed.go:7 +0x2
                created by main.start in goroutine 1
                """;
        assertThat(ours(text)).containsExactly("main.(*Server).handle", "github.com/acme/feed.Parse", "main.start");
        assertThat(print(text.replace("0xc000012345", "0x1")
                        .replace(":42", ":43")
                        .replace("func1", "func2")))
                .isEqualTo(print(text));
    }

    @Test
    void withoutFrames_typeAndTemplateCount() {
        Stack none = Stack.parse("");
        assertThat(none.fingerprint("E", "user 7"))
                .isEqualTo(none.fingerprint("E", "user 8"))
                .matches("[0-9a-f]{32}");
        assertThat(none.fingerprint("E", "user 7")).isNotEqualTo(none.fingerprint("F", "user 7"));
        assertThat(none.fingerprint("E", "user 7")).isNotEqualTo(none.fingerprint("E", "feed 7"));
        assertThat(none.culprit()).isEmpty();
    }

    @Provide
    Arbitrary<String> frames() {
        return Arbitraries.of("place", "save", "load", "lambda$save$1", "access$000")
                .map(method -> "\tat org.acme.Spots." + method + "(Spots.java:%d)");
    }

    @Property(tries = 300)
    void linesAndRecursion_doNotCount(
            @ForAll @Size(min = 1, max = 20) List<@net.jqwik.api.From("frames") String> frames,
            @ForAll @IntRange(min = 1, max = 9_999) int line,
            @ForAll @IntRange(min = 1, max = 5) int depth) {
        String once = String.join("\n", frames).replace("%d", "1");
        String deeper = (String.join("\n", frames) + "\n").repeat(depth).replace("%d", "" + line);
        assertThat(print(deeper)).isEqualTo(print(once));
    }

    @Property(tries = 300)
    void anyText_isRead(@ForAll String text, @ForAll("frames") String frame) {
        assertThat(Stack.parse(text + "\n" + frame + "\n" + text).fingerprint(text, text))
                .matches("[0-9a-f]{32}");
    }

    @Test
    void hostileText_takesNoTime() {
        for (String part : List.of("at ", "at a.", "(", "File \"", "a/", "@", "$$Lambda", "a.b.c(", "\tat a.b(c)\n")) {
            assertThat(Stack.parse(part.repeat(30_000)).frames()).hasSizeLessThanOrEqualTo(50);
        }
    }
}
