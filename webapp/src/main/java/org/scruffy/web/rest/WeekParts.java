package org.scruffy.web.rest;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.RecordComponent;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.client.WeekDocument;

/**
 * Which parts of a week a request wants, and the week written with those. {@code include} names what stands in it beside the
 * slots; {@code fields} names fields as {@code slot.startsAt}, and an object of which none is named stays whole. Whatever is
 * wanted, the statements are the same.
 */
final class WeekParts {

    private static final Map<String, Class<? extends Record>> OBJECTS = new TreeMap<>(Map.of(
            "feed", WeekDocument.FeedWeek.class,
            "slot", WeekDocument.Slot.class,
            "break", WeekDocument.Break.class,
            "placement", WeekDocument.Placement.class,
            "program", WeekDocument.ProgramEntry.class,
            "creative", WeekDocument.CreativeEntry.class,
            "line", WeekDocument.LineEntry.class));
    private static final Set<String> INCLUDABLE = new TreeSet<>(Set.of("breaks", "placements", "creatives", "lines"));

    private final Set<String> included;
    private final Map<Class<?>, Set<String>> fields;
    private final String key;

    private WeekParts(Set<String> included, Map<Class<?>, Set<String>> fields, String key) {
        this.included = included;
        this.fields = fields;
        this.key = key;
    }

    /**
     * Reads what a request asks for.
     *
     * @param include null for everything
     * @param fields null for everything
     * @throws BadInput naming what may be asked for
     */
    static WeekParts of(String include, String fields) {
        Set<String> included = include == null ? INCLUDABLE : names(include);
        for (String name : included) {
            if (!INCLUDABLE.contains(name)) {
                throw new BadInput("include", name, "some of " + String.join(", ", INCLUDABLE));
            }
        }
        Set<String> wanted = fields == null ? Set.of() : names(fields);
        for (String name : wanted) {
            if (!known().contains(name)) {
                throw new BadInput("fields", name, "some of " + String.join(", ", known()));
            }
        }
        String key = (include == null ? "" : "-i." + String.join(".", included))
                + (wanted.isEmpty() ? "" : "-f." + String.join("_", wanted));
        return new WeekParts(included, byClass(wanted), key);
    }

    private static Set<String> names(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        OBJECTS.forEach((name, type) -> {
            for (RecordComponent component : type.getRecordComponents()) {
                known.add(name + "." + component.getName());
            }
        });
        return known;
    }

    private static Map<Class<?>, Set<String>> byClass(Set<String> wanted) {
        return wanted.stream()
                .map(name -> name.split("\\.", 2))
                .collect(Collectors.groupingBy(
                        parts -> OBJECTS.get(parts[0]), Collectors.mapping(parts -> parts[1], Collectors.toSet())));
    }

    /** Different for different parts, safe in an entity tag. */
    String key() {
        return key;
    }

    byte[] json(WeekDocument week) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (JsonGenerator json = Json.createGenerator(bytes)) {
            json.writeStartObject();
            write(week, json);
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private void write(Record value, JsonGenerator json) {
        Set<String> wanted = fields.get(value.getClass());
        for (RecordComponent component : COMPONENTS.get(value.getClass())) {
            String name = component.getName();
            boolean left = INCLUDABLE.contains(name) && !included.contains(name);
            if (!left && (wanted == null || wanted.contains(name))) {
                json.writeKey(name);
                any(read(component, value), json);
            }
        }
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A public record cannot be read: " + value.getClass(), e);
        }
    }

    private void any(Object value, JsonGenerator json) {
        if (value instanceof Record object) {
            json.writeStartObject();
            write(object, json);
            json.writeEnd();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(each -> any(each, json));
            json.writeEnd();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, each) -> {
                json.writeKey(name.toString());
                any(each, json);
            });
            json.writeEnd();
        } else {
            scalar(value, json);
        }
    }

    private static void scalar(Object value, JsonGenerator json) {
        if (value instanceof Number number) {
            json.write(number.longValue());
        } else if (value instanceof Boolean flag) {
            json.write(flag);
        } else if (value instanceof OffsetDateTime time) {
            json.write(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
        } else {
            json.write(value.toString());
        }
    }
}
