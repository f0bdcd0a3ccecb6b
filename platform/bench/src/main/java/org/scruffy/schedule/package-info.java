/**
 * The ways a week could be read and is not, kept to be measured against. They stand in the package of the schedule because its
 * entities are nobody else's affair.
 */
package org.scruffy.schedule;
