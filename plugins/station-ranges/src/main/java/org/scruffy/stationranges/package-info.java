/** A public television member station's dialect: the breaks that a network leaves to its stations, signalled by EXT-X-DATERANGE. */
package org.scruffy.stationranges;
