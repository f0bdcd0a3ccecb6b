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
 * An unmodifiable map in the order it was made in, all of it in three arrays: events are kept by the hundred thousand, and each field
 * is looked at several times on its way.
 */
final class Fields extends AbstractMap<String, Object> {

    private static final int MOST = Byte.MAX_VALUE;

    private final String[] names;
    private final Object[] values;

    /** For the hash of a name where it is, counted from 1, by open addressing; at least half of it is free. */
    private final byte[] places;

    private Fields(int size) {
        names = new String[size];
        values = new Object[size];
        places = new byte[Integer.highestOneBit(size + 1) * 4];
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
        int place = 0;
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            copy.put(place++, field.getKey(), field.getValue());
        }
        return copy;
    }

    private void put(int place, String name, Object value) {
        names[place] = name;
        values[place] = value;
        places[slot(name)] = (byte) (place + 1);
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
        return names.length;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
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
            return next < names.length;
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
