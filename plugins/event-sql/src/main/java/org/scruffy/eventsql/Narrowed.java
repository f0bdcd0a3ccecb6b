package org.scruffy.eventsql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement for percentiles of many events, which is exact and keeps few of them: what the events of each of 32 steps of an octave
 * weigh says in which steps the percentiles are, and only the values of those are put in order. It reads {@code base} as {@link
 * Groups} does, and gives a row for each of the keys' values and each quantile {@code q}: {@code x}, and its error {@code e} where
 * events stand for others.
 *
 * @param keys the columns that make the groups
 * @param v the column of the values
 * @param quantiles which percentiles
 * @param sampled whether any event stands for more than itself
 */
record Narrowed(List<String> keys, String v, List<Double> quantiles, boolean sampled) {

    private static final String STEP =
            "(CASE WHEN %1$s > 0 THEN floor(32 * log2(%1$s)) + 1e6 WHEN %1$s < 0 THEN -floor(32 * log2(-%1$s)) - 1e6 ELSE 0 END)";

    String sql() {
        String asked =
                quantiles.stream().map(q -> "(CAST(" + q + " AS DOUBLE))").collect(Collectors.joining(", "));
        String placed = "WITH placed AS (" + placed() + "), asked AS (SELECT DISTINCT " + before("")
                + "q, n, (n - 1) * q AS p FROM placed CROSS JOIN (VALUES " + asked + ") AS asked (q)), "
                + looked("met", "asked", "floor(p)", "ceil(p)");
        if (!sampled) {
            return placed + " SELECT " + before("") + "q, x FROM (" + met() + ")";
        }
        return placed + ", found AS (" + met() + "), told AS (" + unsure() + "), "
                + looked("around", "told", "floor((n - 1) * greatest(q - s, 0))", "floor((n - 1) * least(q + s, 1))")
                + " SELECT " + before("told.")
                + "told.q AS q, any_value(x) AS x, (max(v) - min(v)) / 2 AS e FROM told JOIN around ON "
                + same("told", "around") + "told.q = around.q GROUP BY " + before("told.") + "told.q";
    }

    /** Of each step how much weighs less, and of each group how much there is. */
    private String placed() {
        String all = "OVER (" + Groups.partition(keys) + ")";
        String upTo = "OVER (" + Groups.partition(keys) + " ORDER BY z)";
        return "SELECT " + before("") + "z, c, sum(c) " + upTo + " - c AS below, sum(c) " + all
                + " AS n FROM (SELECT " + before("") + STEP.formatted(v)
                + " AS z, sum(w) AS c FROM base WHERE " + v + " IS NOT NULL GROUP BY " + before("") + "z)";
    }

    /** The values found at two places in the order of those of each group. */
    private String looked(String name, String places, String one, String other) {
        String wanted = name + "_i AS (SELECT " + before("") + "q, " + one + " AS i FROM " + places
                + " UNION DISTINCT SELECT " + before("") + "q, " + other + " AS i FROM " + places + ")";
        String steps = "SELECT DISTINCT " + before("p.") + "z, below FROM placed p JOIN " + name + "_i i ON "
                + same("p", "i") + "i.i >= p.below AND i.i < p.below + p.c";
        String inOrder = " OVER (PARTITION BY " + before("s.") + "s.z ORDER BY b." + v + ")";
        String ordered = "SELECT " + before("s.") + "b." + v + " AS v, below + sum(b.w)" + inOrder
                + " AS c FROM base b JOIN (" + steps + ") s ON " + same("b", "s") + STEP.formatted("b." + v)
                + " = s.z WHERE b." + v + " IS NOT NULL";
        return wanted + ", " + name + " AS (SELECT " + before("i.") + "q, i.i AS i, min(v) AS v FROM "
                + name + "_i i JOIN (" + ordered + ") o ON " + same("i", "o") + "o.c > i.i GROUP BY " + before("i.")
                + "q, i.i)";
    }

    private String met() {
        String interpolated =
                "CASE WHEN min(v) = max(v) THEN min(v) ELSE min(v) + (max(v) - min(v)) * (p - floor(p)) END AS x";
        return "SELECT " + before("asked.") + "asked.q AS q, n, min(v) AS low, " + interpolated
                + " FROM asked JOIN met ON " + same("asked", "met") + "asked.q = met.q GROUP BY " + before("asked.")
                + "asked.q, n, p";
    }

    /** Woodruff's error is that of the share of events up to the percentile, looked up again among the values. */
    private String unsure() {
        String summed = "SELECT " + before("found.") + "q, n, x, sum(u * CASE WHEN b." + v
                + " <= low THEN 1 - q ELSE -q END) AS y FROM base b JOIN found ON " + same("b", "found") + "b." + v
                + " IS NOT NULL GROUP BY " + before("found.") + "q, n, x, unit";
        return "SELECT " + before("") + "q, n, x, sqrt(sum(y * y)) / n AS s FROM (" + summed + ") GROUP BY "
                + before("") + "q, n, x";
    }

    /** The keys of a relation, each with a comma. */
    private String before(String relation) {
        return keys.stream().map(key -> relation + key + ", ").collect(Collectors.joining());
    }

    private String same(String one, String other) {
        return keys.stream()
                .map(key -> one + "." + key + " IS NOT DISTINCT FROM " + other + "." + key + " AND ")
                .collect(Collectors.joining());
    }
}
