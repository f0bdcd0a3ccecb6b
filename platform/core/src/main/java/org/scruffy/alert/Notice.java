package org.scruffy.alert;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.time.Instant;

/**
 * What somebody is told.
 *
 * @param means what people said of what is watched, may be empty
 * @param more how many other groups fire, or are over, too, of which nothing else is told
 * @param cause where its question and the time that made it fire are asked again
 * @param page where all alerts are
 */
record Notice(Alert.What what, Alert alert, String means, int more, URI cause, URI page) {

    private static final JsonProvider JSON = JsonProvider.provider();

    /** In one line. */
    String subject() {
        String where = alert.station().equals("*") ? "" : " at " + alert.station();
        String group = alert.group().isEmpty() ? "" : " (" + alert.group() + ")";
        return (what == Alert.What.FIRED ? "Firing: " : "Over: ") + alert.name() + group + where;
    }

    String text() {
        return subject() + "\n\n" + said() + ".\n\n" + (means.isEmpty() ? "" : means + "\n\n") + "Since "
                + alert.began() + alert.ended().map(end -> "\nUntil " + end).orElse("") + "\n\n" + cause
                + (cause.equals(page) ? "" : "\n\nAll alerts: " + page) + "\n";
    }

    private String said() {
        if (more == 0) {
            return alert.words();
        }
        String others = more == 1 ? "1 more group" : more + " more groups";
        return alert.words() + "; " + others + (what == Alert.What.FIRED ? " fired" : " recovered")
                + ", told of by this alone";
    }

    /**
     * For programs: {@code state} FIRED or RECOVERED, {@code source} TRIGGER or SLO with {@code sourceId} and {@code name}, {@code station} and
     * {@code group}, {@code value}, {@code words}, {@code description} of the trigger or objective, {@code more}, how many other groups
     * fire, or are over, that are told of by this alone, {@code began}, {@code ended} where it is over, {@code url} of what made it fire,
     * and {@code alerts}, where all of them are.
     */
    String json() {
        JsonObjectBuilder all = JSON.createObjectBuilder()
                .add("version", 1)
                .add("state", what.name())
                .add("alertId", alert.id())
                .add("source", alert.source().name())
                .add("sourceId", alert.sourceId())
                .add("name", alert.name())
                .add("station", alert.station())
                .add("group", alert.group())
                .add("value", alert.value())
                .add("words", alert.words())
                .add("description", means)
                .add("more", more)
                .add("began", alert.began().toString())
                .add("url", cause.toString())
                .add("alerts", page.toString());
        alert.ended().map(Instant::toString).ifPresent(end -> all.add("ended", end));
        return all.build().toString();
    }

    /** As Slack's incoming webhooks take it. */
    String slack() {
        String text = subject() + "\n" + said() + (means.isEmpty() ? "" : "\n" + means);
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return JSON.createObjectBuilder()
                .add("text", escaped + "\n<" + cause + "|Open>")
                .build()
                .toString();
    }
}
