/**
 * What is to be looked at together, what must hold, and who is told when it does not: boards, triggers, objectives, recipients. Works on
 * timers of its own, asks the event store a few bounded questions, and never on the way of what airs.
 */
package org.scruffy.alert;
