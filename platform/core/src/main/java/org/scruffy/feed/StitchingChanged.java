package org.scruffy.feed;

/** Somebody changed how the breaks of a feed are filled. */
public record StitchingChanged(String callSign, String feed) {}
