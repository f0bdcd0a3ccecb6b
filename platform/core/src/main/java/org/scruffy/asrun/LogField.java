package org.scruffy.asrun;

/** What a column of an automation's log says. */
public enum LogField {
    /** What sort of line it is; a template may keep only one sort. */
    KIND,
    /** The day, as the template's pattern writes it. */
    DATE,
    /** The local time at which the spot was to start. */
    SCHEDULED,
    /** The local time at which it started. Needed. */
    TIME,
    /** How long it aired. Needed. */
    LENGTH,
    /** Its Ad-ID, ISCI code or house number. Needed. */
    AD_ID,
    TITLE
}
