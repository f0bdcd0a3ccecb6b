package org.scruffy.bench;

import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import org.scruffy.schedule.ScheduleChanged;

/** Listens to nothing: what is measured here is the work, not who hears of it. */
final class Nobody {

    private Nobody() {}

    @SuppressWarnings("unchecked") // a proxy knows no type arguments
    static Event<ScheduleChanged> listens() {
        return (Event<ScheduleChanged>) Proxy.newProxyInstance(
                Event.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, arguments) -> null);
    }
}
