/**
 * Digital program insertion cueing messages as ANSI/SCTE 35 2022b defines them, for adapters whose feeds carry them. What is read
 * here comes from strangers: nothing throws.
 */
package org.scruffy.spi.scte35;
