package org.scruffy.web.page;

import jakarta.faces.context.FacesContext;
import java.util.Optional;

/** What the address or the form says that a page answers. An injected request would not know: the door reads forms above it. */
final class Parameter {

    private Parameter() {}

    static Optional<String> named(String name) {
        FacesContext page = FacesContext.getCurrentInstance();
        return page == null
                ? Optional.empty()
                : Optional.ofNullable(
                        page.getExternalContext().getRequestParameterMap().get(name));
    }
}
