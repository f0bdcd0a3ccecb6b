package org.scruffy.rule;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;
import org.scruffy.order.Daypart;

/** When a category is banned. */
final class BanTimes {

    private BanTimes() {}

    static Daypart of(RuleParams params) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (params.texts("days").contains(day.name().substring(0, 3))) {
                days.add(day);
            }
        }
        return new Daypart(days, params.time("from"), params.time("to"));
    }
}
