/**
 * What a plugin author compiles against. A plugin is one class that implements {@link org.scruffy.spi.Plugin} and is named
 * in {@code META-INF/services/org.scruffy.spi.Plugin}; everything else here is reached from it.
 */
package org.scruffy.spi;
