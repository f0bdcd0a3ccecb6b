package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scruffy.feed.AvailFacts.Decided;
import org.scruffy.feed.AvailStory.Outcome;
import org.scruffy.feed.AvailStory.Step;
import org.scruffy.feed.AvailStory.Step.Kind;
import org.scruffy.feed.AvailStory.Step.State;

/** Walks the steps that an avail should have taken: why was it dark? A pure function of what was written down. */
final class AvailSteps {

    /** After this time nobody waits for a break any more. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AvailFacts facts;
    private final List<Step> steps = new ArrayList<>();

    private AvailSteps(AvailFacts facts) {
        this.facts = facts;
    }

    static AvailStory of(AvailFacts facts) {
        return new AvailSteps(facts).walk();
    }

    private AvailStory walk() {
        cue();
        decision();
        creative();
        freeze();
        splice();
        asRun();
        int spots = facts.avail()
                .filter(one -> !one.avail().spots().isEmpty())
                .map(one -> one.avail().spots().size())
                .or(() -> facts.planned().map(one -> one.spots().size()))
                .orElse(0);
        Outcome outcome = outcome(spots);
        boolean well = outcome == Outcome.AIRED || outcome == Outcome.COMING;
        Optional<Step> wrong =
                well ? Optional.empty() : steps.stream().filter(Step::wrong).findFirst();
        return new AvailStory(
                facts.avail().map(one -> Long.toString(one.avail().id())).orElseGet(() -> "break-" + facts.breakId()),
                facts.at(),
                facts.length(),
                facts.breakId(),
                outcome,
                spots,
                aired(),
                wrong.map(Step::words).orElseGet(() -> words(outcome, spots)),
                wrong.map(Step::kind),
                List.copyOf(steps));
    }

    private int aired() {
        return facts.avail().map(one -> one.aired().size()).orElse(0);
    }

    private Outcome outcome(int spots) {
        if (facts.avail().filter(one -> one.avail().open()).isPresent()) {
            return Outcome.ON;
        }
        if (facts.avail().isEmpty() && facts.at().plus(PATIENCE).isAfter(facts.now())) {
            return Outcome.COMING;
        }
        if (aired() == 0) {
            return Outcome.DARK;
        }
        boolean whole = facts.avail().orElseThrow().aired().stream()
                .allMatch(row -> row.reason().isEmpty());
        return whole && aired() == spots ? Outcome.AIRED : Outcome.PARTLY;
    }

    private static String words(Outcome outcome, int spots) {
        return switch (outcome) {
            case COMING -> "It is to come.";
            case ON -> "It is on now.";
            case AIRED ->
                spots == 1
                        ? "Its spot aired as it was planned."
                        : "All its " + spots + " spots aired as they were planned.";
            default -> "Nothing that was written down says why.";
        };
    }

    private void step(Kind kind, State state, Instant at, String words, String traceId, Instant manifest) {
        boolean reached = steps.stream()
                .noneMatch(before -> before.state() == State.FAILED
                        || before.state() == State.MISSING
                        || before.state() == State.SKIPPED
                        || before.state() == State.COMING);
        steps.add(
                reached
                        ? new Step(kind, state, Optional.ofNullable(at), words, traceId, Optional.ofNullable(manifest))
                        : new Step(kind, skipped(), Optional.empty(), "Not reached.", "", Optional.empty()));
    }

    private State skipped() {
        return steps.get(steps.size() - 1).state() == State.COMING ? State.COMING : State.SKIPPED;
    }

    private boolean coming() {
        return facts.avail().isEmpty() && facts.at().plus(PATIENCE).isAfter(facts.now());
    }

    private void cue() {
        Optional<AirAction> fired = facts.avail()
                .flatMap(one -> facts.actions().stream()
                        .filter(action -> action.kind() == AirAction.Kind.FIRE || action.kind() == AirAction.Kind.SLATE)
                        .filter(action -> Manual.key(action).equals(one.avail().key()))
                        .findFirst());
        if (fired.isPresent()) {
            step(Kind.CUE, State.DONE, fired.get().at(), fired.get().actor() + " fired it by hand.", "", null);
        } else if (!facts.cued()) {
            step(
                    Kind.CUE,
                    State.DONE,
                    facts.at(),
                    "None is needed: this feed breaks by the schedule’s clock.",
                    "",
                    null);
        } else if (facts.cue().isPresent()) {
            cue(facts.cue().get());
        } else if (facts.avail().isPresent()) {
            step(Kind.CUE, State.DONE, facts.at(), "It was seen; when, nobody wrote down.", "", null);
        } else {
            noCue();
        }
    }

    private void cue(AvailFacts.Seen cue) {
        boolean late = cue.late().compareTo(Duration.ZERO) > 0;
        String words = late
                ? "The network’s cue was seen when " + seconds(cue.late())
                        + " of the break had been shown already: that much of it was lost."
                : "The network’s cue was seen.";
        step(Kind.CUE, late ? State.LATE : State.DONE, cue.seenAt(), words, cue.traceId(), cue.seenAt());
    }

    private void noCue() {
        Optional<AirNotes.Trouble> trouble = facts.trouble(
                AirTrouble.Kind.OFF,
                AirTrouble.Kind.ORIGIN_DOWN,
                AirTrouble.Kind.ORIGIN_STALE,
                AirTrouble.Kind.REDIRECTED);
        if (trouble.isPresent()) {
            Instant since = trouble.get().kind() == AirTrouble.Kind.OFF
                    ? null
                    : trouble.get().since();
            step(
                    Kind.CUE,
                    State.FAILED,
                    since,
                    words(trouble.get()),
                    trouble.get().traceId(),
                    null);
        } else if (coming()) {
            step(Kind.CUE, State.COMING, null, "It is waited for.", "", null);
        } else {
            step(
                    Kind.CUE,
                    State.MISSING,
                    null,
                    "The network sent no cue within two minutes of the planned start, so the break never opened.",
                    "",
                    facts.at());
        }
    }

    private static String words(AirNotes.Trouble trouble) {
        String what = switch (trouble.kind()) {
            case OFF -> "Scruffy was not running";
            case ORIGIN_DOWN -> "The network’s feed could not be read: " + trouble.words();
            case ORIGIN_STALE -> "The network’s feed stood still";
            case ON_BACKUP -> "The backup of the network’s feed was on";
            case REDIRECTED -> "Viewers were sent to the network’s own playlists: " + trouble.words();
            case GUARD -> "The playlists were kept back because they would have broken players: " + trouble.words();
            case DATABASE -> "The database did not take what had to be written: " + trouble.words();
        };
        return sentence(what);
    }

    private void decision() {
        if (facts.avail().isEmpty()) {
            undecided();
            return;
        }
        Decided decided = facts.avail().get();
        String reason = decided.avail().reason();
        if (reason.isEmpty() || laterStep(reason)) {
            String what = decided.avail().breakId().isEmpty()
                    ? ""
                    : "Break " + decided.avail().breakId() + " was chosen for it.";
            step(Kind.DECISION, State.DONE, decided.at(), what, decided.traceId(), null);
            return;
        }
        step(Kind.DECISION, State.FAILED, decided.at(), decisionWords(reason), decided.traceId(), decided.at());
    }

    private void undecided() {
        if (coming()) {
            step(Kind.DECISION, State.COMING, null, "It is to come.", "", null);
            return;
        }
        Optional<AirNotes.Trouble> trouble = facts.troubles().stream().findFirst();
        step(
                Kind.DECISION,
                State.MISSING,
                trouble.map(AirNotes.Trouble::since).orElse(null),
                trouble.map(AvailSteps::words)
                        .orElse("Nobody decided about it: another break was on, or it was planned too late."),
                trouble.map(AirNotes.Trouble::traceId).orElse(""),
                facts.at());
    }

    private static boolean laterStep(String reason) {
        return reason.startsWith("NOTHING_FITS") || reason.startsWith("NOT_ALIGNED");
    }

    private static String decisionWords(String reason) {
        String code = reason.replaceFirst(":.*", "");
        return switch (code) {
            case "NO_BREAK" -> "The cue came, but no break is planned within two minutes of it.";
            case "EMPTY" -> "The break had no spots when it was decided.";
            case "DATABASE" ->
                sentence("The decision could not be written down, so the network’s break went out: " + plain(reason));
            case "BREAK_USED" -> "The planned break had aired before.";
            case "CANCELLED", "BYPASS" -> sentence(plain(reason));
            default -> sentence("No spot can be placed into this feed: " + plain(reason));
        };
    }

    private void creative() {
        List<PodSpot> missing = leftOut("CREATIVE_MISSING", "SEGMENT_TOO_LONG");
        long all = spots().size();
        if (!missing.isEmpty()) {
            step(
                    Kind.CREATIVE,
                    State.FAILED == state(missing, all) ? State.FAILED : State.SHORT,
                    decidedAt(),
                    missing.stream()
                            .map(spot -> sentence(spot.title() + " (" + spot.adId() + ") was not air-ready: "
                                    + plain(spot.leftOut())))
                            .collect(Collectors.joining(" ")),
                    trace(),
                    null);
            return;
        }
        step(
                Kind.CREATIVE,
                State.DONE,
                decidedAt(),
                all == 1 ? "The spot was air-ready." : "All " + all + " spots were air-ready.",
                trace(),
                null);
    }

    /** Where some of the spots go on, the step is not the end of it. */
    private static State state(List<PodSpot> out, long all) {
        return out.size() == all ? State.FAILED : State.SHORT;
    }

    private List<PodSpot> spots() {
        return facts.avail().map(one -> one.avail().spots()).orElse(List.of());
    }

    private List<PodSpot> leftOut(String... codes) {
        return spots().stream()
                .filter(spot -> List.of(codes).contains(spot.leftOut().replaceFirst(":.*", "")))
                .toList();
    }

    private Instant decidedAt() {
        return facts.avail().map(Decided::at).orElse(null);
    }

    private String trace() {
        return facts.avail().map(Decided::traceId).orElse("");
    }

    private void freeze() {
        List<PodSpot> out = leftOut(PodSpot.DOES_NOT_FIT);
        boolean nothing = spots().stream().noneMatch(PodSpot::airs);
        if (!out.isEmpty()) {
            step(
                    Kind.FREEZE,
                    nothing ? State.FAILED : State.SHORT,
                    decidedAt(),
                    out.stream()
                            .map(spot -> sentence(spot.title() + " (" + spot.adId() + ", " + seconds(spot.length())
                                    + ") did not fit: " + plain(spot.leftOut())))
                            .collect(Collectors.joining(" ")),
                    trace(),
                    decidedAt());
            return;
        }
        long airing = spots().stream().filter(PodSpot::airs).count();
        step(
                Kind.FREEZE,
                State.DONE,
                decidedAt(),
                airing + (airing == 1 ? " spot was frozen" : " spots were frozen")
                        + " before anybody saw the first segment.",
                trace(),
                null);
    }

    private void splice() {
        if (facts.avail().isEmpty()) {
            step(Kind.SPLICE, State.SKIPPED, null, "Not reached.", "", null);
            return;
        }
        Decided decided = facts.avail().get();
        Avail avail = decided.avail();
        Optional<AirNotes.Trouble> guard = facts.trouble(AirTrouble.Kind.GUARD);
        Optional<AirNotes.Shown> first =
                decided.shown().values().stream().min(java.util.Comparator.comparing(AirNotes.Shown::at));
        int pod = avail.splices().values().stream()
                .mapToInt(one -> one.pod().size())
                .max()
                .orElse(0);
        int aired = avail.splices().values().stream()
                .flatMap(one -> one.end().stream())
                .mapToInt(Splice.End::aired)
                .max()
                .orElse(pod);
        if (avail.reason().startsWith("NOT_ALIGNED")) {
            step(
                    Kind.SPLICE,
                    State.FAILED,
                    decided.at(),
                    sentence("The renditions of the network’s feed do not break at the same time: "
                            + plain(avail.reason())),
                    decided.traceId(),
                    decided.at());
        } else if (guard.isPresent() && aired < pod) {
            step(
                    Kind.SPLICE,
                    State.FAILED,
                    guard.get().since(),
                    words(guard.get()),
                    guard.get().traceId(),
                    guard.get().since());
        } else if (aired == 0) {
            Optional<AirNotes.Trouble> trouble = facts.troubles().stream().findFirst();
            step(
                    Kind.SPLICE,
                    State.FAILED,
                    trouble.map(AirNotes.Trouble::since).orElse(null),
                    trouble.map(AvailSteps::words)
                            .orElse("The network’s feed went on past the break before a spot could be shown."),
                    trouble.map(AirNotes.Trouble::traceId).orElse(""),
                    avail.start());
        } else if (aired < pod) {
            step(
                    Kind.SPLICE,
                    State.SHORT,
                    avail.start(),
                    shortWords(decided),
                    first.map(AirNotes.Shown::traceId).orElse(""),
                    avail.start());
        } else {
            step(
                    Kind.SPLICE,
                    State.DONE,
                    avail.start(),
                    "The spots were spliced in " + seconds(Duration.between(avail.at(), avail.start()))
                            + " from where the break was signalled.",
                    first.map(AirNotes.Shown::traceId).orElse(""),
                    first.map(AirNotes.Shown::at).orElse(null));
        }
    }

    private String shortWords(Decided decided) {
        return switch (decided.endReason()) {
            case "EARLY_RETURN" -> "The network came back before all spots were over.";
            case "BY_HAND" ->
                facts.actions().stream()
                        .filter(action ->
                                action.kind() == AirAction.Kind.RETURN || action.kind() == AirAction.Kind.BYPASS)
                        .filter(action -> action.at().isAfter(decided.avail().start()))
                        .findFirst()
                        .map(action -> action.actor() + " ended the break by hand.")
                        .orElse("The break was ended by hand.");
            case "ORIGIN_RESTART" -> "The network’s feed started anew in the middle of the break.";
            default ->
                facts.troubles().stream()
                        .findFirst()
                        .map(AvailSteps::words)
                        .orElse("The network’s feed went on before all spots were over.");
        };
    }

    private void asRun() {
        if (facts.avail().filter(one -> one.avail().open()).isPresent()) {
            step(Kind.AS_RUN, State.COMING, null, "It is written when each spot is over.", "", null);
            return;
        }
        List<AvailFacts.Row> rows = facts.avail().map(Decided::aired).orElse(List.of());
        long frozen = spots().stream().filter(PodSpot::airs).count();
        boolean cut = rows.stream().anyMatch(row -> !row.reason().isEmpty());
        State state = rows.isEmpty() ? State.MISSING : cut || rows.size() < frozen ? State.SHORT : State.DONE;
        String words = rows.isEmpty()
                ? "No spot of it is in the as-run log."
                : rows.size() + " of " + frozen + " spots are in the as-run log"
                        + (cut ? ", the last of them cut short." : ".");
        Instant last = rows.isEmpty() ? null : rows.get(rows.size() - 1).start();
        step(Kind.AS_RUN, state, last, words, "", null);
    }

    private static String seconds(Duration length) {
        long ms = length.toMillis();
        return ms % 1000 == 0 ? ms / 1000 + " s" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    /** Without the code in capitals. */
    private static String plain(String words) {
        return words.replaceFirst("^[A-Z][A-Z_]+: ", "");
    }

    private static String sentence(String words) {
        return words.matches("(?s).*[.!?]") ? words : words + ".";
    }
}
