package org.scruffy.web.page;

import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.scruffy.order.Find;

/** A table that reads the rows it shows, and remembers which version of each somebody has seen. */
public final class Table<T> extends LazyDataModel<T> {

    private static final long serialVersionUID = 1L;

    /** What is kept of a row. */
    record Seen(String id, int version) {}

    private final transient Function<Find, List<T>> rows;
    private final transient ToLongFunction<Find> count;
    private final transient Function<T, Seen> seen;
    private final Map<String, Integer> versions = new HashMap<>();
    private String text = "";
    private String state = "";
    private boolean deleted;

    Table(Function<Find, List<T>> rows, ToLongFunction<Find> count, Function<T, Seen> seen) {
        this.rows = rows;
        this.count = count;
        this.seen = seen;
    }

    private Find find(int first, int size) {
        return new Find(text, state, deleted, "", first, Math.max(1, Math.min(size, Find.MOST)));
    }

    @Override
    public int count(Map<String, FilterMeta> filters) {
        return (int) count.applyAsLong(find(0, 1));
    }

    @Override
    public List<T> load(int first, int size, Map<String, SortMeta> sort, Map<String, FilterMeta> filters) {
        List<T> loaded = rows.apply(find(first, size));
        if (FacesContext.getCurrentInstance().getCurrentPhaseId() == PhaseId.RENDER_RESPONSE) {
            loaded.stream().map(seen).forEach(row -> versions.put(row.id(), row.version()));
        }
        return loaded;
    }

    @Override
    public String getRowKey(T row) {
        return seen.apply(row).id();
    }

    @Override
    public T getRowData(String key) {
        return getWrappedData().stream()
                .filter(row -> getRowKey(row).equals(key))
                .findFirst()
                .orElse(null);
    }

    /** The version of a row that was shown last; 0, which no row has, where it never was. */
    int version(String id) {
        return versions.getOrDefault(id, 0);
    }

    /** Remembers the version of what is shown within a row. */
    void saw(String id, int version) {
        versions.put(id, version);
    }

    public String getText() {
        return text;
    }

    public void setText(String text) {
        this.text = text == null ? "" : text;
    }

    public String getState() {
        return state;
    }

    public void setState(String state) {
        this.state = state == null ? "" : state;
    }

    public boolean isDeleted() {
        return deleted;
    }

    public void setDeleted(boolean deleted) {
        this.deleted = deleted;
    }

    /** Whether it shows less than there is. */
    public boolean isFiltered() {
        return !text.isEmpty() || !state.isEmpty() || deleted;
    }
}
