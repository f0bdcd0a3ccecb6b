package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedQueryTest {

    private static final JsonObject QUERY = Json.createObjectBuilder()
            .add("time_range", 7200)
            .add("breakdowns", Json.createArrayBuilder().add("name").add("имя 👾"))
            .build();

    @Test
    void id_isAllThatIsNeededToFindTheQuery() {
        SavedQuery saved = SavedQuery.of(QUERY).orElseThrow();
        assertThat(saved.id()).matches("[A-Za-z0-9_-]{10,120}");
        assertThat(SavedQuery.byId(saved.id())).contains(saved);
        assertThat(SavedQuery.of(QUERY)).contains(saved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "nobody's", "AAAA", "../../etc/passwd", "%00", "👾"})
    void idThatNobodyGaveOut_isNone(String id) {
        assertThat(SavedQuery.byId(id)).isEmpty();
    }

    @Test
    void idThatUnpacksToMuch_isNone() throws IOException {
        assertThat(SavedQuery.byId(packed("{\"a\":\"" + "x".repeat(3_000_000) + "\"}")))
                .isEmpty();
        assertThat(SavedQuery.byId(packed("[1]"))).isEmpty();
        assertThat(SavedQuery.byId(packed("[".repeat(10_000)))).isEmpty();
        assertThat(SavedQuery.byId(packed("{\"a\":1}"))).isPresent();
    }

    private static String packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream packing = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
            packing.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    @Test
    void queryTooLongForAUrl_hasNoId() {
        StringBuilder noise = new StringBuilder();
        Random random = new Random(7);
        while (noise.length() < 8_000) {
            noise.append((char) ('!' + random.nextInt(90)));
        }
        assertThat(SavedQuery.of(
                        Json.createObjectBuilder().add("a", noise.toString()).build()))
                .isEmpty();
    }
}
