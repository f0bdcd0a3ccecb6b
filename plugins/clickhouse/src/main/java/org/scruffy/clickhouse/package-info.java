/** Keeps events in ClickHouse, one server or a cluster of them, which many Scruffys may share. Spoken to over HTTP. */
package org.scruffy.clickhouse;
