/**
 * The traffic desk: every change that people make to the schedule, each as a command that is audited, judged by the rules and can be
 * undone. {@link org.scruffy.desk.Desk} is its door; what a change is stands in {@link org.scruffy.desk.Edit}.
 */
package org.scruffy.desk;
