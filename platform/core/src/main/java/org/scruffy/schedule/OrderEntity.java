package org.scruffy.schedule;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** An order of an underwriter, as JPA sees it: only read. */
@Entity(name = "TrafficOrder")
@Table(name = "traffic_order")
class OrderEntity {

    @Id
    private long id;

    private String name;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "underwriter_id")
    private UnderwriterEntity underwriter;

    String name() {
        return name;
    }

    String underwriter() {
        return underwriter.name();
    }
}
