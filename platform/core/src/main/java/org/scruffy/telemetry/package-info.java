/** Spans of this process as wide events: taken in, stored, asked. */
package org.scruffy.telemetry;
