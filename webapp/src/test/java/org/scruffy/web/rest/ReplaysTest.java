package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.database.NotReplayed;

class ReplaysTest {

    private static final int MEGABYTE = 1 << 20;

    /** A request of a server that has nothing at any address. */
    private static final HttpServletRequest REQUEST = (HttpServletRequest) Proxy.newProxyInstance(
            ReplaysTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
                if (method.getName().endsWith("Async")) {
                    throw new AssertionError("Reached the request itself: " + method);
                }
                return null;
            });

    private final List<String> stopped = new ArrayList<>();
    private final Replays.Asking asking = new Replays.Asking(REQUEST, why -> {
        stopped.add(why);
        return new NotReplayed(why);
    });
    private final Replays.Listening listening = new Replays.Listening(() -> {});

    private static String hash(String answer) throws IOException {
        Replays.Listening other = new Replays.Listening(() -> {});
        other.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        return other.hash();
    }

    @Test
    void address_thatLeadsNowhereIsRefused() {
        PastRead read = new PastRead("/api/week/{date}", "/api/week/1", List.of());

        assertThatThrownBy(() -> new Replays(REQUEST).way(read))
                .isInstanceOf(NotReplayed.class)
                .hasMessage("GET /api/week/1 leads nowhere");
    }

    @Test
    void read_thatAnswersLaterIsStopped() {
        assertThatThrownBy(asking::startAsync).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> asking.startAsync(asking, listening)).isInstanceOf(IllegalStateException.class);

        assertThat(stopped).hasSize(2).allMatch(why -> why.startsWith("It is answered later"));
        assertThat(asking.isAsyncStarted()).isFalse();
        assertThat(asking.isAsyncSupported()).isFalse();
    }

    @Test
    void answer_isKnownByAllThatIsWritten() throws IOException {
        listening.getOutputStream().write('a');
        listening.getOutputStream().write("xöx".getBytes(StandardCharsets.UTF_8), 1, 2);
        listening.getWriter().print("ü");

        assertThat(listening.hash()).isEqualTo(hash("aöü")).isNotEqualTo(hash("aöu"));
    }

    @Test
    void answer_thatBeginsAnewIsKnownByWhatComesThen() throws IOException {
        listening.setStatus(500);
        listening.getWriter().print("half");
        listening.getOutputStream().print("half");
        listening.reset();
        listening.getOutputStream().print("whole");

        assertThat(listening.getStatus()).isEqualTo(200);
        assertThat(listening.hash()).isEqualTo(hash("whole"));
    }

    @Test
    void answer_isNotKept() throws IOException {
        byte[] part = new byte[MEGABYTE];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 32; i++) {
            listening.getOutputStream().write(part);
        }
        listening.hash();

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEGABYTE);
    }

    @Test
    void answer_isWrittenForAsLongAsTheReplayGoesOn() {
        Replays.Listening late = new Replays.Listening(() -> {
            throw new NotReplayed("late");
        });

        assertThatThrownBy(() -> late.getOutputStream().write(1)).hasMessage("late");
        assertThatThrownBy(() -> late.getOutputStream().write(new byte[9])).hasMessage("late");
        late.getWriter().print("x");
        assertThatThrownBy(late::hash).hasMessage("late");
    }

    static Stream<Method> whatCanBeSaidOfAnAnswer() {
        return Stream.of(HttpServletResponse.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    /** It has no other answer that it could be said of. */
    @ParameterizedTest
    @MethodSource("whatCanBeSaidOfAnAnswer")
    void whateverIsSaidOfAnAnswer_isTaken(Method said) {
        Object[] nothing = Stream.of(said.getParameterTypes())
                .map(type -> {
                    try {
                        return MethodHandles.zero(type).invoke();
                    } catch (Throwable e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray();

        assertThatCode(() -> said.invoke(listening, nothing)).doesNotThrowAnyException();
    }
}
