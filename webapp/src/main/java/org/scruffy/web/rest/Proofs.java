package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.database.Database;
import org.scruffy.database.NotReplayed;
import org.scruffy.database.Replay;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.telemetry.Trace;
import org.scruffy.web.door.Area;

/** Proves that what the findings of a trace advise helps: asks again what the trace asked, by the plan they propose. */
@ApplicationScoped
public class Proofs {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final Database database;
    private final Access access;
    private final String service;

    protected Proofs() {
        this(null, null, "");
    }

    @Inject
    public Proofs(Database database, Access access, @ConfigProperty(name = "otel.service.name") String service) {
        this.database = database;
        this.access = access;
        this.service = service;
    }

    /** @throws NotReplayed for a trace that reads nothing that can be read again */
    Proof of(Trace trace, Replays replays) {
        access.requireSomewhere(Role.ADMIN);
        PastRead read = PastRead.of(trace, service);
        Area.needed("GET", read.route()).ifPresent(access::requireSomewhere);
        return database.replay(LONGEST, replay -> {
            answer(
                    read,
                    replay,
                    read.relations(),
                    replays); // what is made or kept the first time is no merit of either way
            Replays.Answer asItIs = answer(read, replay, List.of(), replays);
            Replays.Answer byThePlan = answer(read, replay, read.relations(), replays);
            return Proof.of(read.toString(), read.relations(), asItIs, byThePlan);
        });
    }

    private static Replays.Answer answer(PastRead read, Replay replay, List<String> relations, Replays replays) {
        Replays.Answer answer = replay.by(relations, () -> replays.get(read, replay));
        if (answer.status() != OK || !answer.route().equals(read.route())) {
            throw new NotReplayed(read + " answers " + answer.status() + " to you now");
        }
        return answer;
    }
}
