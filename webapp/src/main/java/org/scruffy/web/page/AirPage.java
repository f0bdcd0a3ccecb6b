package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** The pages On air, Avails and What viewers saw; what they show, their scripts ask for. */
@Named
@RequestScoped
public class AirPage {

    private final Access access;
    private final Chosen chosen;

    protected AirPage() {
        this(null, null);
    }

    @Inject
    public AirPage(Access access, Chosen chosen) {
        this.access = access;
        this.chosen = chosen;
    }

    /** Whether this person may fire, cancel and end breaks. */
    public boolean isTraffic() {
        return chosen.isKnown() && access.may(Role.TRAFFIC, chosen.getCallSign());
    }

    /** Whether this person may bypass the feed. */
    public boolean isAdmin() {
        return chosen.isKnown() && access.may(Role.ADMIN, chosen.getCallSign());
    }

    /** Whether this person may look at traces. */
    public boolean isEngineer() {
        return access.maySomewhere(Role.ENGINEER);
    }
}
