package org.scruffy.schedule;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A line of an order, as JPA sees it: only read. */
@Entity(name = "OrderLine")
@Table(name = "order_line")
class OrderLineEntity {

    @Id
    private long id;

    private String name;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "order_id")
    private OrderEntity order;

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    OrderEntity order() {
        return order;
    }
}
