package org.scruffy.web.page;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.scruffy.order.Category;
import org.scruffy.order.Underwriter;
import org.scruffy.order.Underwriters;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** Who pays for spots, and the categories they are in. */
@Named
@ViewScoped
public class UnderwritersPage extends DeskPage {

    private static final long serialVersionUID = 1L;

    private final transient Underwriters underwriters;
    private final Table<Underwriter> table;
    private String id = "";
    private int version;
    private String name = "";
    private String category = "";
    private String code = "";
    private String categoryName = "";
    private String parent = "";

    protected UnderwritersPage() {
        this(null, null, null);
    }

    @Inject
    public UnderwritersPage(Underwriters underwriters, Access access, Chosen chosen) {
        super(access, chosen);
        this.underwriters = underwriters;
        this.table = new Table<>(
                find -> underwriters.find(find).found(),
                find -> underwriters.count(find),
                row -> new Table.Seen(row.id(), row.version()));
    }

    @Override
    Role role() {
        return Role.TRAFFIC;
    }

    public Table<Underwriter> getTable() {
        return table;
    }

    public List<Category> getCategories() {
        return underwriters.categories();
    }

    public void fresh() {
        id = "";
        name = "";
        category = "";
    }

    public void edit(Underwriter row) {
        id = row.id();
        version = table.version(row.id());
        name = row.name();
        category = row.category();
    }

    public void save() {
        attempt("edit", "editDialog", () -> {
            if (id.isEmpty()) {
                underwriters.create(actor(), name, category);
            } else {
                underwriters.change(actor(), id, version, name, category);
            }
        });
    }

    public void delete(Underwriter row) {
        attempt("", "", () -> {
            Underwriter gone = underwriters.delete(actor(), row.id(), table.version(row.id()));
            undoable(gone.name() + " is deleted", () -> underwriters.restore(actor(), gone.id(), gone.version()));
        });
    }

    public void restore(Underwriter row) {
        attempt("", "", () -> underwriters.restore(actor(), row.id(), table.version(row.id())));
    }

    public void addCategory() {
        attempt("category", "categoryDialog", () -> {
            underwriters.createCategory(actor(), code, categoryName, parent);
            code = "";
            categoryName = "";
            parent = "";
        });
    }

    public boolean isNew() {
        return id.isEmpty();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String getCategory() {
        return category;
    }

    public void setCategory(String category) {
        this.category = category == null ? "" : category;
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code == null ? "" : code;
    }

    public String getCategoryName() {
        return categoryName;
    }

    public void setCategoryName(String categoryName) {
        this.categoryName = categoryName == null ? "" : categoryName;
    }

    public String getParent() {
        return parent;
    }

    public void setParent(String parent) {
        this.parent = parent == null ? "" : parent;
    }
}
