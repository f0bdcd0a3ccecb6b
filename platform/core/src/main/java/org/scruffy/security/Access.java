package org.scruffy.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.schedule.Station;

/** What whoever asks in this request may see and do. A station that somebody may not see is to them as if there were none. */
@ApplicationScoped
public class Access {

    private final Caller caller;
    private final Schedule schedule;

    protected Access() {
        this(null, null);
    }

    @Inject
    public Access(Caller caller, Schedule schedule) {
        this.caller = caller;
        this.schedule = schedule;
    }

    /** The name of whoever asks, empty where nobody signed in. */
    public String user() {
        return caller.account().map(Account::name).orElse("");
    }

    public boolean may(Role role, String callSign) {
        return caller.account().filter(account -> account.may(role, callSign)).isPresent();
    }

    /** Whether a role is had at some station: for what belongs to no station. */
    public boolean maySomewhere(Role role) {
        return caller.account().filter(account -> account.maySomewhere(role)).isPresent();
    }

    /** The call signs where a role is had, {@link Grant#EVERYWHERE} among them where it is had at every station. */
    public Set<String> where(Role role) {
        return caller.account().map(account -> account.where(role)).orElseGet(Set::of);
    }

    /** The datasets that events are brought for; empty where they may be of any. */
    public Set<String> datasets() {
        return caller.account().map(Account::datasets).orElse(Set.of());
    }

    /** The call signs that may be seen. */
    public Set<String> stations() {
        Set<String> visible = new TreeSet<>();
        visibleStations().forEach(station -> visible.add(station.callSign()));
        return visible;
    }

    /** The stations that may be seen, with their feeds. */
    public List<Station> visibleStations() {
        return schedule.stations().stream()
                .filter(station -> may(Role.VIEWER, station.callSign()))
                .toList();
    }

    /**
     * Goes on only where the role is had.
     *
     * @throws NoSuchFeed where the station may not even be seen
     * @throws NotAllowed where it may be seen, but this is not for the role
     */
    public void require(Role role, String callSign) {
        if (may(role, callSign)) {
            return;
        }
        if (!may(Role.VIEWER, callSign)) {
            throw new NoSuchFeed("station", callSign, List.copyOf(stations()));
        }
        throw new NotAllowed(user(), role, "at station " + callSign);
    }

    /** The same for what is kept by call sign alone: else who may see every station would see one that is not there. */
    public void requireThere(Role role, String callSign) {
        require(role, callSign);
        Set<String> there = stations();
        if (!there.contains(callSign)) {
            throw new NoSuchFeed("station", callSign, List.copyOf(there));
        }
    }

    /** The same for what belongs to no station: the role at any station is enough. */
    public void requireSomewhere(Role role) {
        if (!maySomewhere(role)) {
            throw new NotAllowed(user(), role, "at some station");
        }
    }
}
