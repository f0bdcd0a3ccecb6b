/**
 * What aired against what was planned: logs of automations are read in, matched to placements, and what is found becomes
 * make-goods and affidavits. Nothing here is on the live path; our own as-run rows are written by the feed.
 */
package org.scruffy.asrun;
