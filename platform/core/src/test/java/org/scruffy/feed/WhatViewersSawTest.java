package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.scruffy.feed.WhatViewersSaw.Change;

class WhatViewersSawTest {

    @Test
    void changes_areTheLinesThatOneOfTheVersionsHas() {
        assertThat(WhatViewersSaw.changes(
                        List.of("#EXTM3U", "#EXT-X-MEDIA-SEQUENCE:1", "a.ts", "b.ts"),
                        List.of("#EXTM3U", "#EXT-X-MEDIA-SEQUENCE:2", "b.ts", "c.ts")))
                .containsExactly(
                        new Change(false, 2, "#EXT-X-MEDIA-SEQUENCE:1"),
                        new Change(false, 3, "a.ts"),
                        new Change(true, 2, "#EXT-X-MEDIA-SEQUENCE:2"),
                        new Change(true, 4, "c.ts"));
        assertThat(WhatViewersSaw.changes(List.of(), List.of("#EXTM3U"))).isEmpty();
    }
}
