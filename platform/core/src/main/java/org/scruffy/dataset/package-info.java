/** What is known of the events that were brought: their datasets, columns and markers. Never on the way of an event that is kept. */
package org.scruffy.dataset;
