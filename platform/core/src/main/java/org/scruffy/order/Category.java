package org.scruffy.order;

/**
 * What underwriters are in.
 *
 * @param code 2 to 32 capital letters, digits, dashes and underscores
 * @param parent the code of the category above, empty where there is none
 */
public record Category(String id, String code, String name, String parent, boolean deleted, int version) {}
