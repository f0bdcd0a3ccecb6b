package org.scruffy.schedule;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What airs in timeslots, as JPA sees it. */
@Entity(name = "Program")
@Table(name = "program")
class ProgramEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String title;

    private String episode;

    private String nola;

    String title() {
        return title;
    }

    String episode() {
        return episode;
    }

    String nola() {
        return nola;
    }
}
