/** What the event store costs, seen from inside its package. */
package org.scruffy.duckdb;
