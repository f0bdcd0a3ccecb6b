package org.scruffy.fill;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.fill.FillPreview.Added;
import org.scruffy.fill.FillPreview.Bumped;
import org.scruffy.fill.FillPreview.Moved;
import org.scruffy.fill.FillPreview.Removed;
import org.scruffy.fill.FillRows.LineOf;
import org.scruffy.fill.FillRows.SpotOf;
import org.scruffy.order.Rotation.Share;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillPlan.Placement;

/** What a plan changes, compared with what is there: a spot that may stay stays, and one that goes is used where one comes. */
final class Comparison {

    private final Intent intent;
    private final Map<String, Integer> breakIndex = new HashMap<>();
    private final List<Added> added = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();
    private final List<Removed> removed = new ArrayList<>();
    private int kept;

    private Comparison(Intent intent) {
        this.intent = intent;
        intent.problem.breaks().forEach(adBreak -> breakIndex.put(adBreak.id(), breakIndex.size()));
    }

    static FillPreview of(Intent intent, FillPlan plan) {
        return new Comparison(intent).preview(plan);
    }

    private FillPreview preview(FillPlan plan) {
        Map<Long, List<Long>> planned = new LinkedHashMap<>();
        for (Placement spot : plan.placements()) {
            planned.computeIfAbsent(Long.valueOf(spot.line()), none -> new ArrayList<>())
                    .add(Long.valueOf(spot.breakId()));
        }
        Map<Long, List<SpotOf>> loose = new LinkedHashMap<>();
        intent.loose.forEach(spot ->
                loose.computeIfAbsent(spot.line(), none -> new ArrayList<>()).add(spot));
        intent.lines.values().stream()
                .sorted(Comparator.comparing(LineOf::id))
                .forEach(line -> compare(
                        line, planned.getOrDefault(line.id(), List.of()), loose.getOrDefault(line.id(), List.of())));
        Comparator<Long> airOrder = Comparator.comparing(id -> breakIndex.get("" + id));
        added.sort(Comparator.comparing(Added::breakId, airOrder));
        moved.sort(Comparator.comparing(Moved::toBreak, airOrder));
        removed.sort(Comparator.comparing(Removed::breakId, airOrder));
        return new FillPreview(added, moved, removed, kept, bumped(plan), plan.iterations());
    }

    private void compare(LineOf line, List<Long> breaks, List<SpotOf> before) {
        List<Long> coming = new ArrayList<>(breaks);
        Deque<SpotOf> going = new ArrayDeque<>();
        for (SpotOf spot : before) {
            if (mayAir(line, spot.adId(), spot.breakId()) && coming.remove((Long) spot.breakId())) {
                kept++;
            } else {
                going.add(spot);
            }
        }
        List<Long> fresh = new ArrayList<>();
        for (long adBreak : coming) {
            SpotOf spot = going.peek();
            if (spot != null && mayAir(line, spot.adId(), adBreak)) {
                going.remove();
                moved.add(new Moved(
                        spot.id(),
                        spot.version(),
                        line.id(),
                        line.name(),
                        spot.adId(),
                        spot.breakId(),
                        adBreak,
                        intent.breaks.get(adBreak).start()));
            } else {
                fresh.add(adBreak);
            }
        }
        going.forEach(spot -> removed.add(new Removed(
                spot.id(),
                spot.version(),
                line.id(),
                line.name(),
                spot.adId(),
                spot.breakId(),
                intent.breaks.get(spot.breakId()).start())));
        add(line, fresh, intent.kept.getOrDefault(line.id(), 0) + breaks.size() - fresh.size());
    }

    private void add(LineOf line, List<Long> breaks, int before) {
        List<String> turns = line.rotation().of(shares(line), breaks.size(), before);
        for (int i = 0; i < breaks.size(); i++) {
            long adBreak = breaks.get(i);
            String adId = mayAir(line, turns.get(i), adBreak) ? turns.get(i) : another(line, adBreak);
            added.add(new Added(
                    line.id(),
                    line.name(),
                    adId,
                    adBreak,
                    intent.breaks.get(adBreak).start()));
        }
    }

    private static List<Share> shares(LineOf line) {
        return line.creatives().stream()
                .map(creative -> new Share(creative.candidate().adId(), creative.weight()))
                .toList();
    }

    /** The break is open to the line because one of its creatives may be there. */
    private String another(LineOf line, long adBreak) {
        return line.creatives().stream()
                .map(creative -> creative.candidate().adId())
                .filter(adId -> mayAir(line, adId, adBreak))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The filler placed line " + line.id() + " in break " + adBreak + ", which is barred to it"));
    }

    private boolean mayAir(LineOf line, String adId, long adBreak) {
        return intent.mayAir(line.id(), adId, breakIndex.get("" + adBreak));
    }

    private List<Bumped> bumped(FillPlan plan) {
        return plan.leftOut().stream()
                .map(left -> {
                    LineOf line = intent.lines.get(Long.valueOf(left.line()));
                    return new Bumped(
                            line.id(), line.name(), line.underwriter(), line.priority(), left.spots(), left.ruledOut());
                })
                .sorted(Comparator.comparing(Bumped::priority).thenComparing(Bumped::line))
                .toList();
    }
}
