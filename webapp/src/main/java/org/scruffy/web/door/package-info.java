/** The door: who asks, whether they may pass, and what every answer says about how it may be used. */
package org.scruffy.web.door;
