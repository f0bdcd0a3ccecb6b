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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The airing of a program, as JPA sees it. */
@Entity(name = "Timeslot")
@Table(name = "timeslot")
class SlotEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "feed_id")
    private long feedId;

    @Column(name = "starts_at")
    private OffsetDateTime startsAt;

    @Column(name = "ends_at")
    private OffsetDateTime endsAt;

    @Column(name = "state")
    private String state;

    private String source;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "program_id")
    private ProgramEntity program;

    @OneToMany(mappedBy = "slot", fetch = FetchType.LAZY)
    @OrderBy("position")
    private List<BreakEntity> breaks = new ArrayList<>();

    @Version
    private int version;

    String id() {
        return Long.toString(id);
    }

    Instant start() {
        return startsAt.toInstant();
    }

    Instant end() {
        return endsAt.toInstant();
    }

    String state() {
        return state;
    }

    String source() {
        return source;
    }

    int version() {
        return version;
    }

    ProgramEntity program() {
        return program;
    }

    List<BreakEntity> breaks() {
        return breaks;
    }
}
