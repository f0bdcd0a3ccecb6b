package org.scruffy.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.order.TestStationDesk;
import org.scruffy.report.BlastRadii.Place;
import org.scruffy.report.BlastRadius.Booked;
import org.scruffy.report.BlastRadius.Slot;
import org.scruffy.report.BlastRadius.Touched;

class BlastRadiiTest {

    private static final Instant EIGHT = Instant.parse("2026-06-09T00:00:00Z"); // at night, in New York

    @TempDir
    Path data;

    private TestStationDesk test;
    private BlastRadii radii;
    private long prime;

    @BeforeEach
    void open() throws Exception {
        test = new TestStationDesk(data, 1_000);
        radii = new BlastRadii(test.database);
        test.run("INSERT INTO underwriter (id, name) VALUES (1, 'Acme'), (2, 'Bolt')");
        test.creative("ACME0001", "CREDIT", 15_000, "1");
        test.creative("BOLT0001", "CREDIT", 20_000, "2");
        test.creative("PROMO001", "PROMO", 30_000, "");
        prime = test.adBreak("main", "2026-06-08T20:00", "UNDERWRITING", 90_000);
        test.place(prime, "ACME0001", "");
        test.place(prime, "PROMO001", "");
        test.place(prime, "BOLT0001", "");
        test.place(test.adBreak("main", "2026-06-08T21:00", "UNDERWRITING", 60_000), "ACME0001", "");
        test.place(test.adBreak("kids", "2026-06-08T20:00", "UNDERWRITING", 60_000), "ACME0001", "");
    }

    @AfterEach
    void close() {
        test.close();
    }

    private BlastRadius of(String station, String feed, String avail, String adBreak, int from, int to) {
        return radii.of(
                List.of(new Place(station, feed, avail, adBreak, EIGHT.plusSeconds(from), EIGHT.plusSeconds(to))));
    }

    private void avail(String key, String adBreak) {
        avail(77, key, adBreak, "");
    }

    private void avail(int id, String key, String adBreak, String reason) {
        test.run("INSERT INTO avail (id, feed_id, key, epoch, at, planned_ms, break_id, reason) SELECT " + id
                + ", f.id, '" + key
                + "', 1, '2026-06-09T00:00:02Z', 88000, '" + adBreak
                + "', '" + reason
                + "' FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = 'KSCF' AND f.name = 'main'");
    }

    @Test
    void whatWasOnAFeed_isTouched_withWhoPaidForIt() {
        BlastRadius radius = of("KSCF", "main", "", "", 30, 60);

        assertThat(radius.timeslots())
                .containsExactly(new Slot("KSCF", "main", "Nature", EIGHT, EIGHT.plusSeconds(600)));
        assertThat(radius.breaks())
                .containsExactly(new Touched("KSCF", "main", "break-" + prime, EIGHT, 90_000, 3, 35_000));
        assertThat(radius.underwriters()).containsExactly(new Booked("Bolt", 1, 20_000), new Booked("Acme", 1, 15_000));
        assertThat(radius.bookedMs()).isEqualTo(35_000);
    }

    @Test
    void whatIsOver_orOfAnotherStation_isNot() {
        assertThat(of("KSCF", "main", "", "", 90, 120).breaks()).isEmpty();
        assertThat(of("KSCF", "main", "", "", 600, 900).timeslots()).isEmpty();
        assertThat(of("KXYZ", "main", "", "", 0, 60).timeslots()).isEmpty();
        assertThat(of("NONE", "", "", "", 0, 60).breaks()).isEmpty();
    }

    @Test
    void aStationWithoutAFeed_meansAllItsFeeds() {
        assertThat(of("KSCF", "", "", "", 0, 1).breaks())
                .extracting(Touched::feed)
                .containsExactly("kids", "main");
    }

    @Test
    void anAvailThatIsNamed_isTouchedAlone_wheneverItIsSaid() {
        avail("cue/9", Long.toString(prime));

        assertThat(of("KSCF", "main", "cue/9", Long.toString(prime), 5_000, 5_001)
                        .breaks())
                .containsExactly(new Touched("KSCF", "main", "77", EIGHT.plusSeconds(2), 88_000, 3, 35_000));
        assertThat(of("KSCF", "main", "", Long.toString(prime), 5_000, 5_001).breaks())
                .containsExactly(new Touched("KSCF", "main", "break-" + prime, EIGHT, 90_000, 3, 35_000));
        assertThat(of("KSCF", "main", "none", "x", 0, 60).breaks()).isEmpty();
    }

    @Test
    void anAvailWithoutAPlannedBreak_isThereWithoutSpots() {
        avail("cue/9", "");

        Touched alone = new Touched("KSCF", "main", "77", EIGHT.plusSeconds(2), 88_000, 0, 0);
        assertThat(of("KSCF", "main", "cue/9", "", 0, 1).breaks()).containsExactly(alone);
        assertThat(of("KSCF", "main", "", "", 60, 61).breaks()).contains(alone).hasSize(2);
        assertThat(of("KSCF", "main", "", "", 90, 91).breaks()).isEmpty();
    }

    @Test
    void aBreakThatWasFiredByHand_isTouchedWhenItAired_andNotWhenItWasPlanned() {
        long nine = test.adBreak("main", "2026-06-08T22:00", "UNDERWRITING", 60_000);
        test.place(nine, "BOLT0001", "");
        avail("fire/1", Long.toString(nine));

        assertThat(of("KSCF", "main", "", "", 30, 31).breaks())
                .contains(new Touched("KSCF", "main", "77", EIGHT.plusSeconds(2), 88_000, 1, 20_000));
        assertThat(of("KSCF", "main", "", "", 7_200, 7_230).breaks()).isEmpty();
    }

    @Test
    void whatIsTouchedTwice_countsOnce() {
        Place place = new Place("KSCF", "main", "", "", EIGHT, EIGHT.plusSeconds(10));
        Place later = new Place("KSCF", "main", "", "", EIGHT.plusSeconds(70), EIGHT.plusSeconds(80));

        assertThat(radii.of(List.of(place, later)).bookedMs()).isEqualTo(35_000);
    }

    @Test
    void aBreakThatAnAvailStandsFor_isNotThereOnceMore() {
        avail("cue/9", Long.toString(prime));

        BlastRadius radius = both("", "cue/9");

        assertThat(radius.breaks())
                .containsExactly(new Touched("KSCF", "main", "77", EIGHT.plusSeconds(2), 88_000, 3, 35_000));
        assertThat(radius.bookedMs()).isEqualTo(35_000);
    }

    @Test
    void aSpotOfTwoAvails_countsOnce() {
        avail(77, "cue/9", Long.toString(prime), "NOTHING_FITS: no spot of the break can air");
        avail(78, "cue/10", Long.toString(prime), "");

        BlastRadius radius = both("cue/9", "cue/10");

        assertThat(radius.breaks()).extracting(Touched::id).containsExactly("77", "78");
        assertThat(radius.underwriters()).containsExactly(new Booked("Bolt", 1, 20_000), new Booked("Acme", 1, 15_000));
        assertThat(radius.bookedMs()).isEqualTo(35_000);
    }

    private BlastRadius both(String avail, String other) {
        return radii.of(List.of(
                new Place("KSCF", "main", avail, "", EIGHT, EIGHT.plusSeconds(10)),
                new Place("KSCF", "main", other, "", EIGHT, EIGHT.plusSeconds(10))));
    }
}
