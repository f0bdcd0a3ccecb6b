package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.security.Access;
import org.scruffy.security.Account;
import org.scruffy.security.Caller;
import org.scruffy.security.Grant;
import org.scruffy.security.NotAllowed;
import org.scruffy.security.Role;
import org.scruffy.telemetry.Jobs;

class JobsResourceTest {

    private final Caller caller = new Caller();
    private final Routines routines = new Routines(Clock.systemUTC());
    private final JobsResource resource = new JobsResource(
            new Jobs(Clock.systemUTC()), routines, new Retries(routines), null, new Access(caller, null));
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void routines_areForAdministratorsOfEveryStation() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        routines.every(Duration.ofDays(1), Duration.ofDays(1), thread, "retention", ran::countDown);

        caller.is(new Account("ada", Set.of(new Grant(Role.ADMIN, "KSCF"))));
        assertThat(resource.now().mayRun()).isFalse();
        assertThatThrownBy(() -> resource.retry("0123456789abcdef0123456789abcdef"))
                .isInstanceOf(NotAllowed.class);
        assertThatThrownBy(() -> resource.run("retention"))
                .isInstanceOf(NotAllowed.class)
                .hasMessageEndingWith("it needs the role admin at every station");

        caller.is(new Account("root", Set.of(new Grant(Role.ADMIN, Grant.EVERYWHERE))));
        assertThat(resource.now().mayRun()).isTrue();
        resource.run("retention");
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
