package org.scruffy.alert;

import java.time.Instant;

/**
 * Somebody, or something, that is told when an alert fires and when it is over.
 *
 * @param updated when people changed it last
 */
public record Recipient(String id, Said said, Instant updated) {

    /** By which way it is told. */
    public enum Kind {
        /** A mail to an address. */
        EMAIL,
        /** JSON of ours, signed, by POST to an address. */
        WEBHOOK,
        /** JSON as Slack's incoming webhooks take it, by POST to an address. */
        SLACK
    }

    /**
     * What people say of it.
     *
     * @param address of a mailbox, or http or https
     * @param secret what a webhook is signed with, empty where it is not; never shown again
     */
    public record Said(String name, Kind kind, String address, String secret) {

        /** Secrets do not get into logs by way of a record. */
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }
}
