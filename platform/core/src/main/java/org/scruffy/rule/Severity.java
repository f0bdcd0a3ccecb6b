package org.scruffy.rule;

/** What a conflict does to whoever makes it: BLOCK refuses the edit, WARN asks for a reason that is written down. */
public enum Severity {
    BLOCK,
    WARN
}
