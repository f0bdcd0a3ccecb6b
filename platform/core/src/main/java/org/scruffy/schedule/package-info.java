/**
 * Stations, feeds and their weeks in PostgreSQL, and the fetch plan that reads a week in a constant number of statements.
 */
package org.scruffy.schedule;
