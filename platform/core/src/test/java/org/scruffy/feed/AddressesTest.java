package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    /** As RFC 3986 section 5.2 resolves, but for dots: players resolve those themselves. */
    @ParameterizedTest
    @CsvSource({
        "a.ts,                 https://o.example/live/hi.m3u8,        https://o.example/live/a.ts",
        "sub/a.ts?t=1:2,       https://o.example/live/hi.m3u8,        https://o.example/live/sub/a.ts?t=1:2",
        "/a.ts,                https://o.example:81/live/hi.m3u8,     https://o.example:81/a.ts",
        "//cdn.example/a.ts,   https://o.example/live/hi.m3u8,        https://cdn.example/a.ts",
        "http://b.example/a,   https://o.example/live/hi.m3u8,        http://b.example/a",
        "x-mine+2:a,           https://o.example/live/hi.m3u8,        x-mine+2:a",
        "2:a,                  https://o.example/live/hi.m3u8,        https://o.example/live/2:a",
        ":a,                   https://o.example/live/hi.m3u8,        https://o.example/live/:a",
        "a.ts,                 https://o.example/live/hi.m3u8?u=/x/y, https://o.example/live/a.ts",
        "a.ts,                 https://o.example/live/#/x?/y,         https://o.example/live/a.ts",
        "a.ts,                 https://o.example/l/?x#/y,             https://o.example/l/a.ts",
        "a.ts,                 https://o.example,                     https://o.example/a.ts",
    })
    void absolute_isWhereThePlaylistMeans(String reference, String base, String expected) {
        assertThat(Addresses.absolute(reference, base)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://o", "HTTPS://o.example/a b.ts", "http://[::1]:80/", "https://ö.example/ö"})
    void web_isWhatHasAHost(String address) {
        assertThat(Addresses.web(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http",
                "http://",
                "https://",
                "https:///a",
                "http://?a",
                "http://#a",
                "http:// o",
                "ftp://o",
                "//o",
                " http://o",
                "http:/o",
                "http://o/\n",
                "http://o/\u2028a",
                "http://o/\u0085"
            })
    void web_isNothingElse(String address) {
        assertThat(Addresses.web(address)).isFalse();
    }
}
