package org.scruffy.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be asked of spots. The one place where the types, their parameters, units and ranges are said; served as it is at
 * {@code GET /api/v1/rule-types}. Every type also knows {@link #OFF}.
 */
public enum RuleType {
    MAX_CREDIT_MS(
            "An underwriting credit is at most so long",
            "",
            Param.number("maxMs", "ms", 1_000, 600_000, "15000", "the longest that is allowed"),
            Params.tolerance()),
    MAX_PREMIER_MS(
            "A premier sponsor's credit is at most so long",
            "",
            Param.number("maxMs", "ms", 1_000, 600_000, "30000", "the longest that is allowed"),
            Params.tolerance()),
    MAX_POD_MS(
            "The credits of one break, premier sponsors' included, are together at most so long",
            "",
            Param.number("maxMs", "ms", 1_000, 600_000, "60000", "the longest that is allowed"),
            Params.tolerance()),
    NO_PREMIER(
            "No premier sponsors on feeds of these kinds",
            "",
            Param.texts(
                    "feedKinds", List.of("MAIN", "CREATE", "WORLD", "KIDS", "OTHER"), "[\"KIDS\"]", "on which feeds")),
    CATEGORY_SEPARATION(
            "Spots of one category, or of one below the other, stand apart",
            "category",
            Params.minutes(),
            Params.sameBreak(),
            Params.adjacentBreak(),
            Param.text("category", false, "only for this category and those below it; left out: for each")),
    ADVERTISER_SEPARATION(
            "Spots of one underwriter stand apart", "", Params.minutes(), Params.sameBreak(), Params.adjacentBreak()),
    FREQUENCY(
            "A line's spots are no more, and no closer, than its order says; the parameters bound every line besides. Counted on"
                    + " each feed",
            "",
            Param.number("maxPerDay", "spots of a line a local day", 1, 500, "", "bound for every line"),
            Param.number("maxPerBreak", "spots of a line a break", 1, 20, "", "bound for every line"),
            Param.number("minutes", "min", 0, 10_080, "0", "between two spots of a line at least")),
    DAYPART("A line's spots air on its days, within its local times and on its feeds", ""),
    DAYPART_BAN(
            "A category does not air at some local times, for example alcohol before 22:00",
            "category",
            Param.text("category", true, "the code of the category; those below it are meant too"),
            Param.time("from", "when the ban starts"),
            Param.time("to", "when it ends; before from: on the next day"),
            Param.texts(
                    "days",
                    List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"),
                    "[\"MON\",\"TUE\",\"WED\",\"THU\",\"FRI\",\"SAT\",\"SUN\"]",
                    "on which days")),
    FLIGHT("A line's spots air within its flight, while its order is approved", ""),
    BLACKOUT(
            "No spots in an interval, or none of a category or an underwriter",
            "from, to, category, underwriter",
            Param.instant("from", "the first instant"),
            Param.instant("to", "the first instant after it"),
            Param.text("category", false, "only spots of this category and those below it"),
            Param.text("underwriter", false, "only spots of the underwriter of this name")),
    APPROVAL("A creative is approved, and valid on the local day on which it airs", ""),
    AIR_READY("A creative is conditioned for the air", ""),
    OVERFULL("The spots of a break fit into it", "", Params.tolerance()),
    BREAK_KIND(
            "Credits are in underwriting breaks, promos in promo breaks, ids in id breaks; a mixed break takes all, public service"
                    + " announcements go where promos go",
            ""),
    LENGTH("A spot is as long as its line ordered, and as its creative is", "", Params.tolerance());

    /** Turns the wider rules about the same off at a station or a feed. */
    public static final Param OFF = Param.onOff(
            "off", false, "turns the wider rules of this type about the same off; only at a station or a feed");

    private static final class Params {

        static Param tolerance() {
            return Param.number(
                    "toleranceMs",
                    "ms",
                    0,
                    5_000,
                    "999",
                    "how much longer, or shorter, is let pass: 15 s of video at 29.97 frames a second last 15.015 s");
        }

        static Param minutes() {
            return Param.number("minutes", "min", 0, 10_080, "0", "between the starts of their breaks at least");
        }

        static Param sameBreak() {
            return Param.onOff("sameBreak", false, "whether they may be in one break");
        }

        static Param adjacentBreak() {
            return Param.onOff("adjacentBreak", true, "whether they may be in neighbouring breaks of the feed");
        }
    }

    private final String meaning;
    private final String subject;
    private final List<Param> params;

    RuleType(String meaning, String subject, Param... params) {
        this.meaning = meaning;
        this.subject = subject;
        this.params = List.of(params);
    }

    /** In words. */
    public String meaning() {
        return meaning;
    }

    /** Its parameters, without {@link #OFF}. */
    public List<Param> params() {
        return params;
    }

    /** Its parameters and the one that all types have. */
    public List<Param> allParams() {
        return Stream.concat(params.stream(), Stream.of(OFF)).toList();
    }

    Optional<Param> param(String name) {
        return allParams().stream().filter(param -> param.name().equals(name)).findFirst();
    }

    /**
     * The parameters that say what a rule is about. Of rules of one type about the same, the narrowest scope holds; rules about
     * different things hold beside each other.
     */
    public List<String> subject() {
        List<String> names = new ArrayList<>(List.of(subject.split(", ")));
        names.remove("");
        return names;
    }
}
