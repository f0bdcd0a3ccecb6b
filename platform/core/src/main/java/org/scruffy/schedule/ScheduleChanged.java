package org.scruffy.schedule;

/** Fired after a change to a feed or its schedule is committed. */
public record ScheduleChanged(String callSign, String feed) {}
