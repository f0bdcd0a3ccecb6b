package org.scruffy.order;

/**
 * Which of many.
 *
 * @param text that has to be in the name, the title or the Ad-ID, in any case; empty for all
 * @param state that it has to be in; empty for all
 * @param deleted whether those that were deleted are asked for instead
 * @param after where the page before ended; empty for the first
 * @param skip how many to leave out, for tables that jump
 * @param limit 1 to 500
 */
public record Find(String text, String state, boolean deleted, String after, int skip, int limit) {

    public static final int MOST = 500;

    public Find {
        if (limit < 1 || limit > MOST) {
            throw Refused.invalid("limit", "" + limit, "1 to " + MOST);
        }
    }

    public static Find all() {
        return new Find("", "", false, "", 0, MOST);
    }

    /** The text as a pattern of LIKE. */
    String pattern() {
        return "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /** The id after which the page starts, where ids order it. */
    long afterId() {
        if (after.isEmpty()) {
            return 0;
        }
        return Ids.number(after).orElseThrow(() -> Refused.invalid("after", after, "the next of a page before"));
    }
}
