/**
 * The one relational database: its pool, its schema and plain SQL as every context speaks it. What the rows mean is the contexts'
 * own affair.
 */
package org.scruffy.database;
