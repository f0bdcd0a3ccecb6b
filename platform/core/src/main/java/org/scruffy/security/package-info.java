/** Users, their roles per station and their API keys. */
package org.scruffy.security;
