/**
 * Schedules in and out as files: exports in the formats of plugins, and imports that are read into a preview first and then taken
 * over in one transaction, or thrown away. Nothing of a file is in the schedule before somebody said so.
 */
package org.scruffy.exchange;
