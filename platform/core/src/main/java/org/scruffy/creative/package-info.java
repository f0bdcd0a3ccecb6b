/**
 * How files that were sent for creatives become copies for the air: the ladders of the feeds, the queue of what waits for
 * conditioning, and what came of it. What a creative is stands in {@code order}, how a copy airs in {@code feed}.
 */
package org.scruffy.creative;
