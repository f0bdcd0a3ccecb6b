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
import java.time.Duration;

/** A finished spot, as JPA sees it. */
@Entity(name = "Creative")
@Table(name = "creative")
class CreativeEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "ad_id")
    private String adId;

    private String title;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "underwriter_id")
    private UnderwriterEntity underwriter;

    @Column(name = "duration_ms")
    private int durationMs;

    private String media;

    @Version
    private int version;

    String adId() {
        return adId;
    }

    String title() {
        return title;
    }

    /** Empty for the station's own promos. */
    String underwriter() {
        return underwriter == null ? "" : underwriter.name();
    }

    Duration length() {
        return Duration.ofMillis(durationMs);
    }

    String media() {
        return media;
    }
}
