/**
 * Schedules as calendars (RFC 5545): every program is an event. Calendars have no breaks, so those stay behind on the way out.
 */
package org.scruffy.icalendar;
