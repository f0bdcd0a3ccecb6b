package org.scruffy.asrun;

import java.util.List;
import java.util.Map;

/**
 * Where a spot can be made good.
 *
 * @param spot the spot that did not air
 * @param offers the next breaks that fit, best first; five at most
 * @param ruledOut how many breaks do not fit, by the reason
 */
public record MakeGoodOffers(ReconciledSpot spot, List<MakeGoodOffer> offers, Map<String, Integer> ruledOut) {}
