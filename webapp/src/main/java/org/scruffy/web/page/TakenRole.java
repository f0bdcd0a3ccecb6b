package org.scruffy.web.page;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.util.Optional;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;

/** The role that somebody took away last, so that a slip can be undone; kept on the server, where no address can forge it. */
@SessionScoped
public class TakenRole implements Serializable {

    private static final long serialVersionUID = 1L;

    private String user = "";
    private String role = "";
    private String callSign = "";

    void note(String from, Grant grant) {
        user = from;
        role = grant.role().name();
        callSign = grant.callSign();
    }

    Optional<Grant> from(String asked) {
        return user.isEmpty() || !user.equals(asked)
                ? Optional.empty()
                : Optional.of(new Grant(Role.valueOf(role), callSign));
    }

    void forget() {
        user = "";
    }
}
