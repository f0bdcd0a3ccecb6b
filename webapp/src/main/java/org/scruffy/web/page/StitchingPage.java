package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.scruffy.feed.BadStitching;
import org.scruffy.feed.Stitching;
import org.scruffy.feed.StitchingTable;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/** How the breaks of one feed are filled, on the page Feeds. */
@Named
@RequestScoped
public class StitchingPage {

    private final StitchingTable table;
    private final Access access;
    private final Chosen chosen;
    private final String feed;
    private Optional<Stitching> stitching = Optional.empty();
    private Stitching.Overrun overrun = Stitching.Overrun.FIT_ONLY;
    private String mostOverrun = "";
    private String fillers = "";
    private String slate = "";
    private String mostSlate = "";
    private String leastRemainder = "";
    private String backupOrigin = "";

    protected StitchingPage() {
        table = null;
        access = null;
        chosen = null;
        feed = "";
    }

    @Inject
    public StitchingPage(StitchingTable table, Access access, Chosen chosen) {
        this.table = table;
        this.access = access;
        this.chosen = chosen;
        this.feed = Parameter.named("breaksOf").orElse("");
        if (chosen.isKnown() && access.may(Role.ADMIN, chosen.getCallSign())) {
            stitching = read();
            stitching.ifPresent(this::show);
        }
    }

    private Optional<Stitching> read() {
        try {
            return feed.isEmpty() ? Optional.empty() : Optional.of(table.of(chosen.getCallSign(), feed));
        } catch (NoSuchFeed e) {
            return Optional.empty();
        }
    }

    private void show(Stitching now) {
        overrun = now.overrun();
        mostOverrun = seconds(now.mostOverrun());
        fillers = String.join(" ", now.fillers());
        slate = now.slate();
        mostSlate = seconds(now.mostSlate());
        leastRemainder = seconds(now.leastRemainder());
        backupOrigin = now.backupOrigin();
    }

    private static String seconds(Duration length) {
        return BigDecimal.valueOf(length.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** Whether a feed of this person's is to be changed. */
    public boolean isChosen() {
        return stitching.isPresent();
    }

    public String getFeed() {
        return feed;
    }

    public String save() {
        access.require(Role.ADMIN, chosen.getCallSign());
        try {
            Stitching wanted = new Stitching(
                    backupOrigin.strip(),
                    overrun,
                    length("mostOverrun", mostOverrun),
                    Arrays.stream(fillers.toUpperCase(Locale.ROOT).split("[\\s,]+"))
                            .filter(id -> !id.isEmpty())
                            .toList(),
                    slate.strip().toUpperCase(Locale.ROOT),
                    length("mostSlate", mostSlate),
                    length("leastRemainder", leastRemainder));
            table.put(chosen.getCallSign(), feed, wanted, access.user());
        } catch (BadStitching e) {
            Say.wrong("stitching:" + e.field(), words(e));
            return null;
        } catch (NumberFormatException e) {
            Say.wrong("stitching:" + e.getMessage(), "A number of seconds, for example 1.5.");
            return null;
        }
        Say.done("Saved", "The next break of " + feed + " is filled like this.");
        return "/feeds.xhtml?faces-redirect=true&station=" + chosen.getCallSign() + "&feed=" + feed;
    }

    private static String words(BadStitching e) {
        return switch (e.field()) {
            case "backupOrigin" -> "The address of a playlist starts with http:// or https:// and names a host.";
            case "mostOverrun" -> "From 0 to 60 seconds.";
            case "mostSlate", "leastRemainder" -> "From 0 to 600 seconds.";
            default -> "“" + e.found() + "” is not: expected " + e.expected() + ".";
        };
    }

    private static Duration length(String field, String text) {
        if (!text.strip().matches("\\d{1,4}(\\.\\d{1,3})?")) {
            throw new NumberFormatException(field);
        }
        return Duration.ofMillis(new BigDecimal(text.strip()).movePointRight(3).longValueExact());
    }

    public List<FeedsPage.Choice> getOverruns() {
        return List.of(
                new FeedsPage.Choice(Stitching.Overrun.FIT_ONLY, "does not air; the next that fits does"),
                new FeedsPage.Choice(Stitching.Overrun.CUT_AT_BOUNDARY, "airs until the break is full, and is cut"),
                new FeedsPage.Choice(Stitching.Overrun.COMPLETE_AD, "airs whole, and the program is joined late"));
    }

    public Stitching.Overrun getOverrun() {
        return overrun;
    }

    public void setOverrun(Stitching.Overrun overrun) {
        this.overrun = overrun;
    }

    public String getMostOverrun() {
        return mostOverrun;
    }

    public void setMostOverrun(String mostOverrun) {
        this.mostOverrun = mostOverrun;
    }

    public String getFillers() {
        return fillers;
    }

    public void setFillers(String fillers) {
        this.fillers = fillers;
    }

    public String getSlate() {
        return slate;
    }

    public void setSlate(String slate) {
        this.slate = slate;
    }

    public String getMostSlate() {
        return mostSlate;
    }

    public void setMostSlate(String mostSlate) {
        this.mostSlate = mostSlate;
    }

    public String getLeastRemainder() {
        return leastRemainder;
    }

    public void setLeastRemainder(String leastRemainder) {
        this.leastRemainder = leastRemainder;
    }

    public String getBackupOrigin() {
        return backupOrigin;
    }

    public void setBackupOrigin(String backupOrigin) {
        this.backupOrigin = backupOrigin;
    }
}
