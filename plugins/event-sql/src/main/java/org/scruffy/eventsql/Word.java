package org.scruffy.eventsql;

/** What databases say differently. A dialect has a phrase for each, with $1, $2 … where its parts go. */
public enum Word {
    /** The nanoseconds since 1970 of the time $1. */
    NANOS,
    /** The time that is $1 nanoseconds after 1970. */
    TIME,
    /** How often the whole number $2 goes into $1. */
    QUOTIENT,
    /** Whether the number $1 is $2. NaN is NaN, and the largest of all numbers; without one of them it is not known. */
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    /** $1, numbers that need not be whole, to be put in order by: without a value last. */
    UPWARDS,
    DOWNWARDS,
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS,
    LOWER,
    /** How many characters of Unicode $1 has. */
    LENGTH,
    /** Whether the pattern $2 is met somewhere in $1. */
    MATCHES,
    /** Whether $1 meets the pattern $2 from its beginning to its end. */
    MATCHES_WHOLLY,
    /** What group $3 of the pattern $2 met first in $1, where it is met. */
    EXTRACTED,
    /** How often the pattern $2 is met in $1. */
    MATCHES_COUNTED,
    /** The number that the words $1 say, NULL where they say none. */
    READ,
    /** The number $1 without what follows the point, NULL where that is no BIGINT. */
    WHOLE,
    /** The seconds since 1970 of $1, words such as 2026-01-31T12:00:00.5Z, NULL where there is no such day. */
    SECONDS,
    /** $1, seconds since 1970 of the years 1900 to 2261, as the format $2 of the database writes it. */
    FORMATTED,
    /** A number from 0 to below 1, another for each row and each $1. */
    RANDOM,
    /** $1 of the span {@code r} that comes first of a group, NULL where that has none or there is no span. */
    FIRST,
    /** How often the most frequent of a group's $1 is there, none or NULL where there is none. */
    MOST_REPEATED,
    /** The largest of a group's $1. */
    LARGEST,
    /** The percentile $2 of a group's $1, halfway values interpolated. */
    PERCENTILE,
    /** What stands before a named relation that is to be read as often as it is named, rather than kept. */
    READ_AGAIN,
    /**
     * A statement that gives, of the rows of the statement $1, at least those whose $3 is among the $4 largest of the rows with the same
     * $2, and those of which $5 is true.
     */
    FOREMOST,
    /** A row for each whole number from $1 to before $2. */
    EACH,
    /** The fields that have no column of their own, as a list of {@code key} and {@code value}. */
    ENTRIES,
    /** Those of them whose names are among $1, as a map. */
    ENTRIES_OF,
    /** The same as words of JSON, NULL where there are none. */
    ENTRIES_TOLD,
    /** The time $1 as words: 2026-01-31T12:00:00.000000000Z. */
    TOLD,
    /** A row for each of the list $1. */
    UNNESTED,
    /** Where in the list of values $1 the value $2 is. */
    PLACE,
    /** Which of the columns $1 a grouping set leaves out: the last column is the lowest bit. */
    LEFT_OUT,
    /** What an event is sampled by, a whole number not below 0: one for all of a trace; an event of no trace has one for itself. */
    UNIT
}
