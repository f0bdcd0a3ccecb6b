/** Keeps events in DuckDB, in this process: one database file, typed columns for the common fields and a map for all others. */
package org.scruffy.duckdb;
