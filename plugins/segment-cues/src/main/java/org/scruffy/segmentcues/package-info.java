/** SCTE 35 messages within segments, MPEG-TS or fragmented MP4. */
package org.scruffy.segmentcues;
