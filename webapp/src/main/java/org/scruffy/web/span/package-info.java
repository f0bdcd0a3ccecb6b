/** One span for each request, from before anybody asks who it is until the answer is done. */
package org.scruffy.web.span;
