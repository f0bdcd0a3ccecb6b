package org.scruffy.spi.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventTest {

    /** Names of which many share a hash: Aa and BB are the same to Java. */
    @Provide
    Arbitrary<Map<String, Object>> fields() {
        Arbitrary<String> names = Combinators.combine(
                        Arbitraries.of("Aa", "BB").list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.strings().ofMaxLength(2))
                .as((same, other) -> String.join("", same) + other);
        Arbitrary<Object> values =
                Arbitraries.oneOf(Arbitraries.strings(), Arbitraries.longs(), Arbitraries.of(true, false));
        return Arbitraries.maps(names, values).ofMaxSize(140);
    }

    @Property
    void fields_areWhatTheyWereMadeFrom(@ForAll("fields") Map<String, Object> told) {
        Map<String, Object> ordered = new LinkedHashMap<>(told);
        Map<String, Object> fields = new Event(Instant.EPOCH, ordered).fields();

        assertThat(fields).isEqualTo(ordered).hasSameHashCodeAs(ordered);
        assertThat(new ArrayList<>(fields.entrySet())).isEqualTo(new ArrayList<>(ordered.entrySet()));
        List<String> names = new ArrayList<>();
        fields.forEach((name, value) -> {
            assertThat(fields.get(name)).isSameAs(value);
            names.add(name);
        });
        assertThat(names).isEqualTo(new ArrayList<>(ordered.keySet()));
        ordered.keySet().forEach(name -> assertThat(fields.containsKey(name)).isTrue());
        for (String absent : List.of("", "AaBBC", "absent")) {
            assertThat(fields.containsKey(absent)).isEqualTo(ordered.containsKey(absent));
            assertThat(fields.get(absent)).isEqualTo(ordered.get(absent));
        }
        assertThat(fields.containsKey(null)).isFalse();
    }

    @Property
    void builder_isAMapInTheOrderOfItsFields(
            @ForAll("fields") Map<String, Object> told,
            @ForAll("fields") Map<String, Object> again,
            @ForAll int taken) {
        Map<String, Object> expected = new LinkedHashMap<>();
        Event.Builder builder = new Event.Builder();
        int i = taken;
        for (Map<String, Object> fields : List.of(told, again)) {
            for (Map.Entry<String, Object> field : fields.entrySet()) {
                expected.put(field.getKey(), field.getValue());
                builder.put(field.getKey(), field.getValue());
                assertThat(builder.get(copied(field.getKey()))).isSameAs(field.getValue());
                String other = copied(new ArrayList<>(expected.keySet()).get(Math.floorMod(i, expected.size())));
                if (i++ % 5 == 0 && !expected.isEmpty()) {
                    assertThat(builder.remove(other)).isEqualTo(expected.remove(other));
                    assertThat(builder.get(other)).isNull();
                    assertThat(builder.remove(other)).isNull();
                }
                assertThat(builder.size()).isEqualTo(expected.size());
            }
        }
        Map<String, Object> fields = builder.at(Instant.EPOCH).fields();
        assertThat(fields).isEqualTo(expected);
        assertThat(new ArrayList<>(fields.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
    }

    private static String copied(String name) {
        return String.valueOf(name.toCharArray());
    }

    @Test
    void builder_makesOneEvent_ofWhatOneMayHave() {
        Event.Builder builder = new Event.Builder().put("name", "week");
        assertThatThrownBy(() -> builder.put("own", 1)).hasMessageContaining("'own' is java.lang.Integer");
        assertThatThrownBy(() -> builder.put("own", null)).hasMessageContaining("'own' is null");
        assertThatThrownBy(() -> builder.put("", "words")).hasMessageContaining("Field ''");
        assertThatThrownBy(() -> builder.at(Instant.MAX)).hasMessageContaining("expected 1970");
        Event event = builder.at(Instant.EPOCH);
        assertThat(event.fields()).containsExactly(Map.entry("name", "week"));
        for (Runnable change : List.<Runnable>of(
                () -> builder.put("own", 1L), () -> builder.remove("name"), () -> builder.at(Instant.EPOCH))) {
            assertThatThrownBy(change::run).isInstanceOf(IllegalStateException.class);
        }
        assertThat(event.fields()).containsExactly(Map.entry("name", "week"));
    }

    @Test
    void fields_mayBeMoreThanAnyDatasetHas() {
        Map<String, Object> many = new LinkedHashMap<>();
        IntStream.range(0, 20_000).forEach(i -> many.put("own." + i, (long) i));
        Map<String, Object> fields = new Event(Instant.EPOCH, many).fields();
        assertThat(fields).hasSize(20_000);
        many.forEach((name, value) -> assertThat(fields.get(name)).isEqualTo(value));
        many.put("", 1L);
        assertThatThrownBy(() -> new Event(Instant.EPOCH, many)).hasMessageContaining("Field ''");
    }

    @Test
    void fields_cannotBeChanged_norByWhoMadeThem() {
        Map<String, Object> told = new LinkedHashMap<>(Map.of("name", "week"));
        Map<String, Object> fields = new Event(Instant.EPOCH, told).fields();
        told.put("name", "day");
        assertThat(fields).containsExactly(Map.entry("name", "week"));
        Iterator<Map.Entry<String, Object>> each = fields.entrySet().iterator();
        Map.Entry<String, Object> first = each.next();
        for (Runnable change : List.<Runnable>of(
                () -> fields.put("own", 1L),
                () -> fields.remove("name"),
                fields::clear,
                () -> fields.values().clear(),
                () -> fields.replaceAll((name, value) -> 1L),
                () -> first.setValue("day"),
                each::remove)) {
            assertThatThrownBy(change::run).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(fields).containsExactly(Map.entry("name", "week"));
    }
}
