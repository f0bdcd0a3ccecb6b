/** What benchmarks need of the platform's own package of this name. */
package org.scruffy.feed;
