package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.telemetry.Event;

class TouchTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private static Event event(int second, Object... fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i].toString(), fields[i + 1]);
        }
        return new Event(NOON.plusSeconds(second), all);
    }

    @Test
    void anEvent_saysItsStationFeedAndAvail() {
        Event event =
                event(0, "station", "KSCF", "feed", "main", "avail.key", "k1", "break", "7", "duration_ms", 1_500.0);

        assertThat(Touch.of(List.of(event)))
                .containsExactly(new Touch("KSCF", "main", "k1", "7", NOON, NOON.plusMillis(1_500), 1));
    }

    @ParameterizedTest
    @CsvSource({
        "player.stream, https://tv.test/live/KSCF/main/master.m3u8, KSCF, main",
        "http.target, /live/KSCF/kids.mpd, KSCF, kids",
        "http.target, /api/stations/KXYZ/feeds/main/on-air, KXYZ, main",
        "http.target, /api/week/2026-11-24?station=KXYZ, KXYZ, ''",
        "url.full, https://tv.test/week.xhtml?feed=kids&station=KSCF, KSCF, kids"
    })
    void whereNoFieldSaysIt_theAddressDoes(String field, String address, String station, String feed) {
        assertThat(Touch.of(List.of(event(0, field, address))))
                .extracting(Touch::station, Touch::feed)
                .containsExactly(tuple(station, feed));
    }

    @Test
    void belowASpan_isWhatItCalls_andWhatTheyNoted_andNothingBesideIt() {
        List<Event> trace = List.of(
                span(0, "root", "", "KAAA"),
                span(1, "a", "root", "KSCF"),
                span(2, "b", "root", "KXYZ"),
                span(3, "c", "a", "KBBB"),
                span(4, "", "c", "KCCC"),
                span(5, "a", "c", "KDDD"));

        assertThat(Touch.of(Touch.below("a", trace)))
                .extracting(Touch::station)
                .containsExactly("KSCF", "KBBB", "KCCC", "KDDD");
        assertThat(Touch.below("root", trace)).hasSize(6);
        assertThat(Touch.below("elsewhere", trace)).isEmpty();
        assertThat(Touch.below("", trace)).as("no span").isEmpty();
    }

    private static Event span(int second, String id, String parent, String station) {
        return event(second, "trace.span_id", id, "trace.parent_id", parent, "station", station);
    }

    @Test
    void whatANullCharacterIsIn_isNoName() {
        assertThat(Touch.of(List.of(event(0, "station", "K\0", "http.target", "/live/K\0/main.mpd"))))
                .isEmpty();
        assertThat(Touch.of(List.of(event(
                        0, "station", "KSCF", "feed", "\0", "avail.key", "k\0", "break", "\0", "url.full", "\0"))))
                .containsExactly(new Touch("KSCF", "", "", "", NOON, NOON, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/live/spots/air/hd/1.ts", "/api/orders", "/explore.xhtml"})
    void anAddressOfNoStation_touchesNone(String address) {
        assertThat(Touch.of(List.of(event(0, "http.target", address)))).isEmpty();
    }

    @Test
    void eventsOfAPlace_areOneWhereTheyLieCloseTogether() {
        List<Touch> touches = Touch.of(List.of(
                event(40, "station", "KSCF", "duration_ms", 5_000.0),
                event(0, "station", "KSCF"),
                event(20, "station", "KXYZ"),
                event(200, "station", "KSCF")));

        assertThat(touches)
                .containsExactly(
                        new Touch("KSCF", "", "", "", NOON, NOON.plusSeconds(45), 2),
                        new Touch("KXYZ", "", "", "", NOON.plusSeconds(20), NOON.plusSeconds(20), 1),
                        new Touch("KSCF", "", "", "", NOON.plusSeconds(200), NOON.plusSeconds(200), 1));
    }
}
