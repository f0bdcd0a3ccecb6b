/** The live path: playlists from memory and segments of spots from disk, by a plain servlet without any framework around it. */
package org.scruffy.web.live;
