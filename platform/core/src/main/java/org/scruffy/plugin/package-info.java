/** The plugin host, and what the platform itself runs on: its settings, its clock, its threads. */
package org.scruffy.plugin;
