package org.scruffy.telemetry;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;

@Entity
class Child {

    @Id
    long id;

    String name;

    @ManyToOne
    Mother mother;
}
