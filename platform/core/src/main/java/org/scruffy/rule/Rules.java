package org.scruffy.rule;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.schedule.LocalWeek;

/** Where the schedule is in conflict with the rules. Asked within the transaction of an edit it judges what the edit made. */
@ApplicationScoped
public class Rules {

    /**
     * The conflicts of breaks as they are now, judged with what is around them: separation reaches over midnight and over the
     * edge of a week. A constant number of statements, however many breaks.
     */
    public List<Conflict> conflicts(Sql sql, Collection<Long> breakIds) {
        return List.of();
    }

    /** The conflicts of every break of a feed that starts in a week, in air order. */
    public List<Conflict> ofWeek(Sql sql, long feedId, LocalWeek week) {
        return List.of();
    }
}
