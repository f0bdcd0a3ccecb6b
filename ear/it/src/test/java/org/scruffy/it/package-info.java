/**
 * Tests of the whole product as it is shipped: started, asked over HTTP, looked at in a browser. {@link
 * org.scruffy.it.RunningScruffy} is the one instance most of them share.
 */
package org.scruffy.it;
