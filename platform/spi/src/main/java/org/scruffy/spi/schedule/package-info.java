/**
 * Stations and their weeks: feeds, timeslots, breaks and the spots in them. The same records come from a
 * {@link org.scruffy.spi.schedule.ScheduleSource} and leave the platform.
 */
package org.scruffy.spi.schedule;
