/** Where clients bring events in protocols of their own: servlets that read a body as it comes and answer when all is on disk. */
package org.scruffy.web.ingest;
