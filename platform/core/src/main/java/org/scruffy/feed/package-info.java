/** Live feeds: reading the origin, the timeline that puts spots into breaks, rendering it, and the as-run log. */
package org.scruffy.feed;
