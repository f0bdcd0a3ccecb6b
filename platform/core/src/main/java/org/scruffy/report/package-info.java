/**
 * What a station reports about its schedule: how full its breaks are, what orders got of what they asked for, and what is owed for
 * spots that did not air. It only reads, each report by a constant number of statements.
 */
package org.scruffy.report;
