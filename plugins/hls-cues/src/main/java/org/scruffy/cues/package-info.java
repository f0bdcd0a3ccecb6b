/** The cue tags that encoders commonly write into HLS playlists. */
package org.scruffy.cues;
