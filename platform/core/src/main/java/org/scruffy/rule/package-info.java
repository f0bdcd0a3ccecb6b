/**
 * What is asked of spots, as data: rules of the network, of a station and of a feed, and where the schedule is in conflict with
 * them. Judging is a pure function of what was read; reading takes a constant number of statements.
 */
package org.scruffy.rule;
