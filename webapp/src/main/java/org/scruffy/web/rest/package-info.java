/** The REST API: resources that turn requests into questions to the contexts, and their answers into documents. */
package org.scruffy.web.rest;
