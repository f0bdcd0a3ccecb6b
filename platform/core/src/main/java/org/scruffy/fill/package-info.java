/**
 * Fills the breaks of a week with the spots that orders ask for: the house filler, and the fills that people start, look at and
 * apply. The filler itself is a pure function of integers; only {@link org.scruffy.fill.AutoFill} knows the database.
 */
package org.scruffy.fill;
