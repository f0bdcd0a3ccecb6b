/**
 * Schedules in XML: XMLTV for listing services, and a subset of BXF (SMPTE 2021) for automation. Read as a stream, without
 * document types and entities, so that a file can neither reach other files nor grow in memory.
 */
package org.scruffy.xmlschedules;
