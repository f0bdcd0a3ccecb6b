package org.scruffy.spi.telemetry;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A map in the order it was made in, unmodifiable once it is made, all of it in three arrays: events are kept by the hundred thousand, and each field
 * is looked at several times on its way.
 */
final class Fields extends AbstractMap<String, Object> {

    /** How many it can hold. */
    static final int MOST = Byte.MAX_VALUE;

    private static final int USUAL = 48;

    private String[] names;
    private Object[] values;

    /** For the hash of a name where it is, counted from 1, by open addressing; at least half of it is free. */
    private byte[] places;

    private int size;

    Fields() {
        this(USUAL);
    }

    private Fields(int room) {
        names = new String[room];
        values = new Object[room];
        places = new byte[Integer.highestOneBit(room + 1) * 4];
    }

    /** The rare ones of more are kept in a map that does not mind whether all its names were made to have the same hash. */
    static Map<String, Object> of(Map<String, Object> fields) {
        if (fields instanceof Fields) {
            return fields;
        }
        if (fields.size() > MOST) {
            return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
        Fields copy = new Fields(fields.size());
        fields.forEach(copy::set);
        return copy;
    }

    /** The value that was there before stays in its place, as in a {@link LinkedHashMap}. Only for whoever makes them. */
    void set(String name, Object value) {
        int slot = slot(name);
        if (places[slot] != 0) {
            values[places[slot] - 1] = value;
            return;
        }
        if (size == names.length) {
            grow();
            slot = slot(name);
        }
        names[size] = name;
        values[size] = value;
        places[slot] = (byte) ++size;
    }

    private void grow() {
        Fields larger = copied(Math.min(MOST, size * 2 + 1));
        names = larger.names;
        values = larger.values;
        places = larger.places;
    }

    /** The same without the room that few of them leave. */
    Fields trimmed() {
        return size * 2 > names.length ? this : copied(size);
    }

    private Fields copied(int room) {
        Fields copy = new Fields(room);
        forEach(copy::set);
        return copy;
    }

    /** Only for whoever makes them. */
    Fields without(Object name) {
        Fields others = new Fields(names.length);
        forEach((other, value) -> {
            if (!other.equals(name)) {
                others.set(other, value);
            }
        });
        return others;
    }

    /** Where it is, or would be. */
    private int slot(Object name) {
        int hash = name.hashCode();
        int slot = (hash ^ hash >>> 16) & places.length - 1;
        while (places[slot] != 0 && !names[places[slot] - 1].equals(name)) {
            slot = slot + 1 & places.length - 1;
        }
        return slot;
    }

    @Override
    public Object get(Object name) {
        int place = name == null ? 0 : places[slot(name)];
        return place == 0 ? null : values[place - 1];
    }

    @Override
    public boolean containsKey(Object name) {
        return name != null && places[slot(name)] != 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Entry<String, Object>> iterator() {
                return new Each();
            }
        };
    }

    private final class Each implements Iterator<Entry<String, Object>> {

        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Entry<String, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int place = next++;
            return new SimpleImmutableEntry<>(names[place], values[place]);
        }
    }
}
