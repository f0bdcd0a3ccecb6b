/** Keeps events in DuckDB, in this process: typed columns for the common fields and a map for
 * all others, in a database file what happens and in Parquet files the hours that are over. */
package org.scruffy.duckdb;
