package org.scruffy.web.rest;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A query specification and its id. The id is the specification itself, packed: any node knows it at any time, nothing needs to be kept
 * and nothing to be tidied.
 */
record SavedQuery(String id, JsonObject specification) {

    static final int LONGEST = 16_384;
    private static final int LONGEST_ID = 4_096;
    private static final JsonProvider JSON = JsonProvider.provider();

    /** Empty where its id would be too long for a URL. */
    static Optional<SavedQuery> of(JsonObject specification) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream packing =
                new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION, true))) {
            packing.write(specification.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written to", e);
        }
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
        return id.length() > LONGEST_ID ? Optional.empty() : Optional.of(new SavedQuery(id, specification));
    }

    /** Empty where nothing has this id. */
    static Optional<SavedQuery> byId(String id) {
        if (id.length() > LONGEST_ID) {
            return Optional.empty();
        }
        try (InflaterInputStream unpacking = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(id)), new Inflater(true))) {
            byte[] text = unpacking.readNBytes(LONGEST);
            return unpacking.read() >= 0 ? Optional.empty() : Optional.of(new SavedQuery(id, read(text)));
        } catch (IOException | IllegalArgumentException | JsonException | ClassCastException e) {
            return Optional.empty(); // an id that nobody gave out
        }
    }

    private static JsonObject read(byte[] text) {
        try (JsonReader reader = JSON.createReader(new StringReader(new String(text, StandardCharsets.UTF_8)))) {
            return reader.readObject();
        }
    }
}
