/** Exceptions that events tell of, as groups that people look after. Counted beside ingest: no event waits for it. */
package org.scruffy.error;
