package org.scruffy.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes whoever fails again and again wait, longer each time, up to five minutes. */
final class Throttle {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGET = Duration.ofMinutes(15);
    private static final int REMEMBERED = 10_000;

    private record Failures(int count, Instant last, Instant until) {}

    private final Clock clock;
    private final int patience;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param patience how many failures are free */
    Throttle(Clock clock, int patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /** How long this one has to wait before it may try again; zero for most. */
    synchronized Duration wait(String who) {
        Failures before = failures.get(who);
        Instant now = clock.instant();
        return before == null || !now.isBefore(before.until()) ? Duration.ZERO : Duration.between(now, before.until());
    }

    synchronized void failed(String who) {
        Instant now = clock.instant();
        Failures before = failures.get(who);
        int count = before == null || before.last().plus(FORGET).isBefore(now) ? 1 : before.count() + 1;
        failures.put(who, new Failures(count, now, now.plus(penalty(count))));
    }

    synchronized void succeeded(String who) {
        failures.remove(who);
    }

    private Duration penalty(int count) {
        if (count < patience) {
            return Duration.ZERO;
        }
        Duration penalty = Duration.ofSeconds(1L << Math.min(count - patience, 20));
        return penalty.compareTo(LONGEST) > 0 ? LONGEST : penalty;
    }
}
