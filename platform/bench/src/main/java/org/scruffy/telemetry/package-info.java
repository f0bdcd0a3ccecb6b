/** What the benchmarks see of causes: how they are ranked is no business of anybody else. */
package org.scruffy.telemetry;
