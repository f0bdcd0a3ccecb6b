package org.scruffy.desk;

/** Weekly clocks of feeds. */
public final class Templates {

    private Templates() {}

    static DeskFeed feedOf(Work work, long template) {
        return work
                .sql
                .rows(
                        "SELECT feed_id FROM template WHERE id = ?1 AND feed_id = ANY (CAST(?2 AS bigint[]))",
                        template,
                        work.feedIds())
                .stream()
                .findFirst()
                .map(row -> work.feed(row.number(0)))
                .orElseThrow(() -> EditRefused.unknown("template", template));
    }
}
