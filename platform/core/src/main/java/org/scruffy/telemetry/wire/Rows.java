package org.scruffy.telemetry.wire;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** The rows of a request, no more than one may bring: each takes memory, however few bytes the client sent for it. */
final class Rows extends AbstractList<Row> {

    static final int MOST = 100_000;

    private final List<Row> rows = new ArrayList<>();

    @Override
    public void add(int place, Row row) {
        if (rows.size() == MOST) {
            throw new TooMany(MOST, "events");
        }
        rows.add(place, row);
    }

    @Override
    public Row get(int place) {
        return rows.get(place);
    }

    @Override
    public int size() {
        return rows.size();
    }
}
