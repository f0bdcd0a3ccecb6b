package org.scruffy.schedule;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Who pays for spots, as JPA sees it. */
@Entity(name = "Underwriter")
@Table(name = "underwriter")
class UnderwriterEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String name;

    String name() {
        return name;
    }
}
