package org.scruffy.web.page;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scruffy.order.Daypart;
import org.scruffy.order.LineDraft;
import org.scruffy.order.Order.Line;

/** The fields of the dialog that writes a line, as somebody typed them. */
public class LineForm implements Serializable {

    private static final long serialVersionUID = 1L;

    private String name = "";
    private String[] feeds = new String[0];
    private String from = "";
    private String until = "";
    private String spots = "";
    private String per = "WEEK";
    private String seconds = "15";
    private String[] days = new String[0];
    private String fromLocal = "00:00";
    private String toLocal = "00:00";
    private String priority = "8";
    private String pacing = "EVEN";
    private String minutesApart = "0";
    private String maxPerDay = "";
    private String maxPerBreak = "1";
    private String rotation = "EVEN";
    private String creatives = "";

    void reset(List<String> allFeeds) {
        name = "";
        feeds = allFeeds.stream().limit(1).toArray(String[]::new);
        from = "";
        until = "";
        spots = "";
        per = "WEEK";
        seconds = "15";
        days = Daypart.ALWAYS.dayNames().toArray(String[]::new);
        fromLocal = "00:00";
        toLocal = "00:00";
        priority = "8";
        pacing = "EVEN";
        minutesApart = "0";
        maxPerDay = "";
        maxPerBreak = "1";
        rotation = "EVEN";
        creatives = "";
    }

    void read(Line line, String length) {
        name = line.name();
        feeds = line.feeds().toArray(String[]::new);
        from = line.from().toString();
        until = line.until().toString();
        spots = "" + line.spots();
        per = line.per().name();
        seconds = length;
        days = line.daypart().dayNames().toArray(String[]::new);
        fromLocal = line.daypart().from().toString();
        toLocal = line.daypart().to().toString();
        priority = "" + line.priority();
        pacing = line.pacing().name();
        minutesApart = "" + line.minutesApart();
        maxPerDay = line.maxPerDay().map(Object::toString).orElse("");
        maxPerBreak = "" + line.maxPerBreak();
        rotation = line.rotation().name();
        creatives = line.creatives().stream()
                .map(share -> share.adId() + (share.weight() == 1 ? "" : " " + share.weight()))
                .collect(Collectors.joining("\n"));
    }

    LineDraft draft() {
        return new LineDraft(
                name,
                OrdersPage.list(feeds),
                OrdersPage.day("from", from),
                OrdersPage.day("until", until),
                DeskPage.number(spots),
                per,
                DeskPage.milliseconds(seconds),
                OrdersPage.list(days),
                fromLocal,
                toLocal,
                DeskPage.number(priority),
                pacing,
                DeskPage.number(minutesApart),
                maxPerDay.isBlank() ? Optional.empty() : Optional.of(DeskPage.number(maxPerDay)),
                DeskPage.number(maxPerBreak),
                rotation,
                OrdersPage.weights(creatives));
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name == null ? "" : name;
    }

    public String[] getFeeds() {
        return feeds.clone();
    }

    public void setFeeds(String[] feeds) {
        this.feeds = feeds == null ? new String[0] : feeds.clone();
    }

    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from == null ? "" : from;
    }

    public String getUntil() {
        return until;
    }

    public void setUntil(String until) {
        this.until = until == null ? "" : until;
    }

    public String getSpots() {
        return spots;
    }

    public void setSpots(String spots) {
        this.spots = spots == null ? "" : spots;
    }

    public String getPer() {
        return per;
    }

    public void setPer(String per) {
        this.per = per == null ? "" : per;
    }

    public String getSeconds() {
        return seconds;
    }

    public void setSeconds(String seconds) {
        this.seconds = seconds == null ? "" : seconds;
    }

    public String[] getDays() {
        return days.clone();
    }

    public void setDays(String[] days) {
        this.days = days == null ? new String[0] : days.clone();
    }

    public String getFromLocal() {
        return fromLocal;
    }

    public void setFromLocal(String fromLocal) {
        this.fromLocal = fromLocal == null ? "" : fromLocal;
    }

    public String getToLocal() {
        return toLocal;
    }

    public void setToLocal(String toLocal) {
        this.toLocal = toLocal == null ? "" : toLocal;
    }

    public String getPriority() {
        return priority;
    }

    public void setPriority(String priority) {
        this.priority = priority == null ? "" : priority;
    }

    public String getPacing() {
        return pacing;
    }

    public void setPacing(String pacing) {
        this.pacing = pacing == null ? "" : pacing;
    }

    public String getMinutesApart() {
        return minutesApart;
    }

    public void setMinutesApart(String minutesApart) {
        this.minutesApart = minutesApart == null ? "" : minutesApart;
    }

    public String getMaxPerDay() {
        return maxPerDay;
    }

    public void setMaxPerDay(String maxPerDay) {
        this.maxPerDay = maxPerDay == null ? "" : maxPerDay;
    }

    public String getMaxPerBreak() {
        return maxPerBreak;
    }

    public void setMaxPerBreak(String maxPerBreak) {
        this.maxPerBreak = maxPerBreak == null ? "" : maxPerBreak;
    }

    public String getRotation() {
        return rotation;
    }

    public void setRotation(String rotation) {
        this.rotation = rotation == null ? "" : rotation;
    }

    public String getCreatives() {
        return creatives;
    }

    public void setCreatives(String creatives) {
        this.creatives = creatives == null ? "" : creatives;
    }
}
