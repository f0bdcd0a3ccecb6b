/** The beans behind the pages. */
package org.scruffy.web.page;
