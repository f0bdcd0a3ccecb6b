package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.scruffy.client.OnAir;
import org.scruffy.feed.FeedStatus;

class OnAirResourceTest {

    private static OnAir.Origin origin(FeedStatus.State state, String words, String lastDecision, String lastError) {
        return OnAirResource.origin(new FeedStatus(
                "KSCF",
                "main",
                state,
                words,
                "",
                "The network feed",
                Optional.empty(),
                lastDecision,
                lastError,
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void staleOrigin_isNotGoodAndSaysSince() {
        OnAir.Origin stale = origin(
                FeedStatus.State.ORIGIN_STALE, "The origin answers, but has listed nothing new for 14 s", "", "");

        assertThat(stale.good()).isFalse();
        assertThat(stale.state()).isEqualTo("ORIGIN_STALE");
        assertThat(stale.words()).isEqualTo("The origin answers, but has listed nothing new for 14 s.");
    }

    @Test
    void reasonOfTheLastBreak_isSaidWithoutItsCode() {
        assertThat(origin(FeedStatus.State.ON_AIR, "answers", "NOTHING_FITS: no spot of the break can air", "")
                        .notes())
                .isEqualTo("The last break: no spot of the break can air.");
    }

    @Test
    void errorThatIsOver_isNoNews() {
        assertThat(origin(FeedStatus.State.ON_AIR, "answers", "", "The origin answers 500")
                        .notes())
                .isEmpty();
        assertThat(origin(FeedStatus.State.ORIGIN_DOWN, "Rendition v0 answers 500", "", "the origin is gone")
                        .notes())
                .isEqualTo("The origin is gone.");
    }
}
