package org.scruffy.exchange;

/**
 * A format that files are read or written in.
 *
 * @param name as in addresses
 * @param title for people
 * @param suffix of its files, empty where the format is only read
 * @param plugin that brings it
 */
public record Format(String name, String title, String mediaType, String suffix, String plugin) {}
