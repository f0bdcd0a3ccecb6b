/** What clients send, read as wide events: the protocols of OpenTelemetry, Honeycomb, Zipkin and Sentry. Knows no server and no store. */
package org.scruffy.telemetry.wire;
