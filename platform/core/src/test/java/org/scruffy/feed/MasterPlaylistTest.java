package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MasterPlaylistTest {

    @Test
    void union_namesEveryFormatOnce() {
        assertThat(MasterPlaylist.union(List.of("avc1.64001e, mp4a.40.2", "mp4a.40.2,ec-3")))
                .isEqualTo("avc1.64001e,mp4a.40.2,ec-3");
    }

    @Test
    void union_ofH264_isTheHigherProfileAtTheHigherLevel() {
        assertThat(MasterPlaylist.union(List.of("avc1.64001e", "avc1.4d4028"))).isEqualTo("avc1.640028");
        assertThat(MasterPlaylist.union(List.of("avc1.4d401e", "avc1.42c00d"))).isEqualTo("avc1.4d401e");
    }

    @Test
    void covers_whatDecodersOfTheNamedDecode() {
        assertThat(MasterPlaylist.covers("avc1.64001F", "avc1.64001f")).isTrue();
        assertThat(MasterPlaylist.covers("avc1.64001f", "avc1.42c00d")).isTrue();
        assertThat(MasterPlaylist.covers("avc1.64001e", "avc1.42c01f")).isFalse();
        assertThat(MasterPlaylist.covers("avc1.42c01f", "avc1.64001e")).isFalse();
        assertThat(MasterPlaylist.covers("mp4a.40.2", "mp4a.40.5")).isFalse();
    }
}
