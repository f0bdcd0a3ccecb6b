package org.scruffy.schedule;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A break of a timeslot, as JPA sees it. */
@Entity(name = "AdBreak")
@Table(name = "ad_break")
class BreakEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "slot_id")
    private SlotEntity slot;

    @Column(name = "pos")
    private int position;

    @Column(name = "starts_at")
    private OffsetDateTime startsAt;

    @Column(name = "capacity_ms")
    private int capacityMs;

    private String kind;

    private boolean locked;

    @OneToMany(mappedBy = "adBreak", fetch = FetchType.LAZY)
    @OrderBy("sequence")
    private List<PlacementEntity> placements = new ArrayList<>();

    @Version
    private int version;

    SlotEntity slot() {
        return slot;
    }

    String id() {
        return Long.toString(id);
    }

    Instant start() {
        return startsAt.toInstant();
    }

    Duration capacity() {
        return Duration.ofMillis(capacityMs);
    }

    String kind() {
        return kind;
    }

    boolean locked() {
        return locked;
    }

    int version() {
        return version;
    }

    List<PlacementEntity> placements() {
        return placements;
    }
}
