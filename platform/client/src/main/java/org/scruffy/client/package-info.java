/** The documents of the REST API that have a shape of their own. The server writes exactly these. */
package org.scruffy.client;
