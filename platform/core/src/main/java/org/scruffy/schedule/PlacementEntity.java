package org.scruffy.schedule;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** A creative placed in a break, as JPA sees it. */
@Entity(name = "Placement")
@Table(name = "placement")
class PlacementEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "break_id")
    private BreakEntity adBreak;

    @Column(name = "seq")
    private int sequence;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "creative_id")
    private CreativeEntity creative;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "order_line_id")
    private OrderLineEntity line;

    private String status;

    private String origin;

    @Version
    private int version;

    BreakEntity adBreak() {
        return adBreak;
    }

    String id() {
        return Long.toString(id);
    }

    String status() {
        return status;
    }

    String origin() {
        return origin;
    }

    int version() {
        return version;
    }

    CreativeEntity creative() {
        return creative;
    }

    /** Null for a spot that nobody ordered. */
    OrderLineEntity line() {
        return line;
    }
}
