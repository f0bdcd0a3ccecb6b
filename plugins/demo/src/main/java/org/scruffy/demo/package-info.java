/**
 * KSCF, the invented station a newcomer meets: its week, its spots and its live feeds. Everything is a pure function of the
 * clock, so a restart goes on where it was.
 */
package org.scruffy.demo;
