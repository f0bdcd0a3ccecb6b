/**
 * Files that traffic systems exchange line by line: CSV, and the fixed columns of SCTE 118-3. Both are read and written as they
 * stream, so a file may be larger than the memory.
 */
package org.scruffy.traffic;
