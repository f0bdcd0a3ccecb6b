/**
 * Who sends spots and what was promised to them: underwriters, orders with their lines, creatives with their approval. What has
 * aired of a line is counted here; where its spots stand in the week is the schedule's.
 */
package org.scruffy.order;
