package org.scruffy.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** The versions of playlists that were published, explained. */
@ApplicationScoped
public class WhatViewersSaw {

    /** An avail that began longer ago is in no window. */
    private static final Duration LISTED = Duration.ofHours(1);
    /** More lines than this are not compared one by one. */
    private static final int COMPARED = 3_000;

    /**
     * A line that one of two versions has.
     *
     * @param added whether it is the later one
     * @param number of the line there, from 1
     */
    public record Change(boolean added, int number, String text) {}

    /**
     * A version and what it means.
     *
     * @param renditions of which versions are kept
     * @param segments none where it is no media playlist
     * @param changes to the version before
     */
    public record Seen(
            ManifestVersion version, List<String> renditions, List<LiveWindow.Listed> segments, List<Change> changes) {}

    private final Database database;
    private final Manifests manifests;
    private final Clock clock;

    protected WhatViewersSaw() {
        this(null, null, null);
    }

    @Inject
    public WhatViewersSaw(Database database, Manifests manifests, Clock clock) {
        this.database = database;
        this.manifests = manifests;
        this.clock = clock;
    }

    /**
     * What was out at an instant. Five statements.
     *
     * @return empty where no version is kept from then or before
     * @throws org.scruffy.schedule.NoSuchFeed where there is no such feed
     */
    public Optional<Seen> at(String callSign, String feed, String rendition, Instant at) {
        Instant asked = at.isAfter(clock.instant()) ? clock.instant() : at;
        long feedId = database.read(em -> AirActionTable.feed(new Sql(em), callSign, feed));
        return manifests.at(callSign, feed, rendition, asked).map(version -> {
            List<String> before = version.before()
                    .flatMap(instant -> manifests.at(callSign, feed, rendition, instant))
                    .map(one -> one.text().lines().toList())
                    .orElse(List.of());
            return new Seen(
                    version,
                    manifests.renditions(callSign, feed, asked),
                    segments(version, feedId),
                    changes(before, version.text().lines().toList()));
        });
    }

    private List<LiveWindow.Listed> segments(ManifestVersion version, long feedId) {
        Optional<MediaPlaylist> playlist = PlaylistReader.media(version.text().getBytes(StandardCharsets.UTF_8))
                .value();
        if (playlist.isEmpty()) {
            return List.of();
        }
        Map<String, PodSpot> spots = new HashMap<>();
        Map<Instant, String> cues = new HashMap<>();
        database.read(em -> {
            AirLog.between(em, feedId, version.at().minus(LISTED), version.at().plus(Duration.ofMinutes(1)))
                    .forEach(kept -> name(kept.avail(), version.rendition(), spots));
            new Sql(em)
                    .rows(
                            "SELECT at, type FROM cue_seen WHERE feed_id = ?1 AND at >= CAST(?2 AS timestamptz)"
                                    + " AND at < CAST(?3 AS timestamptz)",
                            feedId,
                            version.at().minus(LISTED),
                            version.at().plus(Duration.ofMinutes(1)))
                    .forEach(row -> cues.put(row.at(0), row.text(1)));
            return spots;
        });
        return playlist.get().segments().stream()
                .map(segment -> listed(segment, Optional.ofNullable(spots.get(segment.uri())), cues))
                .toList();
    }

    /** The latest wins where a spot airs again and again. */
    private static void name(Avail avail, String rendition, Map<String, PodSpot> spots) {
        Optional.ofNullable(avail.splices().get(rendition))
                .ifPresent(splice -> splice.pod()
                        .forEach(segment -> avail.spots().stream()
                                .filter(spot -> spot.position() == segment.position())
                                .forEach(spot -> spots.put(segment.uri(), spot))));
    }

    private static LiveWindow.Listed listed(Segment segment, Optional<PodSpot> spot, Map<Instant, String> cues) {
        return new LiveWindow.Listed(
                segment.sequence(),
                segment.discontinuity(),
                segment.discontinuous(),
                segment.start(),
                segment.length(),
                spot.map(PodSpot::title).orElse(""),
                spot.map(PodSpot::adId).orElse(""),
                cues.entrySet().stream()
                        .filter(cue -> !cue.getKey().isBefore(segment.start().minus(Timeline.TOLERANCE))
                                && cue.getKey().isBefore(segment.end().minus(Timeline.TOLERANCE)))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(""));
    }

    /** The longest common subsequence stays, everything else has changed. */
    static List<Change> changes(List<String> before, List<String> after) {
        List<Change> changes = new ArrayList<>();
        if (before.isEmpty() || before.size() > COMPARED || after.size() > COMPARED) {
            return changes;
        }
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j >= after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                changes.add(new Change(false, i + 1, before.get(i++)));
            } else {
                changes.add(new Change(true, j + 1, after.get(j++)));
            }
        }
        return changes;
    }
}
