package org.scruffy.security;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Who asks in this request: told by the door, read through {@link Access}. */
@RequestScoped
public class Caller {

    private Account account;

    public void is(Account known) {
        account = known;
    }

    public Optional<Account> account() {
        return Optional.ofNullable(account);
    }
}
