package org.scruffy.order;

/** What somebody has to have looked at before a creative is approved (47 CFR 73.621 and the PBS rules for underwriting). */
public enum ChecklistPoint {
    NO_CALL_TO_ACTION("It does not ask anybody to do, buy, call or visit anything"),
    NO_PRICE("It names no price, value or saving, and offers nothing to be bought"),
    NO_COMPARISON("It compares with nobody and praises nothing: no superlatives, no endorsement"),
    IDENTIFICATION("It says who underwrites, by the name people know"),
    LOGO_AND_SLOGAN("Logo, slogan and pictures identify and do not promote"),
    LENGTH("It is as long as it says"),
    CAPTIONS("What is spoken is captioned"),
    RIGHTS("Rights and releases for music, pictures and people are there");

    private final String words;

    ChecklistPoint(String words) {
        this.words = words;
    }

    /** What whoever ticks it says. */
    public String words() {
        return words;
    }
}
