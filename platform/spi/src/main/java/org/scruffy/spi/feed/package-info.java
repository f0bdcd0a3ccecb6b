/** Live feeds as a stitching adapter sees them: media playlists, their segments and the avails signalled in them. */
package org.scruffy.spi.feed;
