/** SCTE 35 messages in the EventStreams of DASH manifests. */
package org.scruffy.dashcues;
