/**
 * Benchmarks that print tables. Built and run with {@code ./mvnw -Pbench}, never shipped.
 */
package org.scruffy.bench;
