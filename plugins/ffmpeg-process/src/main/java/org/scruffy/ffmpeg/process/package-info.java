/** ffmpeg as a child process, for every plugin that makes or measures pictures. It knows nothing of what they make. */
package org.scruffy.ffmpeg.process;
