/**
 * What queries and comparisons of events come to in SQL, for stores on databases that speak it: the platform's questions compiled
 * once, with a {@link org.scruffy.eventsql.Dialect} for what databases call differently. Names come from the store's columns, values are bound.
 */
package org.scruffy.eventsql;
