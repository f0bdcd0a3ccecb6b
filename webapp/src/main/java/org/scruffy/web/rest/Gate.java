package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Who may see and change which station. */
@ApplicationScoped
public class Gate {

    void see(String callSign) {}

    void seeOneOf(Collection<String> feeds) {}

    void traffic(String callSign) {}

    String user() {
        return "somebody";
    }
}
