/** Contracts and checkers that plugin authors test with. */
package org.scruffy.testkit;
