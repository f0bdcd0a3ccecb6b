package org.scruffy.feed;

import java.util.List;
import java.util.Optional;
import org.scruffy.spi.schedule.Creative;

/**
 * How the breaks of a feed are filled, with the creatives that are named in it.
 *
 * @param fillers in the order in which they are tried
 */
record Filling(Stitching rules, List<Creative> fillers, Optional<Creative> slate) {

    static final Filling DEFAULT = new Filling(Stitching.DEFAULT, List.of(), Optional.empty());

    Filling {
        fillers = List.copyOf(fillers);
    }

    /** @param creatives those that are known, in any order */
    static Filling of(Stitching rules, List<Creative> creatives) {
        return new Filling(
                rules,
                rules.fillers().stream()
                        .flatMap(adId -> named(adId, creatives).stream())
                        .toList(),
                named(rules.slate(), creatives));
    }

    private static Optional<Creative> named(String adId, List<Creative> creatives) {
        return creatives.stream().filter(one -> one.adId().equals(adId)).findFirst();
    }
}
