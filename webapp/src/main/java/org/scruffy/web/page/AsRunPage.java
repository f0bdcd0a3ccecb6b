package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** The page As-run; what it shows, its script asks for. */
@Named
@RequestScoped
public class AsRunPage {

    private final Access access;
    private final Chosen chosen;

    protected AsRunPage() {
        this(null, null);
    }

    @Inject
    public AsRunPage(Access access, Chosen chosen) {
        this.access = access;
        this.chosen = chosen;
    }

    /** Whether this person may import logs and decide about spots. */
    public boolean isTraffic() {
        return chosen.isKnown() && access.may(Role.TRAFFIC, chosen.getCallSign());
    }
}
