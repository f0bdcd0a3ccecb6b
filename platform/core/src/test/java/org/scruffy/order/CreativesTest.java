package org.scruffy.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.scruffy.order.TestStationDesk.ANNA;
import static org.scruffy.order.TestStationDesk.ROOT;
import static org.scruffy.order.TestStationDesk.XAVER;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.order.CreativeCard.Approval;
import org.scruffy.order.Refused.Because;

class CreativesTest {

    private static final Set<ChecklistPoint> ALL = EnumSet.allOf(ChecklistPoint.class);

    @TempDir
    Path data;

    private TestStationDesk desk;
    private String acme;

    @BeforeEach
    void open() throws Exception {
        desk = new TestStationDesk(data, 1_000);
        acme = desk.underwriters.create(ANNA, "Acme", "").id();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private CreativeDraft draft(String adId) {
        return new CreativeDraft(adId, "Acme 15", acme, "CREDIT", 15_015, Optional.empty(), Optional.empty());
    }

    private CreativeCard submitted(String adId) {
        return desk.creatives.submit(
                ANNA, adId, desk.creatives.create(ANNA, draft(adId)).version());
    }

    private static void refused(ThrowingCallable act, Because because, String words) {
        assertThatThrownBy(act).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.because()).isEqualTo(because);
            assertThat(refused.getMessage()).contains(words);
        });
    }

    @Test
    void creative_isADraftThatIsNotAirReady() {
        CreativeCard card = desk.creatives.create(ANNA, draft("abcd1234567h"));

        assertThat(card.adId()).isEqualTo("ABCD1234567H");
        assertThat(card.approval()).isEqualTo(Approval.DRAFT);
        assertThat(card.airReady()).isFalse();
        assertThat(card.file()).isEmpty();
        assertThat(card.station()).isEqualTo("KSCF");
    }

    @Test
    void creative_isRefusedNamingAllThatIsWrong() {
        assertThatThrownBy(() -> desk.creatives.create(
                        ANNA,
                        new CreativeDraft(
                                "SPOT1",
                                " ",
                                "",
                                "CREDIT",
                                0,
                                Optional.of(LocalDate.of(2026, 6, 2)),
                                Optional.of(LocalDate.of(2026, 6, 1)))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(Fault::field)
                                .containsExactlyInAnyOrder("title", "lengthMs", "underwriter", "validUntil"));
        refused(
                () -> desk.creatives.create(
                        ANNA,
                        new CreativeDraft(
                                "SPOT1",
                                "x",
                                "",
                                "PROMO",
                                15_000,
                                Optional.empty(),
                                Optional.of(LocalDate.of(9999, 12, 31)))),
                Because.INVALID,
                "2000 to 2999");
        desk.creatives.create(ANNA, draft("SPOT1"));
        refused(() -> desk.creatives.create(XAVER, draft("SPOT1")), Because.CLASH, "SPOT1 already");
    }

    @Test
    void approval_needsEveryPointTickedAndSaysWhoDidIt() throws Exception {
        CreativeCard card = submitted("SPOT1");
        CreativeCard most = desk.creatives.tick(
                ANNA, "SPOT1", card.version(), EnumSet.complementOf(EnumSet.of(ChecklistPoint.CAPTIONS)));

        refused(
                () -> desk.creatives.approve(ANNA, "SPOT1", most.version()),
                Because.CLASH,
                "not ticked yet: \u201cWhat is spoken is captioned\u201d");
        CreativeCard all = desk.creatives.tick(ROOT, "SPOT1", most.version(), ALL);
        CreativeCard approved = desk.creatives.approve(ROOT, "SPOT1", all.version());

        assertThat(approved.approval()).isEqualTo(Approval.APPROVED);
        assertThat(approved.decidedBy()).isEqualTo("root");
        assertThat(approved.decidedAt()).contains(desk.clock.instant());
        assertThat(approved.ticks())
                .hasSize(8)
                .allSatisfy(tick ->
                        assertThat(tick.by()).isEqualTo(tick.point() == ChecklistPoint.CAPTIONS ? "root" : "anna"));
        assertThat(desk.column("SELECT actor || ' ' || action FROM audit_entry WHERE entity = 'creative' ORDER BY id"))
                .containsExactly("anna create", "anna submit", "anna tick", "root tick", "root approve");
        assertThat(desk.column("SELECT before ->> 'approval' || ' ' || (after ->> 'approval') FROM audit_entry"
                        + " WHERE action = 'approve'"))
                .containsExactly("SUBMITTED APPROVED");
    }

    @Test
    void approval_comesAfterSubmissionAndRejectionNeedsAReason() {
        CreativeCard draft = desk.creatives.create(ANNA, draft("SPOT1"));

        refused(() -> desk.creatives.approve(ANNA, "SPOT1", draft.version()), Because.CLASH, "is DRAFT");
        CreativeCard submitted = desk.creatives.submit(ANNA, "SPOT1", draft.version());
        refused(() -> desk.creatives.reject(ANNA, "SPOT1", submitted.version(), " "), Because.INVALID, "why");
        CreativeCard rejected = desk.creatives.reject(ANNA, "SPOT1", submitted.version(), "It names a price");

        assertThat(rejected.decision()).isEqualTo("It names a price");
        refused(() -> desk.creatives.tick(ANNA, "SPOT1", rejected.version(), ALL), Because.CLASH, "REJECTED");
        CreativeCard again = desk.creatives.reopen(ANNA, "SPOT1", rejected.version());
        assertThat(again.approval()).isEqualTo(Approval.DRAFT);
        assertThat(again.decision()).isEmpty();
    }

    @Test
    void change_ofTheContentTakesTheApprovalAway() {
        CreativeCard approved = approved("SPOT1");
        CreativeDraft longer = new CreativeDraft(
                "SPOT1", "Acme 15", acme, "CREDIT", 15_015, Optional.of(LocalDate.of(2026, 6, 1)), Optional.empty());
        CreativeCard dated = desk.creatives.change(ANNA, "SPOT1", approved.version(), longer);
        CreativeCard changed = desk.creatives.change(
                ANNA,
                "SPOT1",
                dated.version(),
                new CreativeDraft("SPOT1", "Acme 30", acme, "CREDIT", 30_030, Optional.empty(), Optional.empty()));

        assertThat(dated.approval()).isEqualTo(Approval.APPROVED);
        assertThat(dated.validFrom()).contains(LocalDate.of(2026, 6, 1));
        assertThat(changed.approval()).isEqualTo(Approval.DRAFT);
        assertThat(changed.ticks()).isEmpty();
    }

    private CreativeCard approved(String adId) {
        CreativeCard ticked = desk.creatives.tick(ANNA, adId, submitted(adId).version(), ALL);
        return desk.creatives.approve(ANNA, adId, ticked.version());
    }

    @Test
    void change_isRefusedWhereSomebodyElseWasFirst() {
        int version = desk.creatives.create(ANNA, draft("SPOT1")).version();
        desk.creatives.submit(ROOT, "SPOT1", version);

        refused(() -> desk.creatives.submit(ANNA, "SPOT1", version), Because.STALE, "in the meantime");
    }

    @Test
    void station_seesItsOwnAndTheNetworksAndChangesItsOwn() {
        desk.creatives.create(ANNA, draft("SPOT1"));
        desk.creative("PROMO1", "PROMO", 30_000, "");

        assertThat(desk.creatives.find("KSCF", Find.all()).found())
                .extracting(CreativeCard::adId)
                .containsExactly("PROMO1", "SPOT1");
        assertThat(desk.creatives.find("KXYZ", Find.all()).found())
                .extracting(CreativeCard::adId)
                .containsExactly("PROMO1");
        refused(() -> desk.creatives.get("KXYZ", "SPOT1"), Because.UNKNOWN, "no creative 'SPOT1'");
        refused(() -> desk.creatives.submit(XAVER, "SPOT1", 1), Because.UNKNOWN, "SPOT1");
        refused(() -> desk.creatives.reopen(ANNA, "PROMO1", 1), Because.NOT_YOURS, "PROMO1");
        assertThat(desk.creatives.reopen(ROOT, "PROMO1", 1).approval()).isEqualTo(Approval.DRAFT);
    }

    @Test
    void find_pagesByAdIdAndFilters() {
        List.of("A", "B", "C", "D", "E").forEach(letter -> desk.creatives.create(ANNA, draft("SPOT" + letter)));
        Find two = new Find("spot", "DRAFT", false, "", 0, 2);

        Page<CreativeCard> first = desk.creatives.find("KSCF", two);
        Page<CreativeCard> last = desk.creatives.find("KSCF", new Find("spot", "", false, "SPOTD", 0, 2));

        assertThat(first.found()).extracting(CreativeCard::adId).containsExactly("SPOTA", "SPOTB");
        assertThat(first.next()).isEqualTo("SPOTB");
        assertThat(last.found()).extracting(CreativeCard::adId).containsExactly("SPOTE");
        assertThat(last.next()).isEmpty();
        assertThat(desk.creatives.count("KSCF", two)).isEqualTo(5);
        assertThat(desk.creatives.count("KSCF", new Find("100%_", "", false, "", 0, 2)))
                .isZero();
        refused(() -> new Find("", "", false, "", 0, 501), Because.INVALID, "limit");
    }

    @Test
    void deletedCreative_comesBackAndAPlannedOneIsNotDeleted() {
        CreativeCard card = desk.creatives.create(ANNA, draft("SPOT1"));
        CreativeCard deleted = desk.creatives.delete(ANNA, "SPOT1", card.version());

        assertThat(desk.creatives.find("KSCF", Find.all()).found()).isEmpty();
        assertThat(desk.creatives.restore(ANNA, "SPOT1", deleted.version()).deleted())
                .isFalse();
        desk.place(desk.adBreak("main", "2026-06-03T12:00", "UNDERWRITING", 60_000), "SPOT1", "");
        refused(() -> desk.creatives.delete(ANNA, "SPOT1", 3), Because.CLASH, "planned once");
    }

    // Files
    // -------------------------------------------------------------------------------------------------------------------

    private CreativeCard send(String adId, byte[] content) {
        return desk.creatives.receive(ANNA, adId, new ByteArrayInputStream(content), content.length);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void file_isKeptByItsContentAndWaitsForConditioning() throws Exception {
        approved("SPOT1");
        CreativeCard sent = send("SPOT1", "abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        String sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(files()).containsExactly(data.resolve("inbox/ba/" + sha));
        assertThat(desk.inbox.file(sha)).hasContent("abc");
        assertThat(sent.file()).hasValueSatisfying(file -> {
            assertThat(file.state()).isEqualTo("WAITING");
            assertThat(file.bytes()).isEqualTo(3);
            assertThat(file.by()).isEqualTo("anna");
        });
        assertThat(sent.airReady()).isFalse();
        assertThat(sent.approval()).isEqualTo(Approval.DRAFT);
        assertThat(desk.arrived).containsExactly(new CreativeArrived("SPOT1", sha));
    }

    @Test
    void file_sentAgainChangesNothingAndAnotherTakesItsPlace() throws Exception {
        desk.creatives.create(ANNA, draft("SPOT1"));
        CreativeCard once = send("SPOT1", new byte[10]);
        CreativeCard twice = send("SPOT1", new byte[10]);
        send("SPOT1", new byte[20]);

        assertThat(twice).isEqualTo(once);
        assertThat(desk.column("SELECT state || ' ' || bytes FROM creative_file ORDER BY id"))
                .containsExactly("SUPERSEDED 10", "WAITING 20");
        assertThat(desk.arrived).hasSize(2);
    }

    @Test
    void file_mayBeAsLargeAsAllowedAndNoByteMore() throws Exception {
        desk.creatives.create(ANNA, draft("SPOT1"));

        refused(() -> send("SPOT1", new byte[1_001]), Because.TOO_LARGE, "larger than 1000 bytes");
        refused(
                () -> desk.creatives.receive(ANNA, "SPOT1", new ByteArrayInputStream(new byte[1_001]), -1),
                Because.TOO_LARGE,
                "1000");
        refused(
                () -> desk.creatives.receive(ANNA, "SPOT1", new ByteArrayInputStream(new byte[90]), 100),
                Because.INVALID,
                "90 bytes");
        refused(() -> send("SPOT1", new byte[0]), Because.INVALID, "the file of the creative");
        assertThat(files()).isEmpty();
        send("SPOT1", new byte[1_000]);
        assertThat(files()).hasSize(1);
    }

    @Test
    void file_thatBreaksOffLeavesNothing() throws Exception {
        desk.creatives.create(ANNA, draft("SPOT1"));
        InputStream broken = new InputStream() {
            private int reads;

            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] into, int at, int most) throws IOException {
                if (reads++ == 3) {
                    throw new IOException("the line broke");
                }
                return 100;
            }
        };

        assertThatThrownBy(() -> desk.creatives.receive(ANNA, "SPOT1", broken, -1))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(files()).isEmpty();
        assertThat(desk.column("SELECT id FROM creative_file")).isEmpty();
    }

    @Test
    void file_isNotReadForACreativeThatIsNotThereOrNotYours() {
        desk.creative("PROMO1", "PROMO", 30_000, "");
        InputStream untouched = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }
        };

        refused(() -> desk.creatives.receive(ANNA, "../../etc/passwd", untouched, -1), Because.UNKNOWN, "no creative");
        refused(() -> desk.creatives.receive(ANNA, "PROMO1", untouched, -1), Because.NOT_YOURS, "PROMO1");
        assertThatThrownBy(() -> desk.inbox.file("../../../etc/passwd")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void weeksOfACreative_areNewWhenItsFileIs() throws Exception {
        desk.creatives.create(ANNA, draft("SPOT1"));
        desk.place(desk.adBreak("kids", "2026-06-03T12:00", "UNDERWRITING", 60_000), "SPOT1", "");
        desk.run("INSERT INTO feed_week (feed_id, week_start) SELECT id, CAST('2026-06-01' AS date) FROM feed");

        send("SPOT1", new byte[10]);

        assertThat(
                        desk.column(
                                "SELECT f.name || ' ' || w.revision FROM feed_week w JOIN feed f ON f.id = w.feed_id ORDER BY f.id"))
                .containsExactly("main 1", "kids 2", "main 1");
    }
}
