/** Conditions creatives with ffmpeg: looks at a file, measures it, makes its copy on the ladder of a feed, and measures that. */
package org.scruffy.ffmpeg;
