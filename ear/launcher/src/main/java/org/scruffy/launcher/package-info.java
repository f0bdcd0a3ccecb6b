/**
 * Starts the product: checks the machine, starts the database, unfolds the EAR and deploys it on Payara Micro. Whatever
 * stands in the way ends the process with one sentence.
 */
package org.scruffy.launcher;
